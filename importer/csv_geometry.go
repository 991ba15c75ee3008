package importer

import (
	"slices"
	"strconv"
	"strings"

	"backstreet/geo"
)

// csvGeometry says which columns of a table make the geometry, and how.
type csvGeometry struct {
	columns  []int // one that holds it all, or x and y
	areas    bool  // positions packed in one cell are an area even when the first is not repeated
	anyAxes  bool  // the columns are called X and Y: east and north, or as Chinese surveyors say it
	fromCell func(cell string, areas bool) (geo.Geometry, string, bool, *Fault)
}

func (g csvGeometry) uses(column int) bool { return slices.Contains(g.columns, column) }

func (g csvGeometry) describe(names []string) string {
	used := make([]string, len(g.columns))
	for i, column := range g.columns {
		used[i] = strconv.Quote(names[column])
	}
	return strings.Join(used, ", ")
}

// of makes the geometry of one row; nil when the cells are empty.
func (g csvGeometry) of(cells []string) (shape geo.Geometry, crs string, hasZ bool, fault *Fault) {
	texts := make([]string, len(g.columns))
	for i, column := range g.columns {
		if column < len(cells) {
			texts[i] = strings.TrimSpace(cells[column])
		}
	}
	if strings.Join(texts, "") == "" {
		return nil, "", false, nil
	}
	if g.fromCell != nil {
		return g.fromCell(texts[0], g.areas)
	}
	var p geo.Point
	for i, text := range texts {
		number, ok := parseCoordinate(text)
		if !ok {
			return nil, "", false, faultf(CodeBadCoordinate, strings.Join(texts, " "), "a coordinate is no number")
		}
		p[i] = number
	}
	return p, "", false, nil
}

// parseCoordinate takes a decimal point or comma and a degree sign.
func parseCoordinate(text string) (float64, bool) {
	text = strings.TrimSuffix(strings.TrimSpace(text), "°")
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	if text == "" || strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, false
	}
	number, err := strconv.ParseFloat(text, 64)
	return number, err == nil
}

var (
	lonNames = []string{"lon", "lng", "long", "longitude", "经度", "东经", "längengrad", "laengengrad"}
	latNames = []string{"lat", "latitude", "纬度", "北纬", "breitengrad"}
	// Easting and northing say which they are; x and y do not.
	eastNames  = []string{"easting", "east", "东坐标", "rechtswert", "ostwert"}
	northNames = []string{"northing", "north", "北坐标", "hochwert", "nordwert"}
	xNames     = []string{"x", "xcoord", "coordx", "pointx", "x坐标", "横坐标"}
	yNames     = []string{"y", "ycoord", "coordy", "pointy", "y坐标", "纵坐标"}
	cellNames  = []string{"geometry", "geom", "wkt", "thegeom", "shape", "coordinates", "coords", "location", "latlng", "lnglat", "坐标", "经纬度", "位置", "几何", "范围", "边界"}
)

// findCSVGeometry takes the columns the user named, else those whose cells are geometries, else those whose names
// say coordinates.
func findCSVGeometry(columns []string, rows [][]string, options Options) (csvGeometry, error) {
	g := csvGeometry{areas: !slices.Contains(options.Kind.GeometryTypes, "MultiLineString")}
	if found, err := g.fromMap(columns, rows, options.Map); found || err != nil {
		return g, err
	}
	for i := range columns {
		if cells := columnCells(rows, i); g.readsCells(cells, namedLike(columns[i], cellNames)) {
			g.columns = []int{i}
			return g, nil
		}
	}
	pairs := []struct {
		x, y    []string
		anyAxes bool
	}{{lonNames, latNames, false}, {eastNames, northNames, false}, {xNames, yNames, true}}
	for _, pair := range pairs {
		x, y := findColumn(columns, pair.x), findColumn(columns, pair.y)
		if x >= 0 && y >= 0 {
			g.columns, g.anyAxes = []int{x, y}, pair.anyAxes
			return g, nil
		}
	}
	refusal := refuse(RefusedMapping, "no column holds the geometry; name it with --map geometry=COLUMN (WKT, GeoJSON or a list of positions) or --map lon=COLUMN,lat=COLUMN")
	refusal.Candidates = columns
	return g, refusal
}

// fromMap follows --map geometry=, or lon= and lat=, or x= and y=.
func (g *csvGeometry) fromMap(columns []string, rows [][]string, mapping map[string]string) (bool, error) {
	for _, names := range [][]string{{"geometry"}, {"lon", "lat"}, {"x", "y"}} {
		given := 0
		for _, name := range names {
			if column, ok := mapping[name]; ok {
				at := slices.Index(columns, column)
				if at < 0 {
					return false, unknownColumn(name, column, columns)
				}
				g.columns = append(g.columns, at)
				given++
			}
		}
		if given == 0 {
			continue
		}
		if given < len(names) {
			return false, refuse(RefusedMapping, "--map needs both %s", strings.Join(names, " and "))
		}
		if len(names) == 1 && !g.readsCells(columnCells(rows, g.columns[0]), true) {
			return false, refuse(RefusedMapping, "the column %q holds no geometry that can be read: WKT, GeoJSON or a list of positions", columns[g.columns[0]])
		}
		return true, nil
	}
	return false, nil
}

// readsCells chooses how a column's cells are read, when nine in ten of them are geometries. A single position is
// taken for one only where the column's name says so.
func (g *csvGeometry) readsCells(cells []string, named bool) bool {
	ways := []struct {
		looks func(string) bool
		read  func(string, bool) (geo.Geometry, string, bool, *Fault)
	}{
		{looksLikeWKT, cellWKT},
		{func(s string) bool { return strings.HasPrefix(s, "{") && strings.Contains(s, `"coordinates"`) }, cellGeoJSON},
		{func(s string) bool { n := len(packedPositions(s)); return n > 1 || n == 1 && named }, cellPositions},
	}
	for _, way := range ways {
		hits := 0
		for _, cell := range cells {
			if way.looks(cell) {
				hits++
			}
		}
		if hits > 0 && hits*10 >= len(cells)*9 {
			g.fromCell = way.read
			return true
		}
	}
	return false
}

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

// packedPositions reads the lists that people and scripts put in one cell: [x,y],[x,y] — (x y), (x y) — x,y;x,y —
// x y, x y — x,y. nil when the cell is anything else.
func packedPositions(cell string) []geo.Point {
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

// columnCells are the cells of a column that are not empty.
func columnCells(rows [][]string, column int) []string {
	var cells []string
	for _, row := range rows {
		if column < len(row) {
			if text := strings.TrimSpace(row[column]); text != "" {
				cells = append(cells, text)
			}
		}
	}
	return cells
}
