package geo

import "iter"

// parts is a geometry taken apart into what it consists of, whatever its kind.
// It is the one place that knows every kind; empty members are left out, so
// its readers need not ask for them. The slices share the geometry's memory.
type parts struct {
	points   []Point
	lines    []LineString
	polygons []Polygon
}

func partsOf(g Geometry) parts {
	var p parts
	p.add(g)
	return p
}

func (p *parts) add(g Geometry) {
	switch g := g.(type) {
	case Point:
		p.points = append(p.points, g)
	case MultiPoint:
		p.points = append(p.points, g...)
	case LineString:
		p.addLine(g)
	case MultiLineString:
		for _, line := range g {
			p.addLine(line)
		}
	case Ring:
		p.addPolygon(Polygon{g})
	case Polygon:
		p.addPolygon(g)
	case MultiPolygon:
		for _, polygon := range g {
			p.addPolygon(polygon)
		}
	case Bound:
		if !g.IsEmpty() {
			p.addPolygon(g.ToPolygon())
		}
	case Collection:
		for _, member := range g {
			p.add(member)
		}
	}
}

func (p *parts) addLine(line LineString) {
	if len(line) > 0 {
		p.lines = append(p.lines, line)
	}
}

func (p *parts) addPolygon(polygon Polygon) {
	if len(polygon) > 0 && len(polygon[0]) > 0 {
		p.polygons = append(p.polygons, polygon)
	}
}

// positions yields every position, holes and closing positions included.
func (p parts) positions() iter.Seq[Point] {
	return func(yield func(Point) bool) {
		paths := [][]Point{p.points}
		for _, line := range p.lines {
			paths = append(paths, line)
		}
		for _, polygon := range p.polygons {
			for _, ring := range polygon {
				paths = append(paths, ring)
			}
		}
		for _, path := range paths {
			for _, position := range path {
				if !yield(position) {
					return
				}
			}
		}
	}
}
