package geo

// Transform returns a copy of g with every position passed through move. A
// Bound becomes the bound of its moved corners. nil and empty stay what they are.
func Transform(g Geometry, move func(Point) Point) Geometry {
	moveLine := func(line LineString) LineString { return mapped(line, move) }
	moveRing := func(ring Ring) Ring { return mapped(ring, move) }
	movePolygon := func(polygon Polygon) Polygon { return mapped(polygon, moveRing) }
	switch g := g.(type) {
	case Point:
		return move(g)
	case MultiPoint:
		return mapped(g, move)
	case LineString:
		return moveLine(g)
	case MultiLineString:
		return mapped(g, moveLine)
	case Ring:
		return moveRing(g)
	case Polygon:
		return movePolygon(g)
	case MultiPolygon:
		return mapped(g, movePolygon)
	case Bound:
		if g.IsEmpty() {
			return g
		}
		return BoundOf(moveRing(g.ToRing()))
	case Collection:
		return mapped(g, func(member Geometry) Geometry { return Transform(member, move) })
	}
	return g
}

// mapped is a new slice of what change makes of each item; nil stays nil.
func mapped[S ~[]E, E any](items S, change func(E) E) S {
	if items == nil {
		return nil
	}
	changed := make(S, len(items))
	for i, item := range items {
		changed[i] = change(item)
	}
	return changed
}
