package demo

import (
	"math"
	"slices"

	"backstreet/geo"
)

// Everything is drawn on a plan where the Li is the straight line v = 0 and streets are straight, and then bent
// to the ground: the plan's long axis is an arc that turns from east to north-east as the valley does, and
// what lies near the Li follows its bends.
const (
	originLon, originLat       = 113.92, 33.53
	metresPerLon, metresPerLat = 92_890.0, 110_914.0 // at the origin, on the ellipsoid
	axisHeading                = 8 * math.Pi / 180   // where u = 0, from east to north
	axisRadius                 = 32_000.0
	bendReach                  = 1900.0 // how far from the Li streets still follow it
)

// axisStart is where u and v are 0, on the ground.
var axisStart = spot{0, 2000}

// liBends are how far the Li departs from the axis to the north, by u.
var liBends = []spot{
	{-9000, -900},
	{-7400, -900},
	{-5800, -650},
	{-4400, 280},
	{-3000, 120},
	{-1500, -560},
	{0, -420},
	{1400, 310},
	{2700, 220},
	{4100, -360},
	{5500, -300},
	{6900, -40},
	{8300, -170},
	{9500, -120},
	{10_700, 120},
	{12_500, 200},
}

func liBend(u float64) float64 {
	after, _ := slices.BinarySearchFunc(liBends, u, func(b spot, u float64) int {
		if b.u > u {
			return 1
		}
		return -1
	})
	switch after {
	case 0:
		return liBends[0].v
	case len(liBends):
		return liBends[after-1].v
	}
	a, b := liBends[after-1], liBends[after]
	slope := func(i int) float64 {
		from, to := liBends[max(0, i-1)], liBends[min(len(liBends)-1, i+1)]
		return (to.v - from.v) / (to.u - from.u) * (b.u - a.u)
	}
	t := (u - a.u) / (b.u - a.u)
	return (2*t*t*t-3*t*t+1)*a.v + (t*t*t-2*t*t+t)*slope(after-1) + (3*t*t-2*t*t*t)*b.v + (t*t*t-t*t)*slope(after)
}

// sway moves places of the plan a little before the axis is bent: the Li's bends and a slow swell, so that no
// street is ruled. Its slopes stay below one, so nothing folds.
func sway(p spot) spot {
	wave := func(along, length, metres, phase float64) float64 {
		return metres * math.Sin(2*math.Pi*along/length+phase)
	}
	return spot{
		p.u + wave(0.3*p.u+p.v, 5200, 95, 1.1) + wave(p.v-0.4*p.u, 2100, 26, 2.9),
		p.v + wave(p.u+0.2*p.v, 4700, 55, 0.4) + wave(p.u-0.3*p.v, 1900, 22, 4.2) +
			liBend(p.u)*math.Exp(-p.v*p.v/(bendReach*bendReach)),
	}
}

// bend carries a place of the plan to the ground.
func bend(p spot) spot {
	p = sway(p)
	sin, cos := math.Sincos(axisHeading + p.u/axisRadius)
	radius := axisRadius - p.v
	return axisCentre().plus(spot{radius * sin, -radius * cos})
}

// unbend is the place of the plan that bend carries to g.
func unbend(g spot) spot {
	from := g.minus(axisCentre())
	swayed := spot{(math.Atan2(from.u, -from.v) - axisHeading) * axisRadius, axisRadius - from.length()}
	p := swayed
	for range 60 {
		miss := swayed.minus(sway(p))
		p = p.plus(miss.times(0.8))
		if miss.length() < 1e-7 {
			break
		}
	}
	return p
}

func axisCentre() spot {
	sin, cos := math.Sincos(axisHeading)
	return axisStart.plus(spot{-sin, cos}.times(axisRadius))
}

func bendAll(places []spot) []spot {
	bent := make([]spot, len(places))
	for i, p := range places {
		bent[i] = bend(p)
	}
	return bent
}

// bentLine and bentRing draw straight lines of the plan on the ground, with positions at most so far apart.
func bentLine(line []spot, farthest float64) []spot { return bendAll(stepped(line, farthest)) }

func bentRing(ring []spot, farthest float64) []spot {
	closed := bentLine(append(slices.Clone(ring), ring[0]), farthest)
	return closed[:len(closed)-1]
}

// across tells how many metres on the ground one metre of the plan makes at a place, square to lines with this normal.
func across(at, normal spot) float64 {
	along := bend(at.plus(normal.left())).minus(bend(at.minus(normal.left()))).unit()
	return math.Abs(bend(at.plus(normal)).minus(bend(at.minus(normal))).cross(along)) / 2
}

func onGlobe(g spot) geo.Point {
	return geo.Point{originLon + g.u/metresPerLon, originLat + g.v/metresPerLat}
}

func lineString(ground []spot) geo.LineString {
	line := make(geo.LineString, len(ground))
	for i, g := range ground {
		line[i] = onGlobe(g)
	}
	return line
}

// polygon has its outside to the right, whichever way the ring on the ground runs.
func polygon(ground []spot) geo.Polygon {
	ring := geo.Ring(lineString(ground))
	if areaOf(ground) < 0 {
		slices.Reverse(ring)
	}
	return geo.Polygon{append(ring, ring[0])}
}
