package tiles

import (
	"slices"

	"backstreet/geo"
)

// dimension orders geometries: of a collection only the highest is drawn.
type dimension uint8

const (
	points dimension = iota
	lines
	areas
)

// outline is a geometry made ready for drawing, once: projected, wound, ranked.
// A feature keeps it packed, as a shape.
type outline struct {
	dimension dimension
	vertices  []vertex // rings are open: the last vertex is not the first
	parts     []part   // nil: one part with all vertices
	// ranks has, for each vertex, the lowest zoom at which leaving it out could
	// be seen. nil: every vertex is drawn at every zoom.
	ranks     []uint8
	anchor    vertex // where its label or its point is
	name, ref string
}

// part is one line, or one ring; holes follow their shell.
type part struct {
	end  uint32 // index after its last vertex
	hole bool
}

// prepare gives no shape when there is nothing to draw.
func prepare(f *Feature) shape {
	o := outlineOf(f.Geom)
	if o == nil {
		return ""
	}
	o.name, o.ref = f.Name, f.Ref
	return o.pack()
}

// outlineOf gives nil when there is nothing to draw.
func outlineOf(g geo.Geometry) *outline {
	var flat flattened
	flat.add(g)
	o := &outline{}
	switch {
	case len(flat.polygons) > 0:
		o.dimension = areas
		for _, polygon := range flat.polygons {
			o.addPolygon(polygon)
		}
	case len(flat.lines) > 0:
		o.dimension = lines
		for _, line := range flat.lines {
			o.vertices = project(o.vertices, line)
			o.parts = append(o.parts, part{end: uint32(len(o.vertices))})
		}
	default:
		o.vertices = project(o.vertices, flat.points)
	}
	if len(o.vertices) == 0 {
		return nil
	}
	if len(o.parts) == 1 {
		o.parts = nil
	}
	o.anchor = worldOf(geo.RepresentativePoint(g))
	o.rank()
	return o
}

func (o *outline) addPolygon(polygon geo.Polygon) {
	for i, ring := range polygon {
		from := len(o.vertices)
		o.vertices = project(o.vertices, ring)
		added := o.vertices[from:]
		if n := len(added); n > 1 && added[0] == added[n-1] {
			o.vertices = o.vertices[:from+n-1]
			added = added[:n-1]
		}
		if len(added) == 0 {
			if i == 0 {
				return
			}
			continue
		}
		hole := i > 0
		if clockwise(added) == hole {
			slices.Reverse(added)
		}
		o.parts = append(o.parts, part{end: uint32(len(o.vertices)), hole: hole})
	}
}

// shifted is the outline in another datum.
func (o *outline) shifted(shift func(geo.Point) geo.Point) *outline {
	t := &outline{dimension: o.dimension, parts: o.parts, vertices: make([]vertex, len(o.vertices)), name: o.name, ref: o.ref}
	for i, v := range o.vertices {
		t.vertices[i] = worldOf(shift(v.lonLat()))
	}
	t.anchor = worldOf(shift(o.anchor.lonLat()))
	t.rank()
	return t
}

// each visits the parts with the index of their first vertex.
func (o *outline) each(visit func(from, to int, hole bool)) {
	if o.parts == nil {
		visit(0, len(o.vertices), false)
		return
	}
	from := 0
	for _, p := range o.parts {
		visit(from, int(p.end), p.hole)
		from = int(p.end)
	}
}

// project appends the path without repeated places.
func project(to []vertex, path []geo.Point) []vertex {
	from := len(to)
	for _, p := range path {
		v := worldOf(p)
		if n := len(to); n == from || to[n-1] != v {
			to = append(to, v)
		}
	}
	return to
}

// clockwise as seen on the screen, where y grows downwards. Without area, it is false.
func clockwise(ring []vertex) bool {
	var twice float64
	origin, last := ring[0], ring[len(ring)-1]
	for _, v := range ring {
		twice += (float64(last.x)-float64(origin.x))*(float64(v.y)-float64(origin.y)) -
			(float64(v.x)-float64(origin.x))*(float64(last.y)-float64(origin.y))
		last = v
	}
	return twice > 0
}

// flattened is a geometry by dimension, collections and multi kinds undone.
type flattened struct {
	points   geo.MultiPoint
	lines    []geo.LineString
	polygons []geo.Polygon
}

func (f *flattened) add(g geo.Geometry) {
	switch g := g.(type) {
	case geo.Point:
		f.points = append(f.points, g)
	case geo.MultiPoint:
		f.points = append(f.points, g...)
	case geo.LineString:
		f.addLine(g)
	case geo.MultiLineString:
		for _, line := range g {
			f.addLine(line)
		}
	case geo.Ring:
		f.addPolygon(geo.Polygon{g})
	case geo.Polygon:
		f.addPolygon(g)
	case geo.MultiPolygon:
		for _, polygon := range g {
			f.addPolygon(polygon)
		}
	case geo.Bound:
		if !g.IsEmpty() {
			f.addPolygon(g.ToPolygon())
		}
	case geo.Collection:
		for _, member := range g {
			f.add(member)
		}
	}
}

func (f *flattened) addLine(line geo.LineString) {
	if len(line) > 0 {
		f.lines = append(f.lines, line)
	}
}

func (f *flattened) addPolygon(polygon geo.Polygon) {
	if len(polygon) > 0 && len(polygon[0]) > 0 {
		f.polygons = append(f.polygons, polygon)
	}
}
