package live

import (
	"math"

	"backstreet/geo"
)

// shapeReader reads what shapeWriter wrote. Its data is this process's own, so nothing is checked.
type shapeReader struct {
	bytesReader
	unit float64
	last [2]int64
}

func readShape(shape string) geo.Geometry {
	r := shapeReader{bytesReader: bytesReader{shape}}
	return r.geometry()
}

func (r *shapeReader) geometry() geo.Geometry {
	switch r.tag() {
	case shapePoint:
		return r.position()
	case shapeLine:
		return geo.LineString(r.path())
	case shapePolygon:
		return r.polygon()
	case shapePoints:
		return geo.MultiPoint(r.path())
	case shapeLines:
		lines := make(geo.MultiLineString, r.uvarint())
		for i := range lines {
			lines[i] = r.path()
		}
		return lines
	case shapePolygons:
		polygons := make(geo.MultiPolygon, r.uvarint())
		for i := range polygons {
			polygons[i] = r.polygon()
		}
		return polygons
	case shapeCollection:
		members := make(geo.Collection, r.uvarint())
		for i := range members {
			members[i] = r.geometry()
		}
		return members
	}
	return nil
}

// tag reads the kind, and sets the form.
func (r *shapeReader) tag() int {
	tag := int(r.byte())
	r.unit = forms[tag/shapeKinds]
	return tag % shapeKinds
}

func (r *shapeReader) path() []geo.Point {
	path := make([]geo.Point, r.uvarint())
	for i := range path {
		path[i] = r.position()
	}
	return path
}

func (r *shapeReader) polygon() geo.Polygon {
	polygon := make(geo.Polygon, r.uvarint())
	for i := range polygon {
		n, closed := r.ringCount()
		ring := make(geo.Ring, 0, n+closed)
		r.ring(n, func(p geo.Point) { ring = append(ring, p) })
		if closed == 1 {
			ring = append(ring, ring[0])
		}
		polygon[i] = ring
	}
	return polygon
}

func (r *shapeReader) ringCount() (n, closed int) {
	count := int(r.uvarint())
	return count / 2, count % 2
}

func (r *shapeReader) ring(n int, visit func(geo.Point)) {
	var corners [3][2]int64
	for i := range n {
		if i == 3 && n == 4 {
			r.last = fourth(corners)
		}
		visit(r.position())
		if i < 3 {
			corners[i] = r.last
		}
	}
}

func (r *shapeReader) position() (p geo.Point) {
	for axis := range p {
		r.last[axis] += r.varint()
		if r.unit == 0 {
			p[axis] = math.Float64frombits(uint64(r.last[axis]))
		} else {
			p[axis] = float64(r.last[axis]) / r.unit
		}
	}
	return p
}

// shapeBound is geo.BoundOf without making the geometry.
func shapeBound(shape string) geo.Bound {
	r, bound := shapeReader{bytesReader: bytesReader{shape}}, geo.BoundOf(nil)
	r.bound(&bound)
	return bound
}

func (r *shapeReader) bound(bound *geo.Bound) {
	extend := func(p geo.Point) {
		if finite(p) {
			*bound = bound.Extend(p)
		}
	}
	path := func() {
		for range r.uvarint() {
			extend(r.position())
		}
	}
	polygon := func() {
		for range r.uvarint() {
			n, _ := r.ringCount()
			r.ring(n, extend)
		}
	}
	switch r.tag() {
	case shapePoint:
		extend(r.position())
	case shapeLine, shapePoints:
		path()
	case shapePolygon:
		polygon()
	case shapeLines:
		for range r.uvarint() {
			path()
		}
	case shapePolygons:
		for range r.uvarint() {
			polygon()
		}
	case shapeCollection:
		for range r.uvarint() {
			r.bound(bound)
		}
	}
}

func finite(p geo.Point) bool { return p[0]-p[0] == 0 && p[1]-p[1] == 0 }
