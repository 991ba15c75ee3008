package demo

import "math"

// spot is a position in metres: on the plan, u along the Li and v to the north of it, or on the ground, east
// and north of the origin.
type spot struct{ u, v float64 }

func (s spot) plus(t spot) spot        { return spot{s.u + t.u, s.v + t.v} }
func (s spot) minus(t spot) spot       { return spot{s.u - t.u, s.v - t.v} }
func (s spot) times(k float64) spot    { return spot{s.u * k, s.v * k} }
func (s spot) dot(t spot) float64      { return s.u*t.u + s.v*t.v }
func (s spot) cross(t spot) float64    { return s.u*t.v - s.v*t.u }
func (s spot) length() float64         { return math.Sqrt(s.u*s.u + s.v*s.v) }
func (s spot) left() spot              { return spot{-s.v, s.u} }
func (s spot) distance(t spot) float64 { return s.minus(t).length() }

func (s spot) unit() spot { return s.times(1 / s.length()) }

func (s spot) turned(angle float64) spot {
	sin, cos := math.Sincos(angle)
	return spot{s.u*cos - s.v*sin, s.u*sin + s.v*cos}
}

func between(a, b spot, share float64) spot { return a.plus(b.minus(a).times(share)) }

// toSegment is the distance from s to the straight line between a and b.
func (s spot) toSegment(a, b spot) float64 {
	along := b.minus(a)
	square := along.dot(along)
	if square == 0 {
		return s.distance(a)
	}
	share := min(1, max(0, s.minus(a).dot(along)/square))
	return s.distance(between(a, b, share))
}

// toLine is the distance from s to the nearest place of a line.
func (s spot) toLine(line []spot) float64 {
	nearest := math.Inf(1)
	for i := 1; i < len(line); i++ {
		nearest = min(nearest, s.toSegment(line[i-1], line[i]))
	}
	return nearest
}

// within tells whether s lies in a ring, whose first corner is not repeated.
func (s spot) within(ring []spot) bool {
	inside := false
	for i, b := range ring {
		a := ring[(i+len(ring)-1)%len(ring)]
		if (a.v > s.v) != (b.v > s.v) && s.u < a.u+(b.u-a.u)*(s.v-a.v)/(b.v-a.v) {
			inside = !inside
		}
	}
	return inside
}

func lengthOf(line []spot) float64 {
	metres := 0.0
	for i := 1; i < len(line); i++ {
		metres += line[i].distance(line[i-1])
	}
	return metres
}

// areaOf is positive for rings that run counter-clockwise.
func areaOf(ring []spot) float64 {
	twice := 0.0
	for i, p := range ring {
		twice += p.cross(ring[(i+1)%len(ring)])
	}
	return twice / 2
}

// bounds are the sides of the upright rectangle around places.
func bounds(places []spot) (west, south, east, north float64) {
	west, south, east, north = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range places {
		west, south, east, north = min(west, p.u), min(south, p.v), max(east, p.u), max(north, p.v)
	}
	return west, south, east, north
}

func middleOf(ring []spot) spot {
	var sum spot
	for _, p := range ring {
		sum = sum.plus(p)
	}
	return sum.times(1 / float64(len(ring)))
}

// steps are places from a to before b, at most so far apart.
func steps(a, b spot, farthest float64) []spot {
	count := max(1, math.Ceil(a.distance(b)/farthest))
	var places []spot
	for i := 0.0; i < count; i++ {
		places = append(places, between(a, b, i/count))
	}
	return places
}

// stepped puts places in between the corners of a line.
func stepped(line []spot, farthest float64) []spot {
	var places []spot
	for i := 1; i < len(line); i++ {
		places = append(places, steps(line[i-1], line[i], farthest)...)
	}
	return append(places, line[len(line)-1])
}

// rounded draws a smooth line (Catmull and Rom's) through knots, with so many places to each.
func rounded(knots []spot, places int) []spot {
	var line []spot
	for i := range len(knots) - 1 {
		before, a, b, after := knots[max(0, i-1)], knots[i], knots[i+1], knots[min(len(knots)-1, i+2)]
		for k := range places {
			t := float64(k) / float64(places)
			leave, arrive := b.minus(before).times(0.5), after.minus(a).times(0.5)
			line = append(line, a.times(2*t*t*t-3*t*t+1).plus(leave.times(t*t*t-2*t*t+t)).
				plus(b.times(3*t*t-2*t*t*t)).plus(arrive.times(t*t*t-t*t)))
		}
	}
	return append(line, knots[len(knots)-1])
}

// beside is a smooth line moved to the left by so many metres.
func beside(line []spot, metres float64) []spot {
	moved := make([]spot, len(line))
	for i, p := range line {
		along := line[min(len(line)-1, i+1)].minus(line[max(0, i-1)])
		moved[i] = p.plus(along.unit().left().times(metres))
	}
	return moved
}
