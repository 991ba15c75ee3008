package demo

import (
	"math"

	"backstreet/geo"
)

// The quarter is drawn in a plane of metres, u to the east and v to the north of its centre, where streets
// are straight; one smooth map bends them on the ground.
type spot struct{ u, v float64 }

const (
	centreLon, centreLat   = 114.01, 33.575
	metresPerLon           = 92_830.0 // at the centre's latitude, on the ellipsoid
	metresPerLat           = 110_920.0
	quarterWide            = 1600.0
	quarterHigh            = 1200.0
	densest                = 40.0 // metres between positions of a bent line
	bendAcross, bendUpward = 26.0, 30.0
)

// bend carries the plane to metres on the ground. Its slopes stay under 0.12, so nothing folds.
func bend(s spot) spot {
	return spot{
		s.u + bendAcross*math.Sin(s.v/300+0.4) + 8*math.Sin(s.u/190),
		s.v + bendUpward*math.Sin(s.u/330+1.1) + 7*math.Sin(s.v/170),
	}
}

func ground(m spot) geo.Point {
	return geo.Point{centreLon + m.u/metresPerLon, centreLat + m.v/metresPerLat}
}

// line draws straight lines of the plane as bent ones.
func line(corners ...spot) geo.LineString {
	bent := geo.LineString{ground(bend(corners[0]))}
	for i := 1; i < len(corners); i++ {
		a, b := corners[i-1], corners[i]
		steps := math.Ceil(math.Hypot(b.u-a.u, b.v-a.v) / densest)
		for k := 1.0; k <= steps; k++ {
			bent = append(bent, ground(bend(spot{a.u + (b.u-a.u)*k/steps, a.v + (b.v-a.v)*k/steps})))
		}
	}
	return bent
}

// box is a rectangle of the plane.
type box struct{ west, south, east, north float64 }

func (b box) wide() float64 { return b.east - b.west }
func (b box) high() float64 { return b.north - b.south }

func (b box) inset(m float64) box { return box{b.west + m, b.south + m, b.east - m, b.north - m} }

// sides run counter-clockwise from the south-western corner: south, east, north, west.
func (b box) sides() [4][2]spot {
	sw, se, ne, nw := spot{b.west, b.south}, spot{b.east, b.south}, spot{b.east, b.north}, spot{b.west, b.north}
	return [4][2]spot{{sw, se}, {se, ne}, {ne, nw}, {nw, sw}}
}

func (b box) polygon() geo.Polygon {
	sides := b.sides()
	ring := line(sides[0][0], sides[1][0], sides[2][0], sides[3][0], sides[0][0])
	ring[len(ring)-1] = ring[0]
	return geo.Polygon{geo.Ring(ring)}
}

// stall is a rectangle that keeps its size on the ground: it stands off metres along a row that begins at
// start, turned as the row is there.
func stall(start spot, off, wide, deep float64) geo.Polygon {
	from, to := bend(start), bend(spot{start.u + 10, start.v})
	length := math.Hypot(to.u-from.u, to.v-from.v)
	cos, sin := (to.u-from.u)/length, (to.v-from.v)/length
	at := func(x, y float64) geo.Point { return ground(spot{from.u + x*cos - y*sin, from.v + x*sin + y*cos}) }
	first := at(off, 0)
	return geo.Polygon{{first, at(off+wide, 0), at(off+wide, deep), at(off, deep), first}}
}
