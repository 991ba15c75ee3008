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

// shape is a geometry made ready for drawing, once: projected, wound, ranked.
// It never changes, so versions of a feature share it while the geometry stays.
type shape struct {
	dimension dimension
	vertices  []vertex // rings are open: the last vertex is not the first
	parts     []part   // nil: one part with all vertices
	// ranks has, for each vertex, the lowest zoom at which leaving it out could
	// be seen. nil: every vertex is drawn at every zoom.
	ranks  []uint8
	bounds box // of vertices and anchor
	anchor vertex
}

// part is one line, or one ring; holes follow their shell.
type part struct {
	end  uint32 // index after its last vertex
	hole bool
}

// prepare gives nil when there is nothing to draw.
func prepare(g geo.Geometry) *shape {
	var flat flattened
	flat.add(g)
	s := &shape{}
	switch {
	case len(flat.polygons) > 0:
		s.dimension = areas
		for _, polygon := range flat.polygons {
			s.addPolygon(polygon)
		}
	case len(flat.lines) > 0:
		s.dimension = lines
		for _, line := range flat.lines {
			s.vertices = project(s.vertices, line)
			s.parts = append(s.parts, part{end: uint32(len(s.vertices))})
		}
	default:
		s.vertices = project(s.vertices, flat.points)
	}
	if len(s.vertices) == 0 {
		return nil
	}
	if len(s.parts) == 1 {
		s.parts = nil
	}
	s.anchor = worldOf(geo.RepresentativePoint(g))
	s.bound()
	s.rank()
	s.vertices, s.parts = slices.Clip(s.vertices), slices.Clip(s.parts)
	return s
}

// bound encloses the anchor too: shifted to another datum it may leave the vertices' bounds.
func (s *shape) bound() {
	s.bounds = emptyBox.with(s.anchor)
	for _, v := range s.vertices {
		s.bounds = s.bounds.with(v)
	}
}

func (s *shape) addPolygon(polygon geo.Polygon) {
	for i, ring := range polygon {
		from := len(s.vertices)
		s.vertices = project(s.vertices, ring)
		added := s.vertices[from:]
		if n := len(added); n > 1 && added[0] == added[n-1] {
			s.vertices = s.vertices[:from+n-1]
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
		s.parts = append(s.parts, part{end: uint32(len(s.vertices)), hole: hole})
	}
}

// shifted is the shape in another datum.
func (s *shape) shifted(shift func(geo.Point) geo.Point) *shape {
	t := &shape{dimension: s.dimension, parts: s.parts, vertices: make([]vertex, len(s.vertices))}
	for i, v := range s.vertices {
		t.vertices[i] = worldOf(shift(v.lonLat()))
	}
	t.anchor = worldOf(shift(s.anchor.lonLat()))
	t.bound()
	t.rank()
	return t
}

// alike says whether both are drawn the same, ranks apart: those follow from the rest.
func (s *shape) alike(o *shape) bool {
	return s.dimension == o.dimension && s.anchor == o.anchor &&
		slices.Equal(s.vertices, o.vertices) && slices.Equal(s.parts, o.parts)
}

// each visits the parts with the index of their first vertex.
func (s *shape) each(visit func(from, to int, hole bool)) {
	if s.parts == nil {
		visit(0, len(s.vertices), false)
		return
	}
	from := 0
	for _, p := range s.parts {
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
