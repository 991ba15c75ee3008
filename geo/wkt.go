package geo

import "strconv"

// AppendWKT writes g as well-known text with all the digits that tell its numbers apart, and never with an
// exponent, which some readers do not know. A Ring or Bound becomes a polygon; nil becomes nothing.
func AppendWKT(text []byte, g Geometry) []byte {
	switch g := g.(type) {
	case nil:
		return text
	case Ring:
		return AppendWKT(text, Polygon{g})
	case Bound:
		return AppendWKT(text, g.ToPolygon())
	case Point:
		return append(wktPoint(append(text, "POINT ("...), g), ')')
	case MultiPoint:
		return wktList(append(text, "MULTIPOINT "...), g, func(text []byte, p Point) []byte {
			return append(wktPoint(append(text, '('), p), ')')
		})
	case LineString:
		return wktList(append(text, "LINESTRING "...), g, wktPoint)
	case MultiLineString:
		return wktList(append(text, "MULTILINESTRING "...), g, wktLine[LineString])
	case Polygon:
		return wktPolygon(append(text, "POLYGON "...), g)
	case MultiPolygon:
		return wktList(append(text, "MULTIPOLYGON "...), g, wktPolygon)
	case Collection:
		return wktList(append(text, "GEOMETRYCOLLECTION "...), g, AppendWKT)
	}
	return text
}

func wktPoint(text []byte, p Point) []byte {
	text = append(strconv.AppendFloat(text, p[0], 'f', -1, 64), ' ')
	return strconv.AppendFloat(text, p[1], 'f', -1, 64)
}

func wktLine[S ~[]Point](text []byte, line S) []byte { return wktList(text, line, wktPoint) }

func wktPolygon(text []byte, polygon Polygon) []byte { return wktList(text, polygon, wktLine[Ring]) }

func wktList[S ~[]E, E any](text []byte, items S, write func([]byte, E) []byte) []byte {
	if len(items) == 0 {
		return append(text, "EMPTY"...)
	}
	for i, item := range items {
		text = write(append(text, "(,"[min(i, 1)]), item)
	}
	return append(text, ')')
}
