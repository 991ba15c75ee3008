package importer

import (
	"slices"
	"strconv"
	"strings"

	"backstreet/geo"
)

func cellWKT(cell string, _ bool) (geo.Geometry, string, bool, *Fault) {
	g, srid, hasZ, fault := wktGeometry(cell)
	if srid == 0 {
		return g, "", hasZ, fault
	}
	return g, "EPSG:" + strconv.Itoa(srid), hasZ, fault
}

func cellGeoJSON(cell string, _ bool) (geo.Geometry, string, bool, *Fault) {
	g, hasZ, fault := geojsonGeometry([]byte(cell))
	return g, "", hasZ, fault
}

// cellPositionsLatFirst reads what its column says is latitude and longitude.
func cellPositionsLatFirst(cell string, areas bool) (geo.Geometry, string, bool, *Fault) {
	g, crs, hasZ, fault := cellPositions(cell, areas)
	if fault != nil {
		return nil, crs, hasZ, fault
	}
	return geo.Transform(g, func(p geo.Point) geo.Point { return geo.Point{p[1], p[0]} }), crs, hasZ, nil
}

func cellPositions(cell string, areas bool) (geo.Geometry, string, bool, *Fault) {
	positions := packedPositions(cell)
	switch n := len(positions); {
	case n == 0:
		return nil, "", false, faultf(CodeBadCoordinate, cell, "the cell is no list of positions")
	case n == 1:
		return positions[0], "", false, nil
	case n > 3 && positions[0] == positions[n-1], n > 2 && areas:
		return geo.Polygon{geo.Ring(positions)}, "", false, nil
	}
	return geo.LineString(positions), "", false, nil
}

// fullWidth is how a Chinese keyboard writes what separates numbers.
var fullWidth = strings.NewReplacer("，", ",", "、", ",", "；", ";", "（", "(", "）", ")", "【", "[", "】", "]", "\u3000", " ")

// packedPositions reads the lists that people and scripts put in one cell: [x,y],[x,y] — (x y), (x y) — x,y;x,y —
// x y, x y — x,y. nil when the cell is anything else.
func packedPositions(cell string) []geo.Point {
	cell = fullWidth.Replace(cell)
	if strings.Trim(cell, "0123456789+-.eE,;|[]() \t\n\r") != "" {
		return nil
	}
	var parts []string
	switch {
	case strings.ContainsAny(cell, "[("):
		parts = strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("[]()", r) })
		parts = slices.DeleteFunc(parts, func(part string) bool { return strings.Trim(part, ",; \t\n\r") == "" })
	case strings.ContainsAny(cell, ";|"):
		parts = strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == '|' })
	case strings.Contains(strings.TrimSpace(cell), " ") && strings.Count(cell, ",") > 1:
		parts = strings.Split(cell, ",")
	default:
		parts = []string{cell}
	}
	positions := make([]geo.Point, 0, len(parts))
	for _, part := range parts {
		numbers := strings.FieldsFunc(part, func(r rune) bool { return strings.ContainsRune(", \t\n\r", r) })
		if len(numbers) != 2 && len(numbers) != 3 {
			return nil
		}
		x, okX := parseCoordinate(numbers[0])
		y, okY := parseCoordinate(numbers[1])
		if !okX || !okY {
			return nil
		}
		positions = append(positions, geo.Point{x, y})
	}
	return positions
}
