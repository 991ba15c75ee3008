package demo

import (
	"cmp"
	"slices"
)

// parcel is a piece of a block with one use; lane is the place of a back street that it borders on, -1 without.
type parcel struct {
	cell
	quarter int
	urban   float64
	lane    int
}

const (
	laneHalf = 3.4 // metres from the middle of a lane to the plots beside it
	pavement = 3.0 // metres between a street and the plots
)

// isWhole tells whether the cell lies so many metres inside the buildable land.
func (n *network) isWhole(c cell, metres float64) bool {
	for i := range c.corners {
		a, b := c.side(i)
		if !n.dry(a, metres) || !n.dry(between(a, b, 0.5), metres) {
			return false
		}
	}
	return len(c.corners) > 2
}

// part leads lanes through the blocks, the oldest first, and cuts what is left into parcels.
func (t *town) part() {
	age := make(map[spot]float64, len(t.net.blocks))
	for _, b := range t.net.blocks {
		age[b.middle()] = b.urban + 0.5*t.random.Float64()
		if b.middle().distance(oldTown) < 1100 {
			age[b.middle()] += 0.35
		}
	}
	slices.SortStableFunc(t.net.blocks, func(a, b block) int { return cmp.Compare(age[b.middle()], age[a.middle()]) })
	for _, b := range t.net.blocks {
		land, ok := b.inset(pavement)
		if !ok {
			continue
		}
		before := len(t.parcels)
		for _, p := range t.alleys(b, parcel{land, b.quarter, b.urban, -1}) {
			t.plot(p, 0)
		}
		if t.net.isWhole(land, 0) {
			t.lands = append(t.lands, land)
			continue
		}
		for _, p := range t.parcels[before:] {
			t.lands = append(t.lands, p.cell)
		}
	}
}

// alleys parts a block by up to two lanes from street to street, side by side.
func (t *town) alleys(b block, whole parcel) []parcel {
	along, long, wide := b.axis()
	if len(t.lanes) == laneCount+voidCount || long < 105 || wide < 75 || long > 420 || isWorks(b.middle()) || !t.net.isWhole(b.cell, 0) ||
		t.random.Float64() < 0.15 {
		return []parcel{whole}
	}
	direction, room := along.left(), long
	if wide > 105 && t.random.Float64() < 0.45 {
		direction, room = along, wide
	}
	shares := []float64{t.vary(-0.1, 0.1)}
	if room > 200 && t.random.Float64() < 0.6 {
		shares = []float64{t.vary(-0.22, -0.14), t.vary(0.14, 0.22)}
	}
	direction = direction.turned(t.vary(-0.05, 0.05))
	parts := []parcel{whole}
	for _, share := range shares {
		at := b.middle().plus(direction.left().times(-room * share))
		rest := parts[len(parts)-1]
		left, right, ok := t.alley(b, rest, at, at.plus(direction))
		if !ok {
			continue
		}
		parts = append(parts[:len(parts)-1], left, right)
	}
	return parts
}

// alley cuts a parcel by a lane along the line from a to b. Both its ends must meet a street of the block.
func (t *town) alley(b block, p parcel, from, to spot) (left, right parcel, ok bool) {
	_, _, ends, ok := b.split(from, to, edge{})
	if !ok || len(t.lanes) == laneCount+voidCount {
		return left, right, false
	}
	for _, end := range ends {
		if !t.endsAtStreet(b, end) {
			return left, right, false
		}
	}
	half := laneHalf / across(ends[0], ends[1].minus(ends[0]).unit().left())
	l, r, _, ok := p.split(from, to, edge{half, laneBeyond})
	if !ok || l.area() < 3500 || r.area() < 3500 {
		return left, right, false
	}
	l, okLeft := l.inset(0)
	r, okRight := r.inset(0)
	if !okLeft || !okRight {
		return left, right, false
	}
	t.addLane(b.quarter, ends[0], ends[1])
	lane := len(t.lanes) - 1
	return parcel{l, p.quarter, p.urban, lane}, parcel{r, p.quarter, p.urban, lane}, true
}

// endsAtStreet tells whether a place on a block's edge lies on a street that is really there, away from its corners.
func (t *town) endsAtStreet(b block, end spot) bool {
	if !clearOf(b.cell, end) || t.net.urban(end) < -0.1 {
		return false
	}
	for i := range b.corners {
		if a, c := b.side(i); end.toSegment(a, c) < 0.01 {
			return b.edges[i].beyond == streetBeyond
		}
	}
	return false
}

// plot cuts a piece of a block until it is as large as plots are; the cut is a common wall without a way.
func (t *town) plot(p parcel, depth int) {
	area := p.area()
	largest := t.vary(13e3, 30e3)
	switch {
	case isWorks(p.middle()):
		largest = t.vary(30e3, 70e3)
	case p.urban > 0.55:
		largest = t.vary(9e3, 24e3)
	}
	whole := t.net.isWhole(p.cell, 3)
	if area > largest || !whole && area > 1500 {
		along, long, _ := p.axis()
		at := p.middle().plus(along.times(long * t.vary(-0.15, 0.15)))
		left, right, _, ok := p.split(at, at.plus(along.left().turned(t.vary(-0.03, 0.03))), edge{})
		if ok && depth < 12 {
			for _, c := range []cell{left, right} {
				t.plot(parcel{c, p.quarter, p.urban, p.lane}, depth+1)
			}
			return
		}
	}
	if whole && area > 250 {
		t.parcels = append(t.parcels, p)
	}
}

func (t *town) vary(low, high float64) float64 { return low + t.random.Float64()*(high-low) }
