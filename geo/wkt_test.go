package geo_test

import (
	"testing"

	"backstreet/geo"
)

func TestAppendWKT(t *testing.T) {
	t.Parallel()
	ring := geo.Ring{{0, 0}, {3, 0}, {3, 3}, {0, 0}}
	hole := geo.Ring{{1, 1}, {2, 2}, {2, 1}, {1, 1}}
	for want, g := range map[string]geo.Geometry{
		"":                                              nil,
		"POINT (114.00000000000001 0.00001)":            geo.Point{114.00000000000001, 0.00001},
		"POINT (38500000.125 3700000)":                  geo.Point{38500000.125, 3700000},
		"MULTIPOINT ((1 2),(3 4))":                      geo.MultiPoint{{1, 2}, {3, 4}},
		"LINESTRING (1 2,3 4)":                          geo.LineString{{1, 2}, {3, 4}},
		"LINESTRING EMPTY":                              geo.LineString{},
		"MULTILINESTRING ((1 2,3 4),(5 6,7 8))":         geo.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}},
		"POLYGON ((0 0,3 0,3 3,0 0))":                   ring,
		"POLYGON ((0 0,3 0,3 3,0 0),(1 1,2 2,2 1,1 1))": geo.Polygon{ring, hole},
		"MULTIPOLYGON (((0 0,3 0,3 3,0 0),(1 1,2 2,2 1,1 1)),((0 0,3 0,3 3,0 0)))": geo.MultiPolygon{{ring, hole}, {ring}},
		"GEOMETRYCOLLECTION (POINT (1 2),LINESTRING (1 2,3 4))":                    geo.Collection{geo.Point{1, 2}, geo.LineString{{1, 2}, {3, 4}}},
		"POLYGON ((0 0,1 0,1 2,0 2,0 0))":                                          geo.Bound{Max: geo.Point{1, 2}},
	} {
		if got := string(geo.AppendWKT(nil, g)); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
