package scene

import (
	"image"
	"math"

	"golang.org/x/image/vector"
)

// painter puts things into a picture, the farthest first.
type painter struct {
	site site
	img  *image.RGBA
}

// fill paints a flat shape; one that reaches behind the camera is left out.
func (p painter) fill(c vec, corners ...vec) {
	outline := make([]pixel, len(corners))
	for i, corner := range corners {
		x, y, seen := p.site.camera.pixel(corner)
		if !seen {
			return
		}
		outline[i] = pixel{x, y}
	}
	p.paint(c, outline)
}

// stroke draws a bar from a to b, so many metres thick.
func (p painter) stroke(c vec, thick float64, a, b vec) {
	ax, ay, seen := p.site.camera.pixel(a)
	bx, by, both := p.site.camera.pixel(b)
	length := math.Hypot(bx-ax, by-ay)
	if !seen || !both || length == 0 {
		return
	}
	scale := func(at vec) float64 { return max(0.45, thick*focal/math.Abs(at.z-p.site.camera.eye.z+0.01)/2) }
	nx, ny := (ay-by)/length, (bx-ax)/length
	wa, wb := scale(a), scale(b)
	p.paint(c, []pixel{
		{ax + nx*wa, ay + ny*wa},
		{bx + nx*wb, by + ny*wb},
		{bx - nx*wb, by - ny*wb},
		{ax - nx*wa, ay - ny*wa},
	})
}

type pixel struct{ x, y float64 }

// paint fills an outline. The rasterizer sees no more than the outline's own rectangle, since it goes through all it
// is given; what reaches far out of the picture is left out.
func (p painter) paint(c vec, outline []pixel) {
	const margin = 200
	west, north, east, south := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, at := range outline {
		west, east = min(west, at.x), max(east, at.x)
		north, south = min(north, at.y), max(south, at.y)
	}
	if west < -margin || north < -margin || east > photoWide+margin || south > photoHigh+margin {
		return
	}
	frame := image.Rect(int(west)-1, int(north)-1, int(east)+2, int(south)+2).Intersect(p.img.Bounds())
	if frame.Empty() {
		return
	}
	var raster vector.Rasterizer
	raster.Reset(frame.Dx(), frame.Dy())
	for i, at := range outline {
		x, y := float32(at.x-float64(frame.Min.X)), float32(at.y-float64(frame.Min.Y))
		if i == 0 {
			raster.MoveTo(x, y)
		} else {
			raster.LineTo(x, y)
		}
	}
	raster.ClosePath()
	raster.Draw(p.img, frame, image.NewUniform(rgba(c)), image.Point{})
}

// frame is where a thing stands: its middle on the ground and the way it faces.
type frame struct {
	at   vec
	turn float64 // radians from straight ahead
}

func (f frame) place(along, up, across float64) vec {
	sin, cos := math.Sincos(f.turn)
	return f.at.add(vec{along*sin + across*cos, up, along*cos - across*sin})
}

// block is a box on the frame; along, up and across are its two bounds each. The faces that look at the camera are
// painted last.
func (p painter) block(c vec, f frame, along, up, across [2]float64) {
	corner := func(i, j, k int) vec { return f.place(along[i], up[j], across[k]) }
	faces := []struct {
		shade   float64
		corners [4]vec
	}{
		{0.80, [4]vec{corner(0, 0, 0), corner(0, 1, 0), corner(0, 1, 1), corner(0, 0, 1)}},
		{0.80, [4]vec{corner(1, 0, 0), corner(1, 1, 0), corner(1, 1, 1), corner(1, 0, 1)}},
		{0.92, [4]vec{corner(0, 0, 0), corner(0, 1, 0), corner(1, 1, 0), corner(1, 0, 0)}},
		{0.92, [4]vec{corner(0, 0, 1), corner(0, 1, 1), corner(1, 1, 1), corner(1, 0, 1)}},
		{1.08, [4]vec{corner(0, 1, 0), corner(1, 1, 0), corner(1, 1, 1), corner(0, 1, 1)}},
	}
	far := func(corners [4]vec) float64 {
		middle := corners[0].add(corners[1]).add(corners[2]).add(corners[3]).times(0.25).add(p.site.camera.eye.times(-1))
		return math.Hypot(math.Hypot(middle.x, middle.y), middle.z)
	}
	for range faces { // few enough to look for the farthest each time
		farthest := 0
		for i := range faces {
			if far(faces[i].corners) > far(faces[farthest].corners) {
				farthest = i
			}
		}
		face := faces[farthest]
		p.fill(c.times(face.shade), face.corners[:]...)
		faces = append(faces[:farthest], faces[farthest+1:]...)
	}
}

// shadow darkens the ground under a thing.
func (p painter) shadow(f frame, along, across float64) {
	ground := vec{0.27, 0.27, 0.28}
	p.fill(ground, f.place(-along, 0.005, -across), f.place(along, 0.005, -across), f.place(along, 0.005, across), f.place(-along, 0.005, across))
}
