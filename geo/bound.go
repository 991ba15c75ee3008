package geo

import "math"

// BoundOf is the smallest bound around the finite positions of g. For nil and
// empty geometries it is an empty bound: one that meets nothing, however padded.
func BoundOf(g Geometry) Bound {
	bound := Bound{
		Min: Point{math.Inf(1), math.Inf(1)},
		Max: Point{math.Inf(-1), math.Inf(-1)},
	}
	for p := range partsOf(g).positions() {
		if finite(p) {
			bound = bound.Extend(p)
		}
	}
	return bound
}

// PadBound grows b by at least so many metres on every side, for finding what
// is near. It is held within the range of longitudes and latitudes.
func PadBound(b Bound, metres float64) Bound {
	if b.IsEmpty() {
		return b
	}
	const shortestDegreeMetres = 110574 // of latitude, at the equator
	dLat := metres / shortestDegreeMetres
	north, south := min(b.Max.Lat()+dLat, 90), max(b.Min.Lat()-dLat, -90)
	dLon := 360.0
	if cos := math.Cos(radians(max(north, -south))); cos > 1e-9 {
		dLon = min(dLat/cos, dLon)
	}
	return Bound{
		Min: Point{max(b.Min.Lon()-dLon, -180), south},
		Max: Point{min(b.Max.Lon()+dLon, 180), north},
	}
}

func finite(p Point) bool {
	return !math.IsNaN(p[0]) && !math.IsInf(p[0], 0) && !math.IsNaN(p[1]) && !math.IsInf(p[1], 0)
}
