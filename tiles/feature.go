package tiles

import (
	"iter"

	"backstreet/geo"
)

// Feature is one thing to draw, as its owner knows it. The engine copies what
// it needs, so the caller may use the value again. A zero field is absent and
// makes no property in the tile.
type Feature struct {
	// Layer is the key of a kind ("compound", "berth", or one that a district
	// added), "area", or "context_" with the class of base map.
	Layer string
	// ID is the database id: unique within the layer, and not negative.
	ID int64
	// Geom is in WGS 84 degrees. nil and empty are known, but not drawn.
	Geom geo.Geometry

	Name string
	Ref  string // ledger number

	// Of kinds.
	Status   string
	Group    string  // what cells sum by: to_do, doing, check, …
	Quantity float64 // in the unit of the kind; exact to a millionth
	UnitID   int64   // up to 2^32 - 1, as AreaID
	AreaID   int64
	// Days since 1970-01-01 in the district's time zone, to the year 2149; 0 is none.
	PlannedDay, DueDay, ListedDay, SubmittedDay, VerifiedDay int32
	Rework                                                   int32 // times sent back in this cycle, up to 65535
	Owed                                                     int32 // photos announced and not yet here, up to 65535

	// Of areas.
	Level string // district, street, community, grid
	Code  string

	// Of the base map.
	Class string // what it is within its layer: primary, residential, village, …
	Rank  uint8  // 1 is seen from farthest, 9 only near; 0 is judged by Class
}

// Change says what a feature has become. It is the whole new state, so that
// applying it twice changes nothing the second time.
type Change struct {
	Layer string
	ID    int64
	// Feature is nil when the feature is gone. Else its Layer and ID are those above.
	Feature *Feature
}

// Source is what the engine is loaded from: the live copy, wired up in cmd.
type Source interface {
	// Features yields everything there is to draw as of one moment, each once
	// and in any order.
	Features() iter.Seq[Feature]
}
