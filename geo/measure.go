package geo

import (
	"math"

	"github.com/tidwall/geodesic"
)

// DistanceMetres is the length of the geodesic between a and b on the WGS 84
// ellipsoid, exact to nanometres (Karney 2013).
func DistanceMetres(a, b Point) float64 {
	var metres float64
	geodesic.WGS84.Inverse(a.Lat(), a.Lon(), b.Lat(), b.Lon(), &metres, nil, nil)
	return metres
}

// LengthMetres is the length of all lines in g. Points and areas have none: as
// in PostGIS, the outline of a polygon does not count.
func LengthMetres(g Geometry) float64 {
	var metres float64
	for _, line := range partsOf(g).lines {
		metres += lineMetres(line)
	}
	return metres
}

// AreaM2 is the ellipsoidal area of all polygons in g, their holes taken off,
// in square metres. Ring orientation does not matter and rings need not be
// closed. Points and lines have no area.
func AreaM2(g Geometry) float64 {
	var m2 float64
	for _, polygon := range partsOf(g).polygons {
		m2 += polygonM2(polygon)
	}
	return m2
}

func lineMetres(line LineString) float64 {
	var metres float64
	for i := 1; i < len(line); i++ {
		metres += DistanceMetres(line[i-1], line[i])
	}
	return metres
}

func polygonM2(polygon Polygon) float64 {
	m2 := ringM2(polygon[0])
	for _, hole := range polygon[1:] {
		m2 -= ringM2(hole)
	}
	return math.Max(m2, 0)
}

func ringM2(ring Ring) float64 {
	accumulator := geodesic.WGS84.PolygonInit(false)
	for _, p := range ring {
		accumulator.AddPoint(p.Lat(), p.Lon())
	}
	var m2 float64
	accumulator.Compute(false, true, &m2, nil)
	return math.Abs(m2)
}
