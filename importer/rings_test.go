package importer_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/importer"
	"backstreet/rectify"
)

// openRings are an area that does not end where it begins, in each format that has a reader of its own.
var openRings = map[string]string{
	"a.geojson": `{"type":"Polygon","coordinates":[[[10,50],[11,50],[11,51]]]}`,
	"wkt.csv":   "编号,wkt\nA,\"POLYGON((10 50,11 50,11 51))\"\n",
	"list.csv":  "编号,坐标\nA,\"10,50;11,50;11,51\"\n",
	"a.kml":     kml("<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>10,50 11,50 11,51</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"),
	"a.json":    arcgis(`{"wkid":4326}`, `{"attributes":{},"geometry":{"rings":[[[10,50],[11,51],[11,50]]]}}`),
	"a.ovjsn":   `{"ObjItems":[{"Type":13,"Object":{"ObjectDetail":{"Gcj02":0,"Latlng":[50,10,50,11,51,11]}}}]}`,
}

func TestARingThatWasClosedIsReported(t *testing.T) {
	t.Parallel()
	for name, content := range openRings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sink, report := take(t, importer.Options{File: write(t, name, content), Kind: berthKind, CRS: "EPSG:4326"})
			if diff := cmp.Diff(geo.Geometry(geo.MultiPolygon{{{{10, 50}, {11, 50}, {11, 51}, {10, 50}}}}), sink.staged[0].Geom); diff != "" {
				t.Error(diff)
			}
			if report.Repaired != 1 || codes(report)[importer.CodeRingClosed] != 1 {
				t.Errorf("%d repaired, %+v", report.Repaired, report.Records)
			}
		})
	}
}

// The sink's word counts as well: what it refuses is not repaired, and what it mends is so once.
func TestARingThatWasClosedIsCountedOnce(t *testing.T) {
	t.Parallel()
	file := write(t, "a.geojson", `{"type":"FeatureCollection","features":[
		{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[10,50],[11,50],[11,51]]]}},
		{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[10,50],[11,51],[11,50],[10,51]]]}},
		{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[20,50],[21,50],[21,51]]]}}]}`)
	sink := &recordingSink{fates: []rectify.Fate{
		{Row: 2, Fate: rectify.FateRepaired, Code: rectify.FaultRepaired}, {Row: 3, Fate: rectify.FateQuarantined, Code: rectify.FaultOutsideDistrict},
	}}
	report, err := importer.Import(t.Context(), importer.Options{File: file, Kind: anyKind}, sink, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{importer.CodeRingClosed: 2, importer.CodeRepaired: 1, importer.CodeOutsideDistrict: 1}
	if diff := cmp.Diff(want, codes(report)); diff != "" || report.Repaired != 2 || report.Quarantined != 1 {
		t.Errorf("%d repaired, %d quarantined, %s", report.Repaired, report.Quarantined, diff)
	}
}
