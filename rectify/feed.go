package rectify

import (
	"fmt"
	"strings"

	"backstreet/geo"
)

// Cursor names a place in the change feed: everything visible to a database snapshot was seen.
// Places of different epochs cannot be compared; a restored database starts a new epoch.
type Cursor struct {
	Epoch    string // UUID
	Snapshot string // pg_snapshot as text: xmin:xmax:in-progress,…
}

// String writes the cursor as it is given to clients: epoch:snapshot.
func (c Cursor) String() string { return c.Epoch + ":" + c.Snapshot }

// ParseCursor is the inverse of String; what it refuses is ErrInvalid.
func ParseCursor(text string) (Cursor, error) {
	epoch, snapshot, ok := strings.Cut(text, ":")
	if !ok || epoch == "" || snapshot == "" {
		return Cursor{}, &Invalid{
			Field: "cursor", Rule: "cursor",
			Message: fmt.Sprintf("%q is not a cursor; leave it out to start anew", text),
		}
	}
	return Cursor{Epoch: epoch, Snapshot: snapshot}, nil
}

// Backdrop is one feature of the base map that the work lies on: a row of the table context.
type Backdrop struct {
	ID    int64
	Class string // road, water, green, building, block or place
	Rank  int    // 1 is drawn from farthest away, 5 only near at hand
	Name  string
	Geom  geo.Geometry
}

// State is what the live copy holds beside the features and the base map, as of Cursor.
type State struct {
	Cursor    Cursor
	Kinds     []Kind
	Areas     []Area
	Units     []Unit
	Campaigns []Campaign
}

// Part is some of the features and of the base map. There may be millions of them, so that they are never
// all handed over at once. The slices are written over when they were taken; features may share attributes.
type Part struct {
	Features  []Feature
	Backdrops []Backdrop
}

// Delta is what changed since a cursor, in its state as of the new one. A register (kinds, areas,
// units, campaigns) comes whole when any of it changed, and nil otherwise.
type Delta struct {
	Cursor        Cursor
	Resync        bool // the old cursor is of another epoch or too old: load the state again
	Kinds         []Kind
	Areas         []Area
	Units         []Unit
	Campaigns     []Campaign
	Features      []Feature
	GoneFeatures  []FeatureID
	Backdrops     []Backdrop
	GoneBackdrops []int64
}
