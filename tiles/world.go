package tiles

import "backstreet/geo"

const (
	// MaxZoom is the highest zoom of a tile, where one of the world's units is a
	// quarter of a tile's.
	MaxZoom = 22

	extent     = 4096 // units along a tile's side
	extentBits = 12
	buffer     = 64 // units drawn beyond each side
	worldBits  = 32
)

// vertex is a place on the web-mercator world of 2^32 units a side: x grows
// east, y south. A unit is 9 mm at the equator and 7 mm at 38° of latitude.
type vertex struct{ x, y uint32 }

func worldOf(p geo.Point) vertex {
	x, y := geo.World(p)
	return vertex{worldUnit(x), worldUnit(y)}
}

// worldUnit holds 1 at the last unit, and makes nothing worse of NaN than 0.
func worldUnit(v float64) uint32 {
	if !(v > 0) {
		return 0
	}
	return uint32(min(v*(1<<worldBits), 1<<worldBits-1))
}

func (v vertex) lonLat() geo.Point {
	return geo.FromWorld((float64(v.x)+0.5)/(1<<worldBits), (float64(v.y)+0.5)/(1<<worldBits))
}

// box is an area of the world, edges included.
type box struct{ minX, minY, maxX, maxY uint32 }

func (b box) with(v vertex) box {
	return box{min(b.minX, v.x), min(b.minY, v.y), max(b.maxX, v.x), max(b.maxY, v.y)}
}

func (b box) meets(o box) bool {
	return b.minX <= o.maxX && o.minX <= b.maxX && b.minY <= o.maxY && o.minY <= b.maxY
}

// spot is the place of one tile.
type spot struct {
	z    uint8
	x, y uint32
}

// box is what the tile shows of the world, its buffer included. A feature is in
// the tile, and a change of it drops the tile, exactly when the boxes meet.
func (s spot) box() box {
	span := int64(1) << (worldBits - s.z)
	pad := span * buffer / extent
	x, y := int64(s.x)*span, int64(s.y)*span
	return box{hold(x - pad), hold(y - pad), hold(x + span - 1 + pad), hold(y + span - 1 + pad)}
}

// spots is the range of tiles at zoom z whose boxes meet b.
func (b box) spots(z uint8) (lo, hi spot) {
	shift := worldBits - z
	pad := (int64(1) << shift) * buffer / extent
	return spot{z, hold(int64(b.minX)-pad) >> shift, hold(int64(b.minY)-pad) >> shift},
		spot{z, hold(int64(b.maxX)+pad) >> shift, hold(int64(b.maxY)+pad) >> shift}
}

func hold(v int64) uint32 {
	return uint32(min(max(v, 0), 1<<worldBits-1))
}
