package geo_test

import (
	"math"
	"testing"

	"backstreet/geo"

	"github.com/paulmach/orb/planar"
)

func TestYuanhuiArea(t *testing.T) {
	t.Parallel()
	const boundary = "public/boundary/yuanhui_411102_datav_v2.geojson"
	district := geo.Transform(sharedGeometries(t, boundary), geo.WGS84FromGCJ02)

	got := geo.AreaM2(district)
	wantNear(t, "geodesic area m²", got, 230_035_872.8, 1e-6)
	wantNear(t, "area of the design document", got, 230.036e6, 1e-4)

	onMap := geo.Transform(district, func(p geo.Point) geo.Point {
		const equatorMetres = 2 * math.Pi * 6378137
		x, y := geo.World(p)
		return geo.Point{x * equatorMetres, -y * equatorMetres}
	})
	mercator := math.Abs(planar.Area(onMap))
	wantNear(t, "area in EPSG:3857, which nobody may measure in", mercator, 331.93e6, 1e-3)
	if got > mercator*0.75 {
		t.Errorf("area %v m² comes close to the mercator area %v m²", got, mercator)
	}
}

// The expected values were computed with GDAL and SpatiaLite on WGS 84.
func TestMeasuresAgreeWithGDAL(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		"public/street/cambridge_centerlines.geojson",
		"public/wall/cambridge_firewalls.geojson",
		"public/compound/cambridge_subparcel_lines_fy2026.geojson",
		"public/compound/cambridge_parcel_map_index_fy2026.geojson",
		"public/boundary/cambridge_city.geojson",
		"public/boundary/cambridge_neighborhoods.geojson",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			var expected map[string]any
			sharedJSON(t, "expected.json", &expected)
			want := expected[path].(map[string]any)
			geometries := sharedGeometries(t, path)
			if metres, ok := want["length_m"].(float64); ok {
				wantNear(t, "length m", geo.LengthMetres(geometries), metres, 1e-5)
			}
			if m2, ok := want["area_m2"].(float64); ok {
				wantNear(t, "area m²", geo.AreaM2(geometries), m2, 1e-5)
			}
		})
	}
}

func TestArea(t *testing.T) {
	t.Parallel()
	shell, hole := square(114, 33.5, 0.01), square(114.002, 33.502, 0.001)
	whole, gap := geo.AreaM2(shell), geo.AreaM2(hole)
	reversed := shell.Clone()
	reversed.Reverse()
	for _, test := range []struct {
		name string
		g    geo.Geometry
		want float64
	}{
		{"a clockwise ring has the same area", reversed, whole},
		{"an open ring has the same area", shell[:4], whole},
		{"a bound has the area of its rectangle", shell.Bound(), whole},
		{"a hole is taken off", geo.Polygon{shell, hole}, whole - gap},
		{"a hole larger than its shell leaves nothing", geo.Polygon{hole, shell}, 0},
		{"polygons add up", geo.MultiPolygon{{shell}, {hole}}, whole + gap},
		{"a line has none", geo.LineString(shell), 0},
		{"a collection adds up", geo.Collection{shell, geo.LineString(hole), geo.Point{}}, whole},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := geo.AreaM2(test.g); math.Abs(got-test.want) > 1e-3 {
				t.Errorf("AreaM2 = %v, want %v", got, test.want)
			}
		})
	}
}

func TestLength(t *testing.T) {
	t.Parallel()
	// One degree of the equator, and of the meridian there (GeographicLib).
	wantNear(t, "equator", geo.LengthMetres(geo.LineString{{113, 0}, {114, 0}}), 111319.4908, 1e-9)
	wantNear(t, "meridian", geo.DistanceMetres(geo.Point{114, 0}, geo.Point{114, 1}), 110574.3886, 1e-9)
	if m := geo.LengthMetres(geo.Polygon{square(114, 33, 1)}); m != 0 {
		t.Errorf("the outline of a polygon measured %v m, want 0", m)
	}
}

func wantNear(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s = %.6f, want %.6f within %g", what, got, want, relative)
	}
}
