package demo

import (
	"math"
	"slices"
)

// neighbour is what lies beyond an edge of a cell.
type neighbour int

const (
	plotBeyond neighbour = iota
	streetBeyond
	laneBeyond
	railBeyond
)

// edge is the side of a cell that begins at the corner of the same place. half is how far what runs along it
// reaches into the cell, in metres of the plan.
type edge struct {
	half   float64
	beyond neighbour
}

// cell is a convex part of the plan, its corners counter-clockwise.
type cell struct {
	corners []spot
	edges   []edge
}

func boxCell(west, south, east, north float64) cell {
	return cell{[]spot{{west, south}, {east, south}, {east, north}, {west, north}}, make([]edge, 4)}
}

func (c cell) area() float64 { return areaOf(c.corners) }
func (c cell) middle() spot  { return middleOf(c.corners) }

func (c cell) side(i int) (a, b spot) { return c.corners[i], c.corners[(i+1)%len(c.corners)] }

// keep clips the cell to what lies left of the line from a to b. The new edge is cut; ends are its two ends,
// none if the line misses the cell.
func (c cell) keep(a, b spot, cut edge) (kept cell, ends []spot) {
	along := b.minus(a).unit()
	height := func(p spot) float64 { return along.cross(p.minus(a)) }
	for i := range c.corners {
		p, q := c.side(i)
		hp, hq := height(p), height(q)
		if hp >= 0 {
			kept.corners, kept.edges = append(kept.corners, p), append(kept.edges, c.edges[i])
		}
		if (hp >= 0) == (hq >= 0) {
			continue
		}
		crossing := between(p, q, hp/(hp-hq))
		ends = append(ends, crossing)
		if hp >= 0 {
			kept.corners, kept.edges = append(kept.corners, crossing), append(kept.edges, cut)
		} else {
			kept.corners, kept.edges = append(kept.corners, crossing), append(kept.edges, c.edges[i])
		}
	}
	return kept.tidy(), ends
}

// tidy drops sides that are too short to matter.
func (c cell) tidy() cell {
	var tidied cell
	for i := range c.corners {
		if a, b := c.side(i); a.distance(b) > 0.05 {
			tidied.corners, tidied.edges = append(tidied.corners, a), append(tidied.edges, c.edges[i])
		}
	}
	return tidied
}

// split parts the cell along the line from a to b. Without ends, or with a part that is no area, there is no
// split: ok is false.
func (c cell) split(a, b spot, cut edge) (left, right cell, ends [2]spot, ok bool) {
	left, crossings := c.keep(a, b, cut)
	right, _ = c.keep(b, a, cut)
	if len(crossings) != 2 || len(left.corners) < 3 || len(right.corners) < 3 {
		return cell{}, cell{}, ends, false
	}
	return left, right, [2]spot{crossings[0], crossings[1]}, true
}

// inset takes off what runs along the edges and so many metres more. Nothing may be left: then ok is false.
func (c cell) inset(more float64) (inner cell, ok bool) {
	inner = c
	for i := range c.corners {
		a, b := c.side(i)
		in := b.minus(a).unit().left().times(c.edges[i].half + more)
		inner, _ = inner.keep(a.plus(in), b.plus(in), edge{beyond: c.edges[i].beyond})
		if len(inner.corners) < 3 {
			return cell{}, false
		}
	}
	return inner, inner.area() > 20
}

// axis is the direction in which the cell is longest, with its lengths along and across it: those of the
// smallest rectangle around the cell.
func (c cell) axis() (along spot, long, wide float64) {
	smallest := math.Inf(1)
	for i := range c.corners {
		a, b := c.side(i)
		if a.distance(b) < 1 {
			continue
		}
		u := b.minus(a).unit()
		lu, lv := extent(c.corners, u), extent(c.corners, u.left())
		if lu*lv >= smallest-1e-6 {
			continue
		}
		smallest = lu * lv
		if lu >= lv {
			along, long, wide = u, lu, lv
		} else {
			along, long, wide = u.left(), lv, lu
		}
	}
	return along, long, wide
}

func extent(places []spot, direction spot) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range places {
		low, high = min(low, p.dot(direction)), max(high, p.dot(direction))
	}
	return high - low
}

// holds tells whether p lies in the cell, at least so many metres from its edges.
func (c cell) holds(p spot, metres float64) bool {
	for i := range c.corners {
		a, b := c.side(i)
		if b.minus(a).unit().cross(p.minus(a)) < metres {
			return false
		}
	}
	return true
}

// meets tells whether an edge borders on such a neighbour.
func (c cell) meets(beyond neighbour) bool {
	return slices.ContainsFunc(c.edges, func(e edge) bool { return e.beyond == beyond })
}
