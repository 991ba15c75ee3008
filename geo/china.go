package geo

import "math"

// GCJ-02 is WGS 84 bent by a fixed published function of the place; BD-09 bends
// GCJ-02 again. The real GCJ-02 adds noise of up to a metre, so round trips here
// are exact (below 1 mm) while agreement with a public map is not.
const (
	gcjRadiusMetres        = 6378245.0 // Krassowsky, as the published function has it
	gcjEccentricitySquared = 0.00669342162296594323
	bdTwist                = math.Pi * 3000 / 180
)

// gcjBox is the rough box of the common libraries (gcoord, prcoords), outside
// which GCJ-02 equals WGS 84. Its edge lies abroad or at sea everywhere.
var gcjBox = Bound{Min: Point{72.004, 0.8293}, Max: Point{137.8347, 55.8271}}

// GCJ02FromWGS84 bends p as AMap and Tencent do. Outside a rough box around
// China it returns p itself.
func GCJ02FromWGS84(p Point) Point {
	if !gcjBox.Contains(p) {
		return p
	}
	return gcjBend(p)
}

// WGS84FromGCJ02 undoes GCJ02FromWGS84 to less than a micrometre.
//
// The bend carries some places near the edge of the box over it, where unbent
// places already are: there the bent one is taken to be meant, so every point
// inside the box comes back from a round trip.
func WGS84FromGCJ02(p Point) Point {
	const roundingDegrees = 1e-11 // a micrometre: a point of the very edge comes back too
	unbent := unbend(gcjBend, p)
	if gcjBox.Pad(roundingDegrees).Contains(unbent) || gcjBox.Contains(p) {
		return unbent
	}
	return p
}

// BD09FromGCJ02 bends p as Baidu does. It knows no box: Baidu bends the world.
func BD09FromGCJ02(p Point) Point {
	x, y := p.Lon(), p.Lat()
	radius := math.Hypot(x, y) + 0.00002*math.Sin(y*bdTwist)
	sin, cos := math.Sincos(math.Atan2(y, x) + 0.000003*math.Cos(x*bdTwist))
	return Point{radius*cos + 0.0065, radius*sin + 0.006}
}

// GCJ02FromBD09 undoes BD09FromGCJ02 to less than a micrometre.
func GCJ02FromBD09(p Point) Point { return unbend(BD09FromGCJ02, p) }

// BD09FromWGS84 bends p twice.
func BD09FromWGS84(p Point) Point { return BD09FromGCJ02(GCJ02FromWGS84(p)) }

// WGS84FromBD09 undoes BD09FromWGS84.
func WGS84FromBD09(p Point) Point { return WGS84FromGCJ02(GCJ02FromBD09(p)) }

// gcjBend is the published function without its box.
func gcjBend(p Point) Point {
	x, y := p.Lon()-105, p.Lat()-35
	root := math.Sqrt(math.Abs(x))
	ripple := (20*sinPi(6*x) + 20*sinPi(2*x)) * 2 / 3
	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + ripple +
		(20*sinPi(y)+40*sinPi(y/3))*2/3 + (160*sinPi(y/12)+320*sinPi(y/30))*2/3
	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + ripple +
		(20*sinPi(x)+40*sinPi(x/3))*2/3 + (150*sinPi(x/12)+300*sinPi(x/30))*2/3

	sin, cos := math.Sincos(radians(p.Lat()))
	w := 1 - gcjEccentricitySquared*sin*sin
	meridianRadius := gcjRadiusMetres * (1 - gcjEccentricitySquared) / (w * math.Sqrt(w))
	parallelRadius := gcjRadiusMetres / math.Sqrt(w) * cos
	return Point{p.Lon() + degrees(east/parallelRadius), p.Lat() + degrees(north/meridianRadius)}
}

// unbend finds the place that bend carries to p by fixed-point iteration. Both
// bends shift neighbours almost alike (contraction below 0.03), so that a dozen
// rounds reach the last bit; the count is bounded for numbers that are none.
func unbend(bend func(Point) Point, p Point) Point {
	const maxRounds, closeDegrees = 30, 1e-14
	guess := p
	for range maxRounds {
		bent := bend(guess)
		dLon, dLat := p.Lon()-bent.Lon(), p.Lat()-bent.Lat()
		guess = Point{guess.Lon() + dLon, guess.Lat() + dLat}
		if math.Abs(dLon) <= closeDegrees && math.Abs(dLat) <= closeDegrees {
			break
		}
	}
	return guess
}

func sinPi(x float64) float64 { return math.Sin(x * math.Pi) }

func degrees(radians float64) float64 { return radians * 180 / math.Pi }
