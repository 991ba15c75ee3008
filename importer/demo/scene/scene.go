package scene

import (
	"image"
	"image/color"
	"math"
)

// Kind is what a picture shows; places of the same kind differ.
type Kind int

// The kinds: a back street, a wall along one, a compound's entrance, and berths of either class.
const (
	Lane Kind = iota
	Wall
	Gate
	Bikes
	Cars
)

// site is one place that photos show, before or after the work.
type site struct {
	of           Kind
	seed         int
	done         bool
	camera       camera
	left, right  float64 // metres from the middle to the wall and to the houses
	wall, houses float64 // how high they are
	end          float64 // how far ahead the lane ends
	paint, dado  vec     // of the wall, once it is painted, and of its foot
	facade       vec
	haze, sky    vec
}

var (
	paints  = []vec{{0.90, 0.80, 0.60}, {0.93, 0.91, 0.84}, {0.87, 0.74, 0.62}, {0.80, 0.86, 0.84}, {0.95, 0.88, 0.70}}
	dados   = []vec{{0.45, 0.47, 0.50}, {0.55, 0.30, 0.24}, {0.36, 0.44, 0.50}, {0.52, 0.44, 0.34}}
	facades = []vec{{0.66, 0.47, 0.38}, {0.72, 0.70, 0.66}, {0.60, 0.56, 0.50}, {0.78, 0.70, 0.58}}
	skies   = []vec{{0.45, 0.64, 0.86}, {0.70, 0.74, 0.78}, {0.62, 0.72, 0.82}}
	hazes   = []vec{{0.80, 0.86, 0.92}, {0.80, 0.81, 0.82}, {0.88, 0.87, 0.83}}
)

func newSite(of Kind, place int, done bool) site {
	seed := 31*int(of) + 7*place + 3
	within := func(n int, low, high float64) float64 { return low + (high-low)*chancy(n, 0, seed) }
	weather := place % len(skies)
	s := site{
		of: of, seed: seed, done: done,
		left: within(1, 1.9, 2.8), right: within(2, 1.8, 3.2), wall: within(3, 2.3, 3.1), houses: within(4, 6, 15), end: within(5, 45, 90),
		paint: paints[(place+int(of))%len(paints)], dado: dados[place%len(dados)], facade: facades[(place*3+int(of))%len(facades)],
		haze: hazes[weather], sky: skies[weather],
	}
	s.camera = camera{eye: vec{within(6, -0.4, 0.6), 1.55, 0}, yaw: within(7, -0.10, 0.08), pitch: 0.06}
	switch of {
	case Wall:
		s.camera.yaw, s.camera.eye.x = -0.42-0.1*chancy(8, 0, seed), 0.9
	case Gate:
		s.left, s.right, s.end, s.camera.pitch = 6.5, 7, 34, 0.02
	case Bikes:
		s.left, s.right, s.camera.pitch, s.camera.yaw = 3.6, 3.4, 0.16, -0.20
	case Cars:
		s.left, s.right, s.camera.pitch, s.camera.yaw = 6.2, 5, 0.10, -0.16
	}
	// The second photo is taken by hand, too: nearly from the same place.
	if done {
		s.camera.eye.x += 0.08
		s.camera.yaw += 0.012
	}
	return s
}

// Draw makes the picture of a place, numbered from 0, before the work or after it is done.
func Draw(of Kind, place int, done bool) image.Image {
	s := newSite(of, place, done)
	img := image.NewRGBA(image.Rect(0, 0, photoWide, photoHigh))
	s.expose(img)
	p := painter{site: s, img: img}
	p.props()
	return img
}

// expose takes one ray a pixel, and three more where neighbours differ much, which is where stairs would show.
func (s site) expose(img *image.RGBA) {
	colours := make([]vec, photoWide*photoHigh)
	for i := range colours {
		colours[i] = s.look(s.camera.ray(float64(i%photoWide)+0.25, float64(i/photoWide)+0.25))
	}
	for i, c := range colours {
		x, y := i%photoWide, i/photoWide
		if right, below := colours[min(i+1, len(colours)-1)], colours[min(i+photoWide, len(colours)-1)]; c.far(right)+c.far(below) > 0.2 {
			for _, off := range [][2]float64{{0.75, 0.25}, {0.25, 0.75}, {0.75, 0.75}} {
				c = c.add(s.look(s.camera.ray(float64(x)+off[0], float64(y)+off[1])))
			}
			c = c.times(0.25)
		}
		img.SetRGBA(x, y, rgba(c))
	}
}

func rgba(c vec) color.RGBA {
	part := func(v float64) uint8 { return uint8(255*min(1, max(0, v)) + 0.5) }
	return color.RGBA{part(c.x), part(c.y), part(c.z), 255}
}

// look is the colour of what a ray meets first.
func (s site) look(ray vec) vec {
	eye, nearest := s.camera.eye, math.Inf(1)
	var at vec
	var texture func(vec) vec
	meet := func(distance, high float64, of func(vec) vec) {
		if distance <= 0 || distance >= nearest {
			return
		}
		if spot := eye.add(ray.times(distance)); spot.y < high && spot.z < s.end+0.01 {
			nearest, at, texture = distance, spot, of
		}
	}
	meet(-eye.y/ray.y, 1, s.ground)
	meet((-s.left-eye.x)/ray.x, s.wall, s.wallAt)
	meet((-s.left-5-eye.x)/ray.x, s.houses+6, s.houseAt)
	meet((s.right-eye.x)/ray.x, s.houses, s.houseAt)
	meet((s.end-eye.z)/ray.z, s.houses*0.9, func(at vec) vec { return s.houseAt(vec{0, at.y, at.x + 40}) })
	if texture == nil {
		return s.above(ray)
	}
	return texture(at).mix(s.haze, 1-math.Exp(-nearest/130))
}

// above is the sky.
func (s site) above(ray vec) vec {
	height := ray.y / math.Hypot(ray.x, ray.z)
	blue := s.haze.mix(s.sky, min(1, max(0, height*1.6)))
	cloud := cloudy(ray.x/(height+0.25)*1.3, 1.3/(height+0.25), s.seed)
	return blue.mix(vec{0.95, 0.95, 0.95}, 0.7*min(1, max(0, (cloud-0.5)*3)))
}
