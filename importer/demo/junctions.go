package demo

import "math"

// Streets that end nearer than this to each other on both sides of a third are led together.
const joinWithin = 85.0

func (n *network) join(c cell, end spot) spot {
	best, nearest := end, joinWithin
	for _, j := range n.near(end) {
		if d := j.distance(end); d < nearest && c.holds(j, -0.3) && clearOf(c, j) {
			best, nearest = j, d
		}
	}
	return best
}

// clearOf tells whether p keeps off the cell's corners, so that no sliver is cut off.
func clearOf(c cell, p spot) bool {
	for _, corner := range c.corners {
		if corner.distance(p) < 38 {
			return false
		}
	}
	return true
}

func gridOf(p spot) spot {
	const size = 80
	return spot{math.Floor(p.u / size), math.Floor(p.v / size)}
}

func (n *network) near(p spot) []spot {
	var found []spot
	for du := -1.0; du <= 1; du++ {
		for dv := -1.0; dv <= 1; dv++ {
			found = append(found, n.junctions[gridOf(p).plus(spot{du, dv})]...)
		}
	}
	return found
}

func (n *network) lay(name string, rank int, a, b spot) {
	n.streets = append(n.streets, street{name: name, rank: rank, a: a, b: b})
	for _, end := range []spot{a, b} {
		n.junctions[gridOf(end)] = append(n.junctions[gridOf(end)], end)
	}
}
