package geo

import (
	"errors"
	"math"
)

// Similarity moves, turns and scales a plane without bending it: the four parameters that two survey grids of a
// city differ by.
type Similarity struct {
	from, to Point // the middle of the points it was fitted to, before and after; keeps large numbers exact
	a, b     float64
}

// ErrNoFit says that the points do not tell where the plane goes: fewer than two, or all in one place.
var ErrNoFit = errors.New("control points in one place fit nothing")

// FitSimilarity is the similarity that brings from[i] nearest to to[i], by least squares. Both are positions of a
// plane in metres.
func FitSimilarity(from, to []Point) (Similarity, error) {
	if len(from) < 2 || len(from) != len(to) {
		return Similarity{}, ErrNoFit
	}
	s := Similarity{from: meanOf(from), to: meanOf(to)}
	var spread, along, across float64
	for i := range from {
		x, y := from[i][0]-s.from[0], from[i][1]-s.from[1]
		u, v := to[i][0]-s.to[0], to[i][1]-s.to[1]
		spread += x*x + y*y
		along += x*u + y*v
		across += x*v - y*u
	}
	const oneMetre2 = 1
	if spread < oneMetre2 {
		return Similarity{}, ErrNoFit
	}
	s.a, s.b = along/spread, across/spread
	return s, nil
}

// Apply moves one position.
func (s Similarity) Apply(p Point) Point {
	x, y := p[0]-s.from[0], p[1]-s.from[1]
	return Point{s.to[0] + s.a*x - s.b*y, s.to[1] + s.b*x + s.a*y}
}

// Scale is how much longer a metre becomes; 1 where both grids have the same metre.
func (s Similarity) Scale() float64 { return math.Hypot(s.a, s.b) }

func meanOf(points []Point) Point {
	var sum Point
	for _, p := range points {
		sum[0] += p[0]
		sum[1] += p[1]
	}
	return Point{sum[0] / float64(len(points)), sum[1] / float64(len(points))}
}
