package importer

import (
	"slices"
	"strconv"
	"strings"

	"backstreet/geo"
)

// tableGeometry says which columns of a table make the geometry, and how.
type tableGeometry struct {
	columns  []int // one that holds it all, or x and y
	areas    bool  // positions packed in one cell are an area even when the first is not repeated
	anyAxes  bool  // nothing says which is east: X and Y, which Chinese surveyors use for north and east, or a list
	fromCell cellReader
}

// cellReader makes a geometry of one cell. areas says that positions which do not close are an area all the same.
type cellReader func(cell string, areas bool) (shape geo.Geometry, crs string, hasZ bool, fault *Fault)

func (g tableGeometry) uses(column int) bool { return slices.Contains(g.columns, column) }

func (g tableGeometry) describe(names []string) string {
	used := make([]string, len(g.columns))
	for i, column := range g.columns {
		used[i] = strconv.Quote(names[column])
	}
	return strings.Join(used, ", ")
}

// of makes the geometry of one row; nil when the cells are empty.
func (g tableGeometry) of(cells []string) (shape geo.Geometry, crs string, hasZ bool, fault *Fault) {
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
		number, axis, ok := parseAngle(text)
		if !ok || axis != 0 && axis != "EN"[i] {
			return nil, "", false, faultf(CodeBadCoordinate, strings.Join(texts, " "), "a coordinate is no number")
		}
		p[i] = number
	}
	return p, "", false, nil
}

var (
	lonNames = []string{"lon", "lng", "long", "longitude", "经度", "东经", "jd", "längengrad", "laengengrad"}
	latNames = []string{"lat", "latitude", "纬度", "北纬", "wd", "breitengrad"}
	// Easting and northing say which they are; x and y do not.
	eastNames     = []string{"easting", "east", "东坐标", "rechtswert", "ostwert"}
	northNames    = []string{"northing", "north", "北坐标", "hochwert", "nordwert"}
	xNames        = []string{"x", "xcoord", "coordx", "pointx", "x坐标", "横坐标"}
	yNames        = []string{"y", "ycoord", "coordy", "pointy", "y坐标", "纵坐标"}
	latFirstNames = []string{"latlng", "latlon", "latlong", "纬经度", "纬度经度"}
	cellNames     = []string{"geometry", "geom", "wkt", "thegeom", "shape", "coordinates", "coords", "coord", "location", "lnglat", "lonlat", "坐标", "经纬度", "经纬度坐标", "位置", "坐标串", "坐标点", "几何", "范围", "边界"}
)

// findTableGeometry takes the columns the user named, else those whose cells are geometries, else those whose names
// say coordinates.
func findTableGeometry(columns []string, rows [][]string, options Options) (tableGeometry, error) {
	g := tableGeometry{areas: !slices.Contains(options.Kind.GeometryTypes, "MultiLineString")}
	if found, err := g.fromMap(columns, rows, options.Map); found || err != nil {
		return g, err
	}
	for i := range columns {
		if g.readsCells(columnCells(rows, i), columns[i]) {
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
func (g *tableGeometry) fromMap(columns []string, rows [][]string, mapping map[string]string) (bool, error) {
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
		if len(names) == 1 && !g.readsCells(columnCells(rows, g.columns[0]), cellNames[0]) {
			return false, refuse(RefusedMapping, "the column %q holds no geometry that can be read: WKT, GeoJSON or a list of positions", columns[g.columns[0]])
		}
		return true, nil
	}
	return false, nil
}

// readsCells chooses how a column's cells are read, when nine in ten of them are geometries. A single position is
// taken for one only where the column's name says so.
func (g *tableGeometry) readsCells(cells []string, column string) bool {
	latFirst := namedLike(column, latFirstNames)
	named := latFirst || namedLike(column, cellNames)
	positions := cellPositions
	if latFirst {
		positions = cellPositionsLatFirst
	}
	ways := []struct {
		looks func(string) bool
		read  cellReader
	}{
		{looksLikeWKT, cellWKT},
		{looksLikeAngles, cellAngles},
		{func(s string) bool { return strings.HasPrefix(s, "{") && strings.Contains(s, `"coordinates"`) }, cellGeoJSON},
		{func(s string) bool { n := len(packedPositions(s)); return n > 1 || n == 1 && named }, positions},
	}
	for i, way := range ways {
		hits := 0
		for _, cell := range cells {
			if way.looks(cell) {
				hits++
			}
		}
		if hits > 0 && hits*10 >= len(cells)*9 {
			g.fromCell = way.read
			g.anyAxes = i == len(ways)-1 && !latFirst
			return true
		}
	}
	return false
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
