package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"backstreet/geo"
	"backstreet/importer"
)

// dxfText is a drawing of entities, with whatever the header says.
func dxfText(header string, entities ...string) string {
	return "0\nSECTION\n2\nHEADER\n" + header + "0\nENDSEC\n0\nSECTION\n2\nENTITIES\n" + strings.Join(entities, "") + "0\nENDSEC\n0\nEOF\n"
}

func dxfPolyline(layer string, closed bool, xys ...float64) string {
	flag := 0
	if closed {
		flag = 1
	}
	text := fmt.Sprintf("0\nLWPOLYLINE\n5\n%X\n100\nAcDbEntity\n8\n%s\n100\nAcDbPolyline\n90\n%d\n70\n%d\n", len(layer)+int(xys[0])%97+16, layer, len(xys)/2, flag)
	for i := 0; i < len(xys); i += 2 {
		text += fmt.Sprintf("10\n%f\n20\n%f\n", xys[i], xys[i+1])
	}
	return text
}

func dxfLabel(layer, text string) string {
	return fmt.Sprintf("0\nTEXT\n5\n%X\n100\nAcDbEntity\n8\n%s\n100\nAcDbText\n10\n490010\n20\n3712010\n40\n2.5\n1\n%s\n", len(text)+4096, layer, text)
}

// A square of 100 m in Luohe's zone.
var dxfSquare = []float64{490000, 3712000, 490100, 3712000, 490100, 3712100, 490000, 3712100}

func scaled(factor float64, xys ...float64) []float64 {
	out := make([]float64, len(xys))
	for i, n := range xys {
		out[i] = n * factor
	}
	return out
}

func TestDXFLayers(t *testing.T) {
	t.Parallel()
	file := write(t, "plan.dxf", dxfText("",
		dxfPolyline(`\U+5C0F\U+533A`, true, dxfSquare...),
		dxfPolyline("ROAD", false, 490000, 3712000, 490500, 3712000),
		dxfLabel(`\U+5C0F\U+533A`, `\U+6C47\U+6E90\U+91CC`),
	))
	t.Run("several are asked about", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, importer.Options{File: file, Kind: compoundKind, CRS: "EPSG:4547"}, importer.RefusedLayer)
		if diff := cmp.Diff([]string{"ROAD", "小区"}, refusal.Candidates); diff != "" {
			t.Error(diff)
		}
		if !strings.Contains(refusal.Message, "小区 (2)") {
			t.Error(refusal.Message)
		}
	})
	t.Run("a closed line is an area, a text is a label", func(t *testing.T) {
		t.Parallel()
		sink, report := take(t, importer.Options{File: file, Kind: compoundKind, CRS: "EPSG:4547", Layer: "小区"})
		if report.Read != 2 || report.New != 1 || report.Layer != "小区" || sink.staged[0].SRID != 4547 {
			t.Fatalf("%+v", report)
		}
		want := geo.MultiPolygon{{{{490000, 3712000}, {490100, 3712000}, {490100, 3712100}, {490000, 3712100}, {490000, 3712000}}}}
		if diff := cmp.Diff(geo.Geometry(want), sink.staged[0].Geom); diff != "" {
			t.Error(diff)
		}
		original := sink.staged[0].Attributes[importer.OriginalAttribute].(map[string]any)
		if original["Layer"] != "小区" {
			t.Errorf("%v", original)
		}
		if fate := report.Records[0]; fate.Code != importer.CodeWrongType || fate.Value != "汇源里" || fate.Row != 2 {
			t.Errorf("%+v", fate)
		}
	})
	t.Run("all of them", func(t *testing.T) {
		t.Parallel()
		_, report := take(t, importer.Options{File: file, Kind: streetKind, CRS: "EPSG:4547", Layer: "*"})
		if report.Read != 3 || report.New != 2 { // the kind has lines only, so the closed one stays a line
			t.Errorf("%+v", report)
		}
	})
	t.Run("some of them", func(t *testing.T) {
		t.Parallel()
		_, report := take(t, importer.Options{File: file, Kind: anyKind, CRS: "EPSG:4547", Layer: "ROAD,小区"})
		if report.Read != 3 {
			t.Errorf("%+v", report)
		}
		_ = refused(t, importer.Options{File: file, Kind: anyKind, CRS: "EPSG:4547", Layer: "ROAD,no"}, importer.RefusedLayer)
	})
	t.Run("a label is a place of the base map", func(t *testing.T) {
		t.Parallel()
		sink, _ := take(t, importer.Options{File: file, Kind: importer.ContextKind, CRS: "EPSG:4547", Layer: "小区", Map: map[string]string{"class": "=place", "name": "Text"}})
		if len(sink.staged) != 2 || sink.staged[1].Name != "汇源里" {
			t.Errorf("%+v", sink.staged)
		}
	})
}

