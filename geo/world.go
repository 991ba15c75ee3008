package geo

import "math"

// maxMercatorLat is the latitude at which the web-mercator world is square.
const maxMercatorLat = 85.05112877980659

// World places p on the unit square of web mercator: x grows east, y grows
// south, both in [0,1). Latitudes beyond ±85.0511° and longitudes beyond ±180°
// are held at the edge. At zoom z, x·2^z is the tile column.
func World(p Point) (x, y float64) {
	sin := math.Sin(radians(min(max(p.Lat(), -maxMercatorLat), maxMercatorLat)))
	x = p.Lon()/360 + 0.5
	y = 0.5 - math.Log((1+sin)/(1-sin))/(4*math.Pi)
	return holdUnit(x), holdUnit(y)
}

// FromWorld is the inverse of World.
func FromWorld(x, y float64) Point {
	return Point{(x - 0.5) * 360, degrees(math.Atan(math.Sinh(math.Pi * (1 - 2*y))))}
}

func holdUnit(v float64) float64 {
	return min(max(v, 0), math.Nextafter(1, 0))
}
