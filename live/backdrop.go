package live

import (
	"reflect"

	"backstreet/geo"
	"backstreet/rectify"
)

// Backdrop is a feature of the base map with its bound. Like Feature it is immutable and shared.
type Backdrop struct {
	rectify.Backdrop
	Bound geo.Bound
}

// setBackdrops puts and removes features of the base map, and tells those that differ.
func (s *Snapshot) setBackdrops(present []rectify.Backdrop, gone []int64) (changes []BackdropChange) {
	for _, b := range present {
		old := s.backdrops.get(b.ID)
		if old != nil && reflect.DeepEqual(old.Backdrop, b) {
			continue
		}
		current := &Backdrop{Backdrop: b, Bound: geo.BoundOf(b.Geom)}
		s.putBackdrop(b.ID, current)
		changes = append(changes, BackdropChange{Old: old, New: current})
	}
	for _, id := range gone {
		if old := s.putBackdrop(id, nil); old != nil {
			changes = append(changes, BackdropChange{Old: old})
		}
	}
	return changes
}

func (s *Snapshot) putBackdrop(id int64, current *Backdrop) (old *Backdrop) {
	if old = s.backdrops.set(id, current); old != nil {
		s.backdropTrees.remove(old.Class, old.Bound, old)
	}
	if current != nil {
		s.backdropTrees.insert(current.Class, current.Bound, current)
	}
	return old
}
