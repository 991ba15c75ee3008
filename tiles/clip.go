package tiles

import "math"

// point is a place in units of a tile, from its upper left corner. Before
// clipping it may lie far outside.
type point struct{ x, y int64 }

const (
	clipMin = -buffer
	clipMax = extent + buffer
)

func outside(x, y int64) bool {
	return x < clipMin || x > clipMax || y < clipMin || y > clipMax
}

// clipRing is Sutherland and Hodgman's rule against the tile's four sides. The
// ring is open. What is left of a ring beside the tile has no area: the caller
// drops it. Both slices are overwritten; the result is one of them.
func clipRing(ring, spare []point) (clipped, other []point) {
	for side := range 4 {
		spare = spare[:0]
		if len(ring) == 0 {
			return ring, spare
		}
		a := ring[len(ring)-1]
		for _, b := range ring {
			aIn, bIn := within(a, side), within(b, side)
			if aIn != bIn {
				spare = append(spare, crossingAt(a, b, side))
			}
			if bIn {
				spare = append(spare, b)
			}
			a = b
		}
		ring, spare = spare, ring
	}
	return ring, spare
}

// sides: 0 left, 1 right, 2 top, 3 bottom.
func within(p point, side int) bool {
	switch side {
	case 0:
		return p.x >= clipMin
	case 1:
		return p.x <= clipMax
	case 2:
		return p.y >= clipMin
	}
	return p.y <= clipMax
}

// crossingAt is where the edge meets the side. It is computed in one direction
// whichever way the edge runs, so that neighbours keep their border.
func crossingAt(a, b point, side int) point {
	if b.x < a.x || b.x == a.x && b.y < a.y {
		a, b = b, a
	}
	dx, dy := float64(b.x-a.x), float64(b.y-a.y)
	at := int64(clipMin)
	if side == 1 || side == 3 {
		at = clipMax
	}
	if side < 2 {
		return point{at, a.y + int64(math.Round(float64(at-a.x)/dx*dy))}
	}
	return point{a.x + int64(math.Round(float64(at-a.y)/dy*dx)), at}
}

// clipLine hands over the stretches of the line that are in the tile, each of
// two places or more. They are valid during the call.
func clipLine(line, spare []point, keep func([]point)) (other []point) {
	run := spare[:0]
	flush := func() {
		if len(run) > 1 {
			keep(run)
		}
		run = run[:0]
	}
	for i := 1; i < len(line); i++ {
		a, b, ok := clipEdge(line[i-1], line[i])
		if !ok {
			flush()
			continue
		}
		if n := len(run); n == 0 || run[n-1] != a {
			flush()
			run = append(run, a)
		}
		if b != a {
			run = append(run, b)
		}
	}
	flush()
	return run
}

// clipEdge is Liang and Barsky's rule.
func clipEdge(a, b point) (from, to point, ok bool) {
	if !outside(a.x, a.y) && !outside(b.x, b.y) {
		return a, b, true
	}
	x, y := float64(a.x), float64(a.y)
	dx, dy := float64(b.x-a.x), float64(b.y-a.y)
	enter, leave := 0.0, 1.0
	for _, side := range [4][2]float64{{-dx, x - clipMin}, {dx, clipMax - x}, {-dy, y - clipMin}, {dy, clipMax - y}} {
		towards, room := side[0], side[1]
		switch {
		case towards == 0 && room < 0:
			return a, b, false
		case towards < 0:
			enter = max(enter, room/towards)
		case towards > 0:
			leave = min(leave, room/towards)
		}
	}
	if enter > leave {
		return a, b, false
	}
	at := func(t float64) point {
		return point{int64(math.Round(x + t*dx)), int64(math.Round(y + t*dy))}
	}
	from, to = a, b
	if enter > 0 {
		from = at(enter)
	}
	if leave < 1 {
		to = at(leave)
	}
	return from, to, true
}
