package demo

import (
	"cmp"
	"math"
	"slices"

	"backstreet/geo"
)

// near is how close two corners are the same one, in degrees: a hundredth of a millimetre.
const near = 1e-10

func withCorners(ring, corners geo.Ring) geo.Ring {
	var shared geo.Ring
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		shared = append(shared, firstNear(corners, a))
		shared = append(shared, between(a, b, corners)...)
	}
	return append(shared, shared[0])
}

// firstNear is the one position that stands for all that are the same corner.
func firstNear(corners geo.Ring, p geo.Point) geo.Point {
	return corners[slices.IndexFunc(corners, func(c geo.Point) bool { return apart(c, p) < near })]
}

// between lists the corners on the side from a to b, in order, without its ends.
func between(a, b geo.Point, corners geo.Ring) geo.Ring {
	length := apart(a, b)
	along := func(p geo.Point) float64 {
		return ((p[0]-a[0])*(b[0]-a[0]) + (p[1]-a[1])*(b[1]-a[1])) / length
	}
	var on geo.Ring
	for _, c := range corners {
		off := math.Abs(side(a, b, c)) / length
		if at := along(c); off < near && at > near && at < length-near {
			on = append(on, firstNear(corners, c))
		}
	}
	slices.SortFunc(on, func(p, q geo.Point) int { return cmp.Compare(along(p), along(q)) })
	return slices.Compact(on)
}

func apart(p, q geo.Point) float64 { return math.Hypot(p[0]-q[0], p[1]-q[1]) }

func contains(ring geo.Ring, p geo.Point) bool {
	inside := false
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1]) {
			inside = !inside
		}
	}
	return inside
}
