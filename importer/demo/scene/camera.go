package scene

import "math"

// vec is a place in front of the camera in metres: x to the right, y up from the ground, z ahead; or a colour, its
// parts from 0 to 1.
type vec struct{ x, y, z float64 }

func (a vec) add(b vec) vec            { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) times(by float64) vec     { return vec{a.x * by, a.y * by, a.z * by} }
func (a vec) mix(b vec, s float64) vec { return a.times(1 - s).add(b.times(s)) }

// far is how much two colours differ.
func (a vec) far(b vec) float64 { return math.Abs(a.x-b.x) + math.Abs(a.y-b.y) + math.Abs(a.z-b.z) }

// The pictures' size in pixels.
const (
	photoWide = 480
	photoHigh = 360
)

// camera stands on the ground at eye height and looks ahead, turned and tilted a little.
type camera struct {
	eye        vec
	yaw, pitch float64 // radians, to the right and downwards
}

const focal = 0.82 * photoWide

// ray is the direction of a pixel.
func (c camera) ray(px, py float64) vec {
	x, y := (px-photoWide/2)/focal, (photoHigh/2-py)/focal
	sin, cos := math.Sincos(-c.pitch)
	y, z := y*cos+sin, cos-y*sin
	sin, cos = math.Sincos(c.yaw)
	return vec{x*cos + z*sin, y, z*cos - x*sin}
}

// pixel is where a place appears; seen is false behind the camera.
func (c camera) pixel(p vec) (px, py float64, seen bool) {
	d := p.add(c.eye.times(-1))
	sin, cos := math.Sincos(c.yaw)
	x, z := d.x*cos-d.z*sin, d.x*sin+d.z*cos
	sin, cos = math.Sincos(-c.pitch)
	y, z := d.y*cos-z*sin, z*cos+d.y*sin
	if z < 0.1 {
		return 0, 0, false
	}
	return photoWide/2 + focal*x/z, photoHigh/2 - focal*y/z, true
}

// noise is smooth and lies between 0 and 1; one wave is about 1 long.
func noise(x, y float64, seed int) float64 {
	ix, iy := math.Floor(x), math.Floor(y)
	fx, fy := x-ix, y-iy
	fx, fy = fx*fx*(3-2*fx), fy*fy*(3-2*fy)
	a, b := chancy(int(ix), int(iy), seed), chancy(int(ix)+1, int(iy), seed)
	c, d := chancy(int(ix), int(iy)+1, seed), chancy(int(ix)+1, int(iy)+1, seed)
	return a + (b-a)*fx + (c-a)*fy + (a-b-c+d)*fx*fy
}

// cloudy is noise of three sizes.
func cloudy(x, y float64, seed int) float64 {
	return 0.55*noise(x, y, seed) + 0.3*noise(2.1*x, 2.1*y, seed+1) + 0.15*noise(4.3*x, 4.3*y, seed+2)
}

// chancy is a number from 0 to 1 that is always the same for a cell.
func chancy(x, y, seed int) float64 {
	h := uint32(x)*374761393 + uint32(y)*668265263 + uint32(seed)*2246822519
	h = (h ^ h>>13) * 1274126177
	return float64((h^h>>16)&0xffffff) / 0x1000000
}
