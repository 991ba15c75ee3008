package tiles_test

import (
	"fmt"
	"testing"

	"backstreet/geo"
	"backstreet/tiles"
)

// square with its corner at lon, lat and a side in degrees.
func square(lon, lat, side float64) geo.Ring {
	return geo.Ring{{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}}
}

func reversed(r geo.Ring) geo.Ring {
	c := r.Clone()
	c.Reverse()
	return c
}

const lon, lat = 114.31, 30.58

func TestTileOfGeometry(t *testing.T) {
	t.Parallel()
	hollow := geo.Polygon{square(lon, lat, 0.004), reversed(square(lon+0.001, lat+0.001, 0.002))}
	path := geo.LineString{{lon, lat}, {lon + 0.002, lat + 0.001}, {lon + 0.004, lat}}
	cases := []struct {
		name string
		geom geo.Geometry
		at   tiles.Address
	}{
		{"point", geo.Point{lon, lat}, tileAt(15, lon, lat)},
		{"multipoint", geo.MultiPoint{{lon, lat}, {lon + 0.001, lat}, {lon + 0.001, lat}}, tileAt(15, lon, lat)},
		{"line", path, tileAt(15, lon, lat)},
		{"multiline", geo.MultiLineString{path, {{lon, lat + 0.002}, {lon + 0.001, lat + 0.002}}}, tileAt(15, lon, lat)},
		{"ring", square(lon, lat, 0.004), tileAt(15, lon, lat)},
		{"polygon", geo.Polygon{square(lon, lat, 0.004)}, tileAt(15, lon, lat)},
		{"polygon_with_hole", hollow, tileAt(15, lon, lat)},
		{"polygon_wound_the_other_way", geo.Polygon{reversed(hollow[0]), reversed(hollow[1])}, tileAt(15, lon, lat)},
		{"polygon_with_hole_beside_tile", hollow, tileAt(17, lon, lat)},
		{"polygon_with_tile_in_hole", hollow, tileAt(18, lon+0.002, lat+0.002)},
		{"multipolygon", geo.MultiPolygon{hollow, {square(lon+0.005, lat, 0.001)}}, tileAt(14, lon, lat)},
		{"collection_draws_highest_dimension", geo.Collection{geo.Point{lon, lat}, path}, tileAt(15, lon, lat)},
		{"polygon_clipped", geo.Polygon{square(lon-1, lat-1, 2)}, tileAt(15, lon, lat)},
		{"line_clipped_twice", geo.LineString{{lon - 1, lat}, {lon + 1, lat}, {lon + 1, lat + 0.001}, {lon - 1, lat + 0.001}}, tileAt(15, lon, lat)},
		{"repeated_points", geo.LineString{{lon, lat}, {lon, lat}, {lon + 0.0000001, lat}, {lon + 0.001, lat}, {lon + 0.001, lat}}, tileAt(15, lon, lat)},
		{"polygon_collapsed", geo.Polygon{square(lon, lat, 0.0000001)}, tileAt(13, lon, lat)},
		{"polygon_without_area", geo.Polygon{{{lon, lat}, {lon + 0.001, lat}, {lon, lat}}}, tileAt(15, lon, lat)},
		{"polygon_of_one_point", geo.Polygon{{{lon, lat}, {lon, lat}}}, tileAt(15, lon, lat)},
		{"line_collapsed", geo.LineString{{lon, lat}, {lon, lat}}, tileAt(15, lon, lat)},
		{"hole_collapsed", geo.Polygon{square(lon, lat, 0.004), reversed(square(lon+0.001, lat+0.001, 0.000001))}, tileAt(15, lon, lat)},
		{"antimeridian", geo.MultiLineString{{{179.99, 10}, {180, 10}}, {{-180, 10}, {-179.99, 10}}}, tiles.Address{Z: 12, X: 4095, Y: 1933}},
		{"antimeridian_point", geo.Point{180, 10}, tiles.Address{Z: 14, X: 16383, Y: 7734}},
		{"north_pole", geo.Polygon{{{0, 85}, {90, 90}, {-90, 90}, {0, 85}}}, tiles.Address{Z: 8, X: 100, Y: 0}},
		{"south_pole", geo.Point{10, -90}, tiles.Address{Z: 14, X: 8647, Y: 16383}},
		{"world", geo.Polygon{{{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}}}, tiles.Address{Z: 22, X: 0, Y: 1<<22 - 1}},
		{"bound", geo.Bound{Min: geo.Point{lon, lat}, Max: geo.Point{lon + 0.001, lat + 0.001}}, tileAt(15, lon, lat)},
		{"empty_polygon", geo.Polygon{}, tileAt(15, lon, lat)},
		{"empty_shell", geo.Polygon{{}}, tileAt(15, lon, lat)},
		{"empty_line", geo.LineString{}, tileAt(15, lon, lat)},
		{"empty_collection", geo.Collection{}, tileAt(15, lon, lat)},
		{"no_geometry", nil, tileAt(15, lon, lat)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := engineWith(tiles.Feature{Layer: "lamp", ID: 7, Status: "listed", Group: "to_do", Quantity: 1, Geom: c.geom})
			golden(t, "geometry/"+c.name, dump(decode(t, e, c.at)))
		})
	}
}

