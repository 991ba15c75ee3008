package importer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/importer"
)

func TestGeoJSONGood(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob(filepath.Join(public(t, "geojson/good"), "*.geojson"))
	for _, file := range files {
		if filepath.Base(file) == "issue82.geojson" {
			continue // good by its grammar, with longitudes of -263°
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			_, report := take(t, importer.Options{File: file, Kind: anyKind})
			for _, fate := range report.Records {
				mixed := fate.Code == importer.CodeWrongType && strings.Contains(file, "geometrycollection")
				if fate.Code != importer.CodeNullGeometry && !mixed {
					t.Errorf("%+v", fate)
				}
			}
		})
	}
}

// What is only badly written is taken; what does not say where it is, is quarantined or refused with the reason.
func TestGeoJSONBad(t *testing.T) {
	t.Parallel()
	taken := map[string]int{ // file: records taken
		"bad-polygon-interiorring-rhr": 1, "bbox-4or6elements": 1, "bbox-contains-string": 1, "bbox-string": 1, "badfeatureid": 1,
		"different-first-last": 1, "different-first-size": 1, "excessive_precision_truncated": 1, "feature_changed_semantics": 1,
		"featurecollection-type-case": 3, "featurecollection_changed_semantics": 3, "geometry_changed_semantics": 1,
		"geometrycollection_single": 1, "point-toomany": 1, "polygon_winding_order": 1, "short-linearring": 1,
		"multiple_problems": 1, "stringcoord": 1, // one of their records is good
	}
	files, _ := filepath.Glob(filepath.Join(public(t, "geojson/bad"), "*.geojson"))
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".geojson")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sink := &recordingSink{}
			report, err := importer.Import(t.Context(), importer.Options{File: file, Kind: anyKind}, sink, nil)
			var refusal *importer.Refusal
			if err != nil && !errors.As(err, &refusal) {
				t.Fatalf("neither taken nor refused: %v", err)
			}
			if want := taken[name]; len(sink.staged) != want {
				t.Errorf("took %d records, want %d: %v %+v", len(sink.staged), want, err, report.Records)
			}
			if err == nil && len(sink.staged) == 0 && len(report.Records) == 0 {
				t.Error("nothing was taken and no reason given")
			}
			for _, fate := range report.Records {
				if fate.Code == "" || fate.Reason == "" || fate.Row == 0 {
					t.Errorf("a fate without code, reason or row: %+v", fate)
				}
			}
		})
	}
}

func TestGeoJSONFaults(t *testing.T) {
	t.Parallel()
	const feature = `{"type":"Feature","properties":{"编号":"%d"},"geometry":%s}`
	for _, c := range []struct{ name, geometry, code string }{
		{"null", `null`, importer.CodeNullGeometry},
		{"NaN", `{"type":"Point","coordinates":[NaN,1]}`, importer.CodeBadCoordinate},
		{"a string", `{"type":"Point","coordinates":["114",33]}`, importer.CodeBadCoordinate},
		{"one number", `{"type":"Point","coordinates":[114]}`, importer.CodeBadCoordinate},
		{"empty", `{"type":"MultiPolygon","coordinates":[]}`, string(geo.FaultEmpty)},
		{"a ring of two", `{"type":"Polygon","coordinates":[[[1,1],[2,2],[1,1]]]}`, string(geo.FaultRingTooShort)},
		{"out of range", `{"type":"Point","coordinates":[114,133]}`, string(geo.FaultOutOfRange)},
		{"a line", `{"type":"LineString","coordinates":[[1,1],[2,2]]}`, importer.CodeWrongType},
		{"not JSON", `{"type":"Point" "coordinates":[1,1]}`, importer.CodeBadRecord},
		{"unknown", `{"type":"Circle","coordinates":[1,1]}`, importer.CodeBadRecord},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			good := `{"type":"Point","coordinates":[114.01,33.58]}`
			records := []string{fmt.Sprintf(feature, 1, good), fmt.Sprintf(feature, 2, c.geometry), fmt.Sprintf(feature, 3, good)}
			file := write(t, "f.geojson", `{"type":"FeatureCollection","features":[`+strings.Join(records, ",")+`]}`)
			sink, report := take(t, importer.Options{File: file, Kind: berthKind})
			if report.Read != 3 || len(sink.staged) != 2 {
				t.Fatalf("read %d, took %d", report.Read, len(sink.staged))
			}
			for _, fate := range report.Records {
				if fate.Fate == importer.FateQuarantined && (fate.Code != c.code || fate.Row != 2) {
					t.Errorf("want %s in row 2: %+v", c.code, fate)
				}
			}
		})
	}
}

func TestGeoJSONRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, content, code string }{
		{"a file that ends early", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Po`, importer.RefusedBroken},
		{"nothing", ``, importer.RefusedEmpty},
		{"no features", `{"type":"FeatureCollection","features":[]}`, importer.RefusedEmpty},
		{"metres without a CRS", `{"type":"Point","coordinates":[490000,3710000]}`, importer.RefusedCRS},
		{"latitude first", `{"type":"Point","coordinates":[33.58,114.01]}`, importer.RefusedCRS},
		{"Xi'an 1980", `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2383"}},"features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[490000,3710000]}}]}`, importer.RefusedDatum},
		{"zone 38 said to be CM 114E", `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[38490000,3710000]}}],"crs":{"type":"name","properties":{"name":"EPSG:4547"}}}`, importer.RefusedContradiction},
		{"JSON that is not GeoJSON", `[{"lat":1}]`, importer.RefusedBroken},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_ = refused(t, importer.Options{File: write(t, "f.geojson", c.content), Kind: berthKind}, c.code)
		})
	}
}

func TestGeoJSONSequence(t *testing.T) {
	t.Parallel()
	lines := "\x1e{\"type\":\"Feature\",\"properties\":{\"编号\":\"A\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[10,50,3]}}\n" +
		"{\"type\":\"Feature\",\"properties\":{\"编号\":\"B\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[11,50]}}\n"
	sink, report := take(t, importer.Options{File: write(t, "f.geojsonl", lines), Kind: anyKind})
	if report.New != 2 || sink.staged[1].Ref != "B" {
		t.Errorf("%+v", sink.staged)
	}
	if diff := cmp.Diff([]string{"1 records had heights (Z); they are left out"}, report.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestGeometryHashIsTheKeyWithoutRef(t *testing.T) {
	t.Parallel()
	content := `{"type":"FeatureCollection","features":[
		{"type":"Feature","geometry":{"type":"Point","coordinates":[10.1,50]}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[10.1000000000001,50]}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[10.2,50]}}]}`
	sink, report := take(t, importer.Options{File: write(t, "f.geojson", content), Kind: anyKind})
	if len(sink.staged) != 2 || codes(report)[importer.CodeDuplicateGeometry] != 1 {
		t.Fatalf("%+v", report.Records)
	}
	if key := sink.staged[0].Key; !strings.HasPrefix(key, "geom-") || key == sink.staged[1].Key || sink.staged[0].Ref != "" {
		t.Errorf("keys %q, %q", key, sink.staged[1].Key)
	}
}

func TestCancelledImportAppliesNothing(t *testing.T) {
	t.Parallel()
	var content strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&content, `{"type":"Point","coordinates":[%f,50]}`+"\n", 10+float64(i)/1000)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	sink := &recordingSink{onPut: cancel}
	_, err := importer.Import(ctx, importer.Options{File: write(t, "f.geojsonl", content.String()), Kind: anyKind}, sink, nil)
	if !errors.Is(err, context.Canceled) || sink.finished {
		t.Errorf("error %v, finished %t", err, sink.finished)
	}
}

func TestManyRecordsAreNotHeldInMemory(t *testing.T) {
	t.Parallel()
	const records = 200_000
	reader := importer.NewGeoJSONReader(io.MultiReader(strings.NewReader(`{"features":[`), &repeater{
		text: `{"type":"Feature","properties":{"n":1},"geometry":{"type":"Point","coordinates":[10,50]}},`, left: records,
	}, strings.NewReader(`],"type":"FeatureCollection"}`)))
	read := 0
	for {
		record, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || record.Fault != nil {
			t.Fatal(err, record.Fault)
		}
		read++
	}
	if read != records {
		t.Errorf("read %d of %d", read, records)
	}
}

// repeater gives the text again and again, so that the file exists nowhere at once.
type repeater struct {
	text string
	left int
	rest string
}

func (r *repeater) Read(p []byte) (int, error) {
	if r.rest == "" {
		if r.left == 0 {
			return 0, io.EOF
		}
		r.left--
		r.rest = r.text
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func FuzzGeoJSON(f *testing.F) {
	for _, seed := range []string{
		`{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"a":"\u4e2d","b":[1,{}]},"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}}],"crs":null}`,
		`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2,3]},false]}`,
		"\x1e{\"type\":\"Point\",\"coordinates\":[]}\n{}", `{"features":[}`, `{"type":"Feature","properties":{"a":`, `[`, `"`, `{"a"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		drain(t, importer.NewGeoJSONReader(strings.NewReader(text)), len(text))
	})
}

// drain reads to the end: rows ascend, and there are no more of them than bytes.
func drain(t *testing.T, reader importer.Reader, most int) {
	for row := 1; row <= most+1; row++ {
		record, err := reader.Next()
		if err != nil {
			return
		}
		if record.Row != row {
			t.Fatalf("row %d comes as %d", row, record.Row)
		}
	}
	t.Fatal("more records than bytes")
}
