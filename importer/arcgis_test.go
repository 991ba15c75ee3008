package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/importer"
)

func arcgis(reference, features string) string {
	return `{"displayFieldName":"","geometryType":"esriGeometryPolygon","spatialReference":` + reference + `,"fields":[{"name":"编号","type":"esriFieldTypeString"},{"name":"普查日","type":"esriFieldTypeDate"}],"features":[` + features + `]}`
}

func TestArcGISGeometry(t *testing.T) {
	t.Parallel()
	outline, hole, island := geo.Ring{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}, geo.Ring{{1, 1}, {1, 8}, {8, 8}, {8, 1}, {1, 1}}, geo.Ring{{3, 3}, {4, 3}, {4, 4}, {3, 4}, {3, 3}}
	for _, c := range []struct {
		name, geometry string
		want           geo.Geometry
	}{
		{"a point", `{"x":10,"y":50,"z":3}`, geo.Point{10, 50}},
		{"points", `{"points":[[10,50],[11,51]]}`, geo.MultiPoint{{10, 50}, {11, 51}}},
		{"paths", `{"hasZ":true,"paths":[[[10,50,1],[11,51,1]],[[12,52,1],[13,53,1]]]}`, geo.MultiLineString{{{10, 50}, {11, 51}}, {{12, 52}, {13, 53}}}},
		{"an outline", `{"rings":[[[0,0],[0,9],[9,9],[9,0],[0,0]]]}`, geo.MultiPolygon{{outline}}},
		{"an outline turned the wrong way", `{"rings":[[[0,0],[9,0],[9,9],[0,9],[0,0]]]}`, geo.MultiPolygon{{outline}}},
		{
			"a hole before its outline, with an island in it",
			`{"rings":[[[1,1],[8,1],[8,8],[1,8],[1,1]],[[0,0],[0,9],[9,9],[9,0],[0,0]],[[3,3],[3,4],[4,4],[4,3],[3,3]]]}`,
			geo.MultiPolygon{{outline, hole}, {island}},
		},
		{
			"a hole of the island",
			`{"rings":[[[0,0],[0,9],[9,9],[9,0],[0,0]],[[3,3],[3,4],[4,4],[4,3],[3,3]],[[3.2,3.2],[3.8,3.2],[3.8,3.8],[3.2,3.2]]]}`,
			geo.MultiPolygon{{outline}, {island, {{3.2, 3.2}, {3.8, 3.8}, {3.8, 3.2}, {3.2, 3.2}}}},
		},
		{
			"a hole outside every outline",
			`{"rings":[[[0,0],[0,9],[9,9],[9,0],[0,0]],[[20,0],[21,0],[21,1],[20,0]]]}`,
			geo.MultiPolygon{{outline}, {{{20, 0}, {21, 0}, {21, 1}, {20, 0}}}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := write(t, "f.json", arcgis(`{"wkid":4326}`, `{"attributes":{"编号":"A"},"geometry":`+c.geometry+`}`))
			sink, report := take(t, importer.Options{File: file, Kind: anyKind})
			if len(sink.staged) != 1 || report.Format != "ArcGIS JSON" {
				t.Fatalf("%+v", report)
			}
			if diff := cmp.Diff(c.want, sink.staged[0].Geom); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestArcGISFaults(t *testing.T) {
	t.Parallel()
	file := write(t, "f.json", arcgis(`{"wkid":4326}`, `{"attributes":{},"geometry":{"x":"NaN","y":"NaN"}},
		{"attributes":{},"geometry":{"x":"ten","y":50}},{"attributes":{},"geometry":{"curveRings":[]}},{"attributes":{},"geometry":{}},
		{"attributes":{},"geometry":[]},{"attributes":{},"geometry":{"rings":[]}},{"attributes":{"编号":"A"},"geometry":{"x":10,"y":50}}`))
	_, report := take(t, importer.Options{File: file, Kind: anyKind})
	want := map[string]int{importer.CodeNullGeometry: 1, importer.CodeBadCoordinate: 1, importer.CodeBadRecord: 3, string(geo.FaultEmpty): 1}
	if diff := cmp.Diff(want, codes(report)); diff != "" {
		t.Error(diff)
	}
}

func TestArcGISCRS(t *testing.T) {
	t.Parallel()
	const feature = `{"attributes":{"编号":"A","普查日":1661817600000},"geometry":{"x":12700000,"y":3970000}}`
	for reference, want := range map[string]string{
		`{"wkid":102100,"latestWkid":3857}`: "EPSG:3857", `{"wkid":102100}`: "EPSG:3857", `{"wkid":4547}`: "EPSG:4547",
		`{"wkt":"PROJCS[\"CGCS2000_3_Degree_GK_CM_114E\",PARAMETER[\"Central_Meridian\",114.0]]"}`: "EPSG:4547",
	} {
		file := write(t, "f.json", arcgis(reference, strings.Replace(feature, "12700000", map[string]string{"EPSG:4547": "490000", "EPSG:3857": "12700000"}[want], 1)))
		sink, report := take(t, importer.Options{File: file, Kind: anyKind})
		if report.CRS != want {
			t.Errorf("%s: CRS %s", reference, report.CRS)
		}
		original, _ := sink.staged[0].Attributes[importer.OriginalAttribute].(map[string]any)
		if original["普查日"] != "2022-08-30T00:00:00Z" {
			t.Errorf("date %v", original)
		}
	}
	_ = refused(t, importer.Options{File: write(t, "f.json", arcgis(`{"wkid":2414}`, strings.Replace(feature, "12700000", "38490000", 1))), Kind: anyKind}, importer.RefusedDatum)
	_ = refused(t, importer.Options{File: write(t, "f.json", arcgis(`{"wkid":102012}`, feature)), Kind: anyKind}, importer.RefusedCRS)
	_ = refused(t, importer.Options{File: write(t, "f.json", arcgis(`null`, feature)), Kind: anyKind}, importer.RefusedCRS)
}

func TestArcGISPart(t *testing.T) {
	t.Parallel()
	content := strings.TrimSuffix(arcgis(`{"wkid":4326}`, `{"attributes":{},"geometry":{"x":10,"y":50}}`), "}") + `,"exceededTransferLimit":true}`
	_, report := take(t, importer.Options{File: write(t, "f.json", content), Kind: anyKind})
	if len(report.Notes) != 1 || !strings.Contains(report.Notes[0], "resultOffset") {
		t.Errorf("notes %q", report.Notes)
	}
}
