package live

import (
	"encoding/binary"

	"backstreet/geo"
	"backstreet/rectify"
)

// Backdrop is a feature of the base map with its bound. Like Feature it is made when asked for.
type Backdrop struct {
	rectify.Backdrop
	Bound geo.Bound
}

// backdropWords is how many words the record of a backdrop has: class and name.
const backdropWords = 2

func appendBackdrop(data []byte, b *rectify.Backdrop) record {
	data = binary.AppendUvarint(data, uint64(b.Rank))
	return record{words: []string{b.Class, b.Name}, body: appendShape(data, b.Geom)}
}

// readBackdrop gives nil when the slot is empty.
func readBackdrop(p *page, slot int) *Backdrop {
	if p == nil {
		return nil
	}
	bytes := p.bytes(slot)
	if bytes == "" {
		return nil
	}
	r := bytesReader{bytes[backdropWords:]}
	b := &Backdrop{Backdrop: rectify.Backdrop{
		ID: p.first + int64(slot), Class: p.words[bytes[0]], Name: p.words[bytes[1]], Rank: int(r.uvarint()),
	}}
	b.Geom, b.Bound = readShape(r.rest), shapeBound(r.rest)
	return b
}

// setBackdrops puts and removes features of the base map, and tells those that differ.
func (s *Snapshot) setBackdrops(present []rectify.Backdrop, gone []int64) (changes []BackdropChange) {
	for _, b := range present {
		before, slot := s.backdrops.set(b.ID, appendBackdrop(nil, &b))
		after, _ := s.backdrops.find(b.ID)
		if before.same(after, slot, backdropWords) {
			continue
		}
		change := BackdropChange{Old: readBackdrop(before, slot), New: readBackdrop(after, slot)}
		if change.Old != nil {
			s.backdropGrids.remove(change.Old.Class, change.Old.Bound, b.ID)
		}
		s.backdropGrids.insert(b.Class, change.New.Bound, b.ID)
		changes = append(changes, change)
	}
	for _, id := range gone {
		if old := readBackdrop(s.backdrops.set(id, record{})); old != nil {
			s.backdropGrids.remove(old.Class, old.Bound, id)
			changes = append(changes, BackdropChange{Old: old})
		}
	}
	return changes
}
