package live

import (
	"encoding/binary"
	"math"

	"backstreet/geo"
)

// A geometry is kept as bytes: a tag with its kind and form, then counts and positions, each position as
// its difference from the one before. Nothing is rounded. Coordinates with at most seven or nine decimals
// are kept as whole numbers of these; others as the bits of the float, which rise with it, so that
// neighbours differ in the low half. A berth takes some 30 or 45 bytes, where slices take 250.
const (
	shapeNone = iota
	shapePoint
	shapeLine
	shapePolygon
	shapePoints
	shapeLines
	shapePolygons
	shapeCollection

	shapeKinds = 1 << 3 // the form is in the tag's bits above
)

// forms are the decimals that coordinates may be whole numbers of; 0 is the bits of the float.
var forms = [...]float64{0, 1e7, 1e9}

// shapeWriter appends a geometry to data.
type shapeWriter struct {
	data []byte
	unit float64
	last [2]int64
}

// appendShape appends the geometry. A ring is kept as the polygon it bounds, a bound likewise.
func appendShape(data []byte, g geo.Geometry) []byte {
	form := 1
	for ; form < len(forms) && !wholeIn(g, forms[form]); form++ {
	}
	form %= len(forms)
	w := shapeWriter{data: data, unit: forms[form]}
	w.geometry(g, form)
	return w.data
}

// wholeIn reports whether all coordinates are whole numbers of the unit and come back unchanged.
func wholeIn(g geo.Geometry, unit float64) bool {
	whole := true
	eachPath(g, func(path []geo.Point) {
		for _, p := range path {
			for _, v := range p {
				whole = whole && math.Abs(v) < 1000 && math.Float64bits(math.Round(v*unit)/unit) == math.Float64bits(v)
			}
			if !whole {
				return
			}
		}
	})
	return whole
}

// eachPath visits the positions of a geometry, path by path.
func eachPath(g geo.Geometry, visit func([]geo.Point)) {
	switch g := g.(type) {
	case geo.Point:
		visit([]geo.Point{g})
	case geo.MultiPoint:
		visit(g)
	case geo.LineString:
		visit(g)
	case geo.MultiLineString:
		for _, line := range g {
			visit(line)
		}
	case geo.Polygon:
		for _, ring := range g {
			visit(ring)
		}
	case geo.MultiPolygon:
		for _, polygon := range g {
			eachPath(polygon, visit)
		}
	case geo.Ring:
		visit(g)
	case geo.Bound:
		eachPath(g.ToPolygon(), visit)
	case geo.Collection:
		for _, member := range g {
			eachPath(member, visit)
		}
	}
}

func (w *shapeWriter) geometry(g geo.Geometry, form int) {
	tag := func(kind int) { w.data = append(w.data, byte(kind+form*shapeKinds)) }
	switch g := g.(type) {
	case geo.Point:
		tag(shapePoint)
		w.position(g)
	case geo.LineString:
		tag(shapeLine)
		w.path(g)
	case geo.Polygon:
		tag(shapePolygon)
		w.polygon(g)
	case geo.MultiPoint:
		tag(shapePoints)
		w.path(g)
	case geo.MultiLineString:
		tag(shapeLines)
		w.count(len(g))
		for _, line := range g {
			w.path(line)
		}
	case geo.MultiPolygon:
		tag(shapePolygons)
		w.count(len(g))
		for _, polygon := range g {
			w.polygon(polygon)
		}
	case geo.Ring:
		w.geometry(geo.Polygon{g}, form)
	case geo.Bound:
		w.geometry(g.ToPolygon(), form)
	case geo.Collection:
		tag(shapeCollection)
		w.count(len(g))
		for _, member := range g {
			w.geometry(member, form)
		}
	default:
		tag(shapeNone)
	}
}

func (w *shapeWriter) count(n int) { w.data = binary.AppendUvarint(w.data, uint64(n)) }

func (w *shapeWriter) path(path []geo.Point) {
	w.count(len(path))
	for _, p := range path {
		w.position(p)
	}
}

func (w *shapeWriter) polygon(polygon geo.Polygon) {
	w.count(len(polygon))
	for _, ring := range polygon {
		w.ring(ring)
	}
}

// ring leaves out the last position where it is the first again, as the count's lowest bit says.
func (w *shapeWriter) ring(ring geo.Ring) {
	n, closed := len(ring), 0
	if n > 1 && sameBits(ring[0], ring[n-1]) {
		n, closed = n-1, 1
	}
	w.count(2*n + closed)
	var corners [3][2]int64
	for i, p := range ring[:n] {
		if i == 3 && n == 4 {
			w.last = fourth(corners)
		}
		w.position(p)
		if i < 3 {
			corners[i] = w.last
		}
	}
}

func (w *shapeWriter) position(p geo.Point) {
	for axis, v := range p {
		at := int64(math.Float64bits(v))
		if w.unit != 0 {
			at = int64(math.Round(v * w.unit))
		}
		w.data = binary.AppendVarint(w.data, at-w.last[axis])
		w.last[axis] = at
	}
}

// fourth is where a parallelogram has its fourth corner: what is drawn with four corners, a berth above
// all, mostly is one.
func fourth(corners [3][2]int64) [2]int64 {
	return [2]int64{
		corners[0][0] + corners[2][0] - corners[1][0],
		corners[0][1] + corners[2][1] - corners[1][1],
	}
}

func sameBits(a, b geo.Point) bool {
	return math.Float64bits(a[0]) == math.Float64bits(b[0]) && math.Float64bits(a[1]) == math.Float64bits(b[1])
}
