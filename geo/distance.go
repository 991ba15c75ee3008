package geo

import "math"

// The WGS 84 ellipsoid: equatorial radius in metres, first eccentricity squared.
const (
	equatorialRadiusMetres = 6378137.0
	eccentricitySquared    = 6.69437999014e-3
)

// DistanceToMetres is the distance from p to the nearest place of g: 0 when p
// lies in a polygon of g or on its edge, +Inf when g is empty.
//
// The nearest place is looked for in a plane touching the ellipsoid at p, and
// only the way to it is measured as a geodesic: right to a centimetre within 5 km
// and to a metre within 40 km, too long rather than too short. It is not meant
// for segments across the antimeridian or a pole.
func DistanceToMetres(p Point, g Geometry) float64 {
	parts := partsOf(g)
	for _, polygon := range parts.polygons {
		if inPolygon(p, polygon) {
			return 0
		}
	}
	search := newNearest(p)
	for _, point := range parts.points {
		search.segment(point, point)
	}
	for _, line := range parts.lines {
		search.path(line)
	}
	for _, polygon := range parts.polygons {
		for _, ring := range polygon {
			search.ring(ring)
		}
	}
	if math.IsInf(search.squared, 1) {
		return math.Inf(1)
	}
	return DistanceMetres(p, search.place)
}

// nearest holds the place found so far and its squared distance in metres.
type nearest struct {
	from    Point
	scale   Point // metres per degree of longitude and latitude around from
	squared float64
	place   Point
}

func newNearest(from Point) *nearest {
	return &nearest{from: from, scale: metresPerDegree(from.Lat()), squared: math.Inf(1)}
}

func (n *nearest) path(line LineString) {
	if len(line) == 1 {
		n.segment(line[0], line[0])
	}
	for i := 1; i < len(line); i++ {
		n.segment(line[i-1], line[i])
	}
}

func (n *nearest) ring(ring Ring) {
	n.path(LineString(ring))
	if len(ring) > 0 {
		n.segment(ring[len(ring)-1], ring[0])
	}
}

// segment drops a perpendicular in the plane, where one scale for all keeps the
// segment straight, and compares its foot by the scale of the middle latitude,
// which keeps distances true to d³/24R²: 0.1 mm at 5 km.
func (n *nearest) segment(a, b Point) {
	x, y := n.scale[0]*(a[0]-n.from[0]), n.scale[1]*(a[1]-n.from[1])
	dx, dy := n.scale[0]*(b[0]-a[0]), n.scale[1]*(b[1]-a[1])
	t := 0.0
	if along := dx*dx + dy*dy; along > 0 {
		t = min(max(-(x*dx+y*dy)/along, 0), 1)
	}
	place := Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
	if squared := n.squaredTo(place); squared < n.squared {
		n.squared, n.place = squared, place
	}
}

func (n *nearest) squaredTo(place Point) float64 {
	scale := metresPerDegree((n.from.Lat() + place.Lat()) / 2)
	x, y := scale[0]*(place[0]-n.from[0]), scale[1]*(place[1]-n.from[1])
	return x*x + y*y
}

// metresPerDegree is the length of a degree of longitude and of latitude.
func metresPerDegree(lat float64) Point {
	sin, cos := math.Sincos(radians(lat))
	w := 1 - eccentricitySquared*sin*sin
	primeVertical := equatorialRadiusMetres / math.Sqrt(w)
	meridian := primeVertical * (1 - eccentricitySquared) / w
	return Point{radians(primeVertical * cos), radians(meridian)}
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }
