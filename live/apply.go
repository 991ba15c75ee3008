package live

import (
	"cmp"
	"reflect"
	"runtime"
	"slices"
	"sync"

	"backstreet/rectify"
)

// newSnapshot builds the copy from all there is.
func newSnapshot(state *rectify.State, today rectify.Day) *Snapshot {
	s := (&Snapshot{areas: newAreaTree(nil)}).edit()
	s.cursor, s.today = state.Cursor, today
	s.setRegisters(&rectify.Delta{Kinds: state.Kinds, Areas: state.Areas, Units: state.Units, Campaigns: state.Campaigns})
	s.setBackdrops(state.Backdrops, nil)
	for _, f := range derive(state.Features) {
		s.put(f.ID, f)
	}
	s.counters = s.countAll()
	return s
}

// derive makes features on all processors: looking for the representative points is most of a load.
func derive(features []rectify.Feature) []*Feature {
	derived := make([]*Feature, len(features))
	workers := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	for worker := range workers {
		wait.Go(func() {
			for i := worker; i < len(features); i += workers {
				derived[i], _ = newFeature(features[i], nil)
			}
		})
	}
	wait.Wait()
	return derived
}

// edit gives a snapshot to change before it is published; s stays as it is.
func (s *Snapshot) edit() *Snapshot {
	next := *s
	next.features, next.trees = s.features.edit(), s.trees.edit()
	next.backdrops, next.backdropTrees = s.backdrops.edit(), s.backdropTrees.edit()
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
		old := s.features.get(int64(f.ID))
		if old != nil && f.Version < old.Version {
			continue
		}
		current, sameGeom := newFeature(f, old)
		if old != nil && reflect.DeepEqual(old.Feature, current.Feature) {
			continue
		}
		s.put(f.ID, current)
		changes = append(changes, newChange(old, current, !sameGeom))
	}
	for _, id := range gone {
		if old := s.put(id, nil); old != nil {
			changes = append(changes, newChange(old, nil, true))
		}
	}
	return changes
}

func (s *Snapshot) put(id rectify.FeatureID, current *Feature) (old *Feature) {
	if old = s.features.set(int64(id), current); old != nil {
		s.trees.remove(old.Kind, old.Bound, old)
	}
	if current != nil {
		s.trees.insert(current.Kind, current.Bound, current)
	}
	return old
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