func TestDXFText(t *testing.T) {
	t.Parallel()
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(dxfPolyline("小区", true, dxfSquare...))
	if err != nil {
		t.Fatal(err)
	}
	const codePage = "9\n$DWGCODEPAGE\n3\nANSI_"
	for _, c := range []struct{ name, content, encoding, want string }{
		{"GBK that the header says", dxfText(codePage+"936\n", gbk), "", "GB18030"},
		{"GBK that a library called Western", dxfText(codePage+"1252\n", gbk), "", "GB18030"},
		{"GBK of an old drawing that says nothing", dxfText("", gbk), "", "GB18030"},
		{"UTF-8 whatever the header says", dxfText(codePage+"936\n", dxfPolyline("小区", true, dxfSquare...)), "", "UTF-8"},
		{"the user's choice", dxfText(codePage+"1252\n", gbk), "GBK", "GB18030"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, report := take(t, importer.Options{File: write(t, "plan.dxf", c.content), Kind: compoundKind, CRS: "EPSG:4547", Encoding: c.encoding})
			if report.Layer != "小区" || report.Encoding != c.want {
				t.Errorf("layer %q, encoding %s", report.Layer, report.Encoding)
			}
		})
	}
	for text, want := range map[string]string{
		`\U+6C47\U+6E90里`: "汇源里", `\U+D83D\U+DE00`: "😀", `\M+5BBE3`: "汇", `\M+4FFFF`: `\M+4FFFF`, `\U+12`: `\U+12`, `a\b`: `a\b`,
	} {
		if got := importer.DrawingText(text); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestDXFUnits(t *testing.T) {
	t.Parallel()
	millimetres := write(t, "mm.dxf", dxfText("9\n$INSUNITS\n70\n4\n", dxfPolyline("0", true, scaled(1000, dxfSquare...)...)))
	t.Run("millimetres are asked about", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, importer.Options{File: millimetres, Kind: compoundKind, CRS: "EPSG:4547"}, importer.RefusedUnits)
		if diff := cmp.Diff([]string{"mm", "m"}, refusal.Candidates); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("and then are metres", func(t *testing.T) {
		t.Parallel()
		sink, _ := take(t, importer.Options{File: millimetres, Kind: compoundKind, CRS: "EPSG:4547", Units: "mm"})
		bound := geo.BoundOf(sink.staged[0].Geom)
		if diff := cmp.Diff(geo.Bound{Min: geo.Point{490000, 3712000}, Max: geo.Point{490100, 3712100}}, bound); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a template's header alone is no reason", func(t *testing.T) {
		t.Parallel()
		file := write(t, "m.dxf", dxfText("9\n$INSUNITS\n70\n4\n", dxfPolyline("0", true, dxfSquare...)))
		if _, report := take(t, importer.Options{File: file, Kind: compoundKind, CRS: "EPSG:4547"}); report.New != 1 {
			t.Errorf("%+v", report)
		}
	})
	t.Run("an unknown unit is refused", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: millimetres, Kind: compoundKind, CRS: "EPSG:4547", Units: "里"}, importer.RefusedUnits)
	})
	t.Run("small numbers are never degrees", func(t *testing.T) {
		t.Parallel()
		file := write(t, "small.dxf", dxfText("", dxfPolyline("0", true, 0, 0, 50, 0, 50, 50)))
		refusal := refused(t, importer.Options{File: file, Kind: compoundKind}, importer.RefusedCRS)
		if !strings.Contains(refusal.Message, "corner of the sheet") {
			t.Error(refusal.Message)
		}
	})
	t.Run("survey numbers name the systems they fit", func(t *testing.T) {
		t.Parallel()
		file := write(t, "survey.dxf", dxfText("", dxfPolyline("0", true, dxfSquare...)))
		refusal := refused(t, importer.Options{File: file, Kind: compoundKind}, importer.RefusedCRS)
		if len(refusal.Candidates) == 0 || !strings.HasPrefix(refusal.Candidates[0], "EPSG:4547") {
			t.Errorf("%v", refusal.Candidates)
		}
	})
}

// A block drawn twice is two objects; for a kind of points it is two places.
func TestUnitsOfWhatIsNoDrawing(t *testing.T) {
	t.Parallel()
	_, report := take(t, importer.Options{File: write(t, "a.csv", "东坐标,北坐标\n490000,3712000\n"), Kind: berthKind, CRS: "EPSG:4547", Units: "mm"})
	if !strings.Contains(strings.Join(report.Notes, "\n"), "--units is for drawings") {
		t.Errorf("notes %q", report.Notes)
	}
}

func TestDXFBlocks(t *testing.T) {
	t.Parallel()
	insert := func(handle string, x float64) string {
		return fmt.Sprintf("0\nINSERT\n5\n%s\n8\n0\n2\nBAY\n10\n%f\n20\n3712000\n", handle, x)
	}
	content := "0\nSECTION\n2\nHEADER\n0\nENDSEC\n0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n8\n0\n2\nBAY\n70\n0\n10\n0\n20\n0\n" + dxfPolyline("0", true, 0, 0, 2, 0, 2, 0.6, 0, 0.6) +
		"0\nENDBLK\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n" + insert("A1", 490000) + insert("A2", 490010) + "0\nENDSEC\n0\nEOF\n"
	file := write(t, "bays.dxf", content)
	sink, _ := take(t, importer.Options{File: file, Kind: berthKind, CRS: "EPSG:4547"})
	if len(sink.staged) != 2 || sink.staged[1].Key != "A2" || geo.BoundOf(sink.staged[1].Geom).Min != (geo.Point{490010, 3712000}) {
		t.Errorf("%+v", sink.staged)
	}
	lamps := anyKind
	lamps.GeometryTypes = []string{"Point"}
	sink, _ = take(t, importer.Options{File: file, Kind: lamps, CRS: "EPSG:4547"})
	if len(sink.staged) != 2 || sink.staged[0].Geom != (geo.Point{490000, 3712000}) {
		t.Errorf("%+v", sink.staged)
	}
}

func FuzzDrawingText(f *testing.F) {
	for _, seed := range []string{`\U+6C47\U+D83D`, `\M+5D6D0`, `\U+`, `\M+`, `\\U+4E2D`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := importer.DrawingText(text); !strings.Contains(text, `\`) && got != text {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
