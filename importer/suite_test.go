package importer_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/importer"
)

// Each format has the same three compounds, one of them without geometry (testdata/make.sh). A new format joins
// this list.
func TestReaderSuite(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, format, encoding string }{
		{"compounds.geojson", "GeoJSON", "UTF-8"},
		{"compounds.geojsonl", "GeoJSON", "UTF-8"},
		{"compounds.csv", "CSV", "UTF-8"},
		{"compounds_gbk.csv", "CSV", "GB18030"},
		{"compounds.xlsx", "XLSX", "UTF-8"},
		{"compounds_arcgis.json", "ArcGIS JSON", "UTF-8"},
		{"compounds.kml", "KML", "UTF-8"},
		{"compounds_gbk.kml", "KML", "GB18030"},
		{"compounds.kmz", "KMZ", "UTF-8"},
		{"compounds.gpkg", "GeoPackage", "UTF-8"},
		{"shp_UTF-8", "Shapefile", "UTF-8"},
		{"shp_CP936/compounds.shp", "Shapefile", "GB18030"},
		{"shp_no_hint/compounds.shp", "Shapefile", "GB18030"},
		{"compounds.zip", "Shapefile", "GB18030"},
		{"compounds.gdb.zip", "FileGDB", "UTF-8"},
		{"mapinfo/compounds.mif", "MapInfo", "GB18030"},
		{"mapinfo/neutral.mid", "MapInfo", "GB18030"},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			sink, report := take(t, importer.Options{File: filepath.Join("testdata", "suite", c.file), Kind: compoundKind, CRS: "EPSG:4326", Source: "suite"})
			if report.Format != c.format || report.Encoding != c.encoding {
				t.Errorf("format %s, encoding %s", report.Format, report.Encoding)
			}
			if diff := cmp.Diff(suiteRecords(), withoutOriginal(sink.staged)); diff != "" {
				t.Error(diff)
			}
			want := []importer.Fate{{Row: 3, Ref: "C-03", Fate: importer.FateQuarantined, Code: importer.CodeNullGeometry, Reason: "the record has no geometry"}}
			if diff := cmp.Diff(want, report.Records); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]importer.Staged{{Row: 3, Ref: "C-03", Key: "C-03"}}, sink.options.NotGone); diff != "" {
				t.Error(diff)
			}
			if report.Map["ref"] != "编号" || report.Map["households"] != "户数" {
				t.Errorf("mapped %v", report.Map)
			}
		})
	}
}

func suiteRecords() []importer.Staged {
	return []importer.Staged{
		{
			Row: 1, Ref: "C-01", Key: "C-01", Name: "汇源里小区", SRID: geo.SRID, Attributes: map[string]any{"households": int64(120)},
			Geom: geo.MultiPolygon{{{{114.01, 33.57}, {114.02, 33.57}, {114.02, 33.58}, {114.01, 33.58}, {114.01, 33.57}}}},
		},
		{
			Row: 2, Ref: "C-02", Key: "C-02", Name: "老街社区家属院", SRID: geo.SRID, Attributes: map[string]any{},
			Geom: geo.MultiPolygon{
				{{{114.03, 33.57}, {114.04, 33.57}, {114.04, 33.58}, {114.03, 33.57}}},
				{{{114.05, 33.57}, {114.06, 33.57}, {114.06, 33.58}, {114.05, 33.57}}},
			},
		},
	}
}

// withoutOriginal drops a GeoPackage's row ids, rounds to what the grid of a geodatabase keeps, and turns rings to
// begin at their south-western corner, since a Shapefile may begin them elsewhere.
func withoutOriginal(staged []importer.Staged) []importer.Staged {
	for _, s := range staged {
		delete(s.Attributes, importer.OriginalAttribute)
		for _, polygon := range s.Geom.(geo.MultiPolygon) {
			for _, ring := range polygon {
				first := 0
				for i, p := range ring {
					ring[i] = geo.Point{math.Round(p[0]*1e12) / 1e12, math.Round(p[1]*1e12) / 1e12}
					if p[0]+p[1] < ring[first][0]+ring[first][1] {
						first = i
					}
				}
				open := append(append(geo.Ring{}, ring[first:len(ring)-1]...), ring[:first]...)
				copy(ring, append(open, open[0]))
			}
		}
	}
	return staged
}

