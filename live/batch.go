package live

import (
	"backstreet/geo"
	"backstreet/rectify"
)

// Batch is what one look at the feed changed. Batches come in order; applying one twice is harmless.
type Batch struct {
	Cursor    rectify.Cursor // as of this batch
	Resync    bool           // everything may have changed: the rest is empty, read anew
	Changes   []Change
	Areas     []AreaChange
	Backdrops []BackdropChange
	Registers bool // kinds, units or campaigns changed
	// NewDay says that midnight passed in Asia/Shanghai: lights, overdue and what is planned to date
	// were counted anew, though nothing was edited.
	NewDay bool
}

func (b Batch) empty() bool {
	return !b.Resync && !b.Registers && !b.NewDay && len(b.Changes)+len(b.Areas)+len(b.Backdrops) == 0
}

// Change is one feature before and after; one of the two may be nil.
type Change struct {
	ID          rectify.FeatureID
	Kind        rectify.KindKey
	Status      rectify.Status
	Version     int64
	Bound       geo.Bound // after; empty when it is gone
	OldBound    geo.Bound // before; empty when it is new
	Gone        bool      // the row is no more, as after a restore; a void feature is not gone
	GeomChanged bool
	Old, New    *Feature
}

// AreaChange is one area before and after; one of the two may be nil.
type AreaChange struct{ Old, New *Area }

// BackdropChange is one feature of the base map before and after; one of the two may be nil.
type BackdropChange struct{ Old, New *Backdrop }

func newChange(old, current *Feature, geomChanged bool) Change {
	none := geo.BoundOf(nil)
	change := Change{Old: old, New: current, GeomChanged: geomChanged, Bound: none, OldBound: none, Gone: current == nil}
	shown := current
	if old != nil {
		change.OldBound = old.Bound
	}
	if current != nil {
		change.Bound = current.Bound
	} else {
		shown = old
	}
	change.ID, change.Kind, change.Status, change.Version = shown.ID, shown.Kind, shown.Status, shown.Version
	return change
}
