package geo

// Promote turns a single line or area into the multi kind a layer stores:
// LineString into MultiLineString; Polygon, Ring and Bound into MultiPolygon.
// Everything else comes back as it is. An empty geometry becomes a multi without
// members. The result shares the memory of g.
func Promote(g Geometry) Geometry {
	switch g.(type) {
	case LineString:
		return MultiLineString(partsOf(g).lines)
	case Polygon, Ring, Bound:
		return MultiPolygon(partsOf(g).polygons)
	}
	return g
}