func TestImportWithinDistrict(t *testing.T) {
	t.Parallel()
	boundary := write(t, "b.geojson", `{"type":"Polygon","coordinates":[[[113.5,33],[114.5,33],[114.5,34],[113.5,34],[113.5,33]]]}`)
	sink, _ := take(t, importer.Options{File: filepath.Join("testdata", "suite", "compounds.geojson"), Kind: compoundKind, AreaFrom: boundary, AreaCRS: "GCJ02"})
	if len(sink.run.District) != 1 {
		t.Fatalf("district %v", sink.run.District)
	}
	corner := sink.run.District[0][0][0]
	if math.Abs(corner[0]-113.5) < 0.003 || math.Abs(corner[0]-113.5) > 0.01 {
		t.Errorf("the boundary was not moved from GCJ-02: %v", corner)
	}
}

func TestImportWithinABoundaryOfAnySort(t *testing.T) {
	t.Parallel()
	berth := write(t, "a.csv", "lon,lat\n114.01,33.57\n")
	for name, c := range map[string]struct{ content, note string }{
		"b.geojson": {`{"type":"Polygon","coordinates":[[[113.5,33],[114.5,33],[114.5,34],[113.5,33]]]}`, "the boundary: GeoJSON without a declared CRS"},
		"b.dxf":     {dxfText("", dxfPolyline("界线", true, 113.5, 33, 114.5, 33, 114.5, 34)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := importer.Options{File: berth, Kind: berthKind, CRS: "EPSG:4326", AreaFrom: write(t, name, c.content)}
			if c.note == "" {
				options.AreaCRS = "EPSG:4326"
			}
			sink, report := take(t, options)
			if len(sink.run.District) != 1 {
				t.Fatalf("district %v", sink.run.District)
			}
			if notes := strings.Join(report.Notes, "\n"); !strings.Contains(notes, c.note) {
				t.Errorf("notes %q", notes)
			}
		})
	}
}

func TestImportContext(t *testing.T) {
	t.Parallel()
	content := `{"type":"FeatureCollection","features":[
		{"type":"Feature","properties":{"highway":"primary","name":"人民路"},"geometry":{"type":"LineString","coordinates":[[10,50],[10.1,50]]}},
		{"type":"Feature","properties":{"natural":"water"},"geometry":{"type":"Polygon","coordinates":[[[10,50],[10.1,50],[10.1,50.1],[10,50]]]}},
		{"type":"Feature","properties":{"shop":"bakery"},"geometry":{"type":"Point","coordinates":[10,50]}}]}`
	sink, report := take(t, importer.Options{File: write(t, "osm.geojson", content), Kind: importer.ContextKind})
	var got []map[string]any
	for _, staged := range sink.staged {
		got = append(got, staged.Attributes)
	}
	want := []map[string]any{{"class": "road", "rank": int64(2)}, {"class": "water"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if codes(report)[importer.CodeRequired] != 1 {
		t.Errorf("%v", codes(report))
	}
}

func TestImportNeighborhoodsAsAreas(t *testing.T) {
	t.Parallel()
	file := public(t, "boundary/cambridge_neighborhoods.geojson")
	sink, report := take(t, importer.Options{File: file, Kind: importer.AreaKind, Map: map[string]string{"level": "=community"}})
	if report.New != 13 {
		t.Errorf("new %d: %v", report.New, codes(report))
	}
	near(t, "area", sink.areaM2(), 18459628.8)
}

func TestReportIsWrittenWhole(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "report.json")
	if err := importer.WriteReport(path, importer.Report{Read: 2, Quarantined: 1}); err != nil {
		t.Fatal(err)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if len(left) != 1 || left[0] != path {
		t.Errorf("left behind: %v", left)
	}
	content, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(content), `"quarantined": 1,`) {
		t.Errorf("it holds %s, %v", content, err)
	}
	if err := importer.WriteReport(filepath.Join(path, "no", "such", "place"), importer.Report{}); err == nil || !strings.Contains(err.Error(), "write report") {
		t.Errorf("error %v", err)
	}
}

func TestWhereNothingIsToTellTheReportListsNothing(t *testing.T) {
	t.Parallel()
	_, report := take(t, importer.Options{File: write(t, "a.geojson", `{"type":"Point","coordinates":[10,50]}`), Kind: anyKind})
	if content, err := json.Marshal(report); err != nil || !strings.Contains(string(content), `"records":[]`) {
		t.Errorf("the report is %s, %v", content, err)
	}
}