// district has something in every layer.
func district() []tiles.Feature {
	work := func(layer string, id int64, g geo.Geometry) tiles.Feature {
		return tiles.Feature{
			Layer: layer, ID: id, Geom: g, Name: "巷 " + layer, Ref: "A-1",
			Status: "in_progress", Group: "doing", Quantity: 12.5, UnitID: 3, AreaID: 4,
			ListedDay: 19100, PlannedDay: 19110, DueDay: 19200, SubmittedDay: 19190, VerifiedDay: 19195, Rework: 1, Owed: 2,
		}
	}
	context := func(layer, class string, g geo.Geometry) tiles.Feature {
		return tiles.Feature{Layer: "context_" + layer, ID: 1, Geom: g, Name: layer, Class: class}
	}
	path := geo.LineString{{lon, lat}, {lon + 0.003, lat + 0.001}}
	return []tiles.Feature{
		{Layer: "area", ID: 1, Level: "district", Code: "420103", Name: "江汉区", Geom: geo.Polygon{square(lon-0.05, lat-0.05, 0.1)}},
		{Layer: "area", ID: 2, Level: "street", Code: "420103003", Name: "民意街道", Geom: geo.Polygon{square(lon-0.05, lat-0.05, 0.06)}},
		{Layer: "area", ID: 3, Level: "community", Code: "420103003001", Geom: geo.Polygon{square(lon-0.01, lat-0.01, 0.02)}},
		work("compound", 10, geo.MultiPolygon{{square(lon, lat, 0.002)}}),
		work("back_street", 11, geo.MultiLineString{path}),
		work("painted_wall", 12, geo.MultiLineString{path}),
		work("berth", 13, geo.MultiPolygon{{square(lon, lat, 0.0001)}}),
		{Layer: "berth", ID: 14, Status: "listed", Group: "to_do", Quantity: 4, Geom: geo.Point{lon + 0.0001, lat}},
		work("lamp", 15, geo.Point{lon, lat}),
		context("water", "river", geo.Polygon{square(lon, lat, 0.003)}),
		context("green", "park", geo.Polygon{square(lon, lat, 0.003)}),
		context("block", "residential", geo.Polygon{square(lon, lat, 0.003)}),
		context("building", "yes", geo.Polygon{square(lon, lat, 0.0005)}),
		context("road", "primary", path),
		context("place", "neighbourhood", geo.Point{lon, lat}),
	}
}

func TestTileOfEachZoom(t *testing.T) {
	t.Parallel()
	e := engineWith(district()...)
	for _, zoom := range []uint8{0, 7, 8, 10, 11, 12, 13, 14, 15, 16, 18, 22} {
		golden(t, fmt.Sprintf("zoom/z%02d", zoom), dump(decode(t, e, tileAt(zoom, lon, lat))))
	}
}

func TestTileInGCJ02LiesWhereGCJ02Does(t *testing.T) {
	t.Parallel()
	place := geo.Point{lon, lat}
	bent := geo.GCJ02FromWGS84(place)
	a := tileAt(16, bent.Lon(), bent.Lat())
	want := dump(decode(t, engineWith(tiles.Feature{Layer: "lamp", ID: 1, Geom: bent}), a))
	a.CRS = tiles.GCJ02
	if got := dump(decode(t, engineWith(tiles.Feature{Layer: "lamp", ID: 1, Geom: place}), a)); got != want || got == "empty\n" {
		t.Errorf("got %s want %s", got, want)
	}
}
