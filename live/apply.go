package live

import (
	"cmp"
	"reflect"
	"slices"

	"backstreet/rectify"
)

// edit gives a snapshot to change before it is published; s stays as it is.
func (s *Snapshot) edit() *Snapshot {
	next := *s
	next.features, next.grids = s.features.edit(), s.grids.edit()
	next.backdrops, next.backdropGrids = s.backdrops.edit(), s.backdropGrids.edit()
	return &next
}

// apply gives the snapshot after a delta, and what was different. A delta applied twice changes
// nothing the second time.
func (s *Snapshot) apply(delta *rectify.Delta, today rectify.Day) (*Snapshot, Batch) {
	next := s.edit()
	next.cursor, next.today = delta.Cursor, today
	batch := Batch{Cursor: delta.Cursor, NewDay: today != s.today}
	batch.Areas, batch.Registers = next.setRegisters(delta)
	batch.Backdrops = next.setBackdrops(delta.Backdrops, delta.GoneBackdrops)
	batch.Changes = next.setFeatures(delta.Features, delta.GoneFeatures)
	if batch.NewDay || batch.Registers || len(batch.Areas) > 0 {
		next.counters = next.countAll()
	} else {
		next.counters = next.recount(batch.Changes)
	}
	return next, batch
}

func (s *Snapshot) setFeatures(present []rectify.Feature, gone []rectify.FeatureID) (changes []Change) {
	for _, f := range present {
		var old row
		known := s.read(&old, int64(f.ID))
		if known && f.Version < old.Version {
			continue
		}
		before, slot := s.features.set(int64(f.ID), appendRow(nil, &f, attributesText(f.Attributes)))
		after, _ := s.features.find(int64(f.ID))
		if before.same(after, slot, featureWords) {
			continue
		}
		var current row
		current.read(after, slot)
		if !known {
			changes = append(changes, s.moved(nil, &current))
			continue
		}
		changes = append(changes, s.moved(&old, &current))
	}
	for _, id := range gone {
		var old row
		if s.read(&old, int64(id)) {
			s.features.set(int64(id), record{})
			changes = append(changes, s.moved(&old, nil))
		}
	}
	return changes
}

// moved puts a feature where it now lies, and tells what became of it; one of the two may be nil.
func (s *Snapshot) moved(old, current *row) Change {
	sameGeom := old != nil && current != nil && old.shape == current.shape
	if !sameGeom || old.Kind != current.Kind {
		if old != nil {
			s.grids.remove(old.Kind, old.bound(), int64(old.ID))
		}
		if current != nil {
			s.grids.insert(current.Kind, current.bound(), int64(current.ID))
		}
	}
	var before, after *Feature
	if old != nil {
		before = old.whole()
	}
	if current != nil {
		after = current.whole()
	}
	return newChange(before, after, !sameGeom)
}

// setRegisters takes over the registers that a delta carries.
func (s *Snapshot) setRegisters(delta *rectify.Delta) (areas []AreaChange, others bool) {
	if delta.Kinds != nil {
		s.kinds, others = slices.Clone(delta.Kinds), true
		slices.SortFunc(s.kinds, func(a, b rectify.Kind) int {
			return cmp.Or(cmp.Compare(a.Sort, b.Sort), cmp.Compare(a.Key, b.Key))
		})
	}
	if delta.Units != nil {
		s.units, others = delta.Units, true
	}
	if delta.Campaigns != nil {
		s.campaigns, others = delta.Campaigns, true
	}
	if delta.Areas != nil {
		before := s.areas
		s.areas = newAreaTree(delta.Areas)
		areas = before.changes(s.areas)
	}
	return areas, others
}

// changes tells the areas that differ between two registers.
func (t *areaTree) changes(after *areaTree) (changes []AreaChange) {
	for _, current := range after.sorted {
		old := t.byID[current.ID]
		if old == nil || !reflect.DeepEqual(old.Area, current.Area) {
			changes = append(changes, AreaChange{Old: old, New: current})
		}
	}
	for _, old := range t.sorted {
		if after.byID[old.ID] == nil {
			changes = append(changes, AreaChange{Old: old})
		}
	}
	return changes
}
