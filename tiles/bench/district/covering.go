package district

import (
	"math"

	"backstreet/geo"
)

// Covering are the tiles of a zoom that so many districts lie in.
func Covering(districts, z int) []Tile {
	side := math.Ceil(math.Sqrt(float64(districts))) * districtPitch / 2
	n := math.Exp2(float64(z))
	west, north := geo.World(at{-side, side}.point())
	east, south := geo.World(at{side, -side}.point())
	var all []Tile
	for x := int(west * n); x <= int(east*n); x++ {
		for y := int(north * n); y <= int(south*n); y++ {
			all = append(all, Tile{z, x, y})
		}
	}
	return all
}
