package rectify

import (
	"time"

	"backstreet/geo"
)

// Identifiers made by the database. Zero means none.
type (
	FeatureID int64
	ImportID  int64
)

// Feature is one thing on the map that is surveyed, put right and checked: a row of the table
// feature, field for column. Zero ids and zero days mean none (NULL in the database).
type Feature struct {
	ID         FeatureID
	UID        string // UUIDv7, made by whoever creates the feature, offline too
	Kind       KindKey
	Ref        string // 台账编号, the ledger number; unique per kind where it is not empty
	Name       string
	Geom       geo.Geometry // 2D, EPSG:4326, longitude first
	AreaID     AreaID       // the deepest area; kept by the database
	UnitID     UnitID       // the unit responsible
	AssigneeID PersonID

	Status      Status
	Cycle       int // numbered from 1; a relapse opens the next
	ListedOn    Day
	PlannedOn   Day
	DueOn       Day
	FirstDueOn  Day // the first deadline of this cycle; an extension leaves it
	SubmittedOn Day
	VerifiedOn  Day
	ReviewOn    Day // when a suspended feature is looked at again

	Quantity        *float64 // in the kind's unit; kept by the database; nil when not known
	Measure         float64  // metres of a line, m² of an area, 0 of a point; kept by the database
	QuantityPlanned *float64
	QuantityDone    *float64
	Reworks         int // times sent back in this cycle
	PhotosOwed      int // photos announced and not yet stored; derived, no column

	Attributes map[string]any // checked against the kind's JSON Schema by the store
	Source     string
	ImportID   ImportID // the import that created it

	Version   int64 // the database adds 1 at every change; nobody else does
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Overdue reports whether the deadline has passed with the work not done. The day of the deadline
// itself still counts as in time. What is parked or void has no deadline to miss.
func (f Feature) Overdue(today Day) bool {
	switch f.Status.Group() {
	case GroupDone, GroupParked, GroupHidden:
		return false
	}
	return f.DueOn != 0 && today > f.DueOn
}

// DueBy reports whether the work is still in time but must be done by the day. What would not be
// overdue the day after its deadline (done, parked, void) has none.
func (f Feature) DueBy(today, day Day) bool {
	return f.DueOn >= today && f.DueOn <= day && f.Overdue(f.DueOn+1)
}
