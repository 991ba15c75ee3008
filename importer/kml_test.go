package importer_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/importer"
)

func kml(placemarks string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>台账</name>` + placemarks + `</Document></kml>`
}

const kmlPoint = `<Point><coordinates>10,50,0</coordinates></Point>`

func TestKMLGeometry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, geometry string
		want           geo.Geometry
	}{
		{"a point", kmlPoint, geo.Point{10, 50}},
		{"spaces round the commas", `<Point><coordinates> 10 , 50 , 3 </coordinates></Point>`, geo.Point{10, 50}},
		{"a line", "<LineString><coordinates>10,50\n11,51\t12,52</coordinates></LineString>", geo.MultiLineString{{{10, 50}, {11, 51}, {12, 52}}}},
		{"a comment in the coordinates", "<LineString><coordinates>10,50 <!-- here --> 11,51</coordinates></LineString>", geo.MultiLineString{{{10, 50}, {11, 51}}}},
		{
			"an area with a hole, which comes first", `<Polygon><innerBoundaryIs><LinearRing><coordinates>2,2 2,3 3,3 2,2</coordinates></LinearRing></innerBoundaryIs>` +
				`<outerBoundaryIs><LinearRing><coordinates>0,0 9,0 9,9 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon>`,
			geo.MultiPolygon{{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}, {{2, 2}, {2, 3}, {3, 3}, {2, 2}}}},
		},
		{"several", `<MultiGeometry>` + kmlPoint + `<MultiGeometry><Point><coordinates>11,51</coordinates></Point></MultiGeometry></MultiGeometry>`, geo.MultiPoint{{10, 50}, {11, 51}}},
		{"a track", `<gx:Track><when>2022</when><gx:coord>10 50 1</gx:coord><when>2023</when><gx:coord>11 51 1</gx:coord></gx:Track>`, geo.MultiLineString{{{10, 50}, {11, 51}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sink, report := take(t, importer.Options{File: write(t, "f.kml", kml("<Placemark>"+c.geometry+"</Placemark>")), Kind: anyKind})
			if len(sink.staged) != 1 {
				t.Fatalf("%+v", report.Records)
			}
			if diff := cmp.Diff(c.want, sink.staged[0].Geom); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKMLFaults(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<MultiGeometry>", 20) + kmlPoint + strings.Repeat("</MultiGeometry>", 20)
	for _, c := range []struct{ name, geometry, code string }{
		{"nothing", "", importer.CodeNullGeometry},
		{"no position", "<Point><coordinates/></Point>", string(geo.FaultEmpty)},
		{"half a position", "<Point><coordinates>10</coordinates></Point>", importer.CodeBadCoordinate},
		{"two positions", "<Point><coordinates>10,50 11,51</coordinates></Point>", importer.CodeBadCoordinate},
		{"words", "<Point><coordinates>NaN,0x10</coordinates></Point>", importer.CodeBadCoordinate},
		{"an area without outline", "<Polygon><innerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></innerBoundaryIs></Polygon>", importer.CodeBadRecord},
		{"nested too deep", deep, importer.CodeBadRecord},
		{"an unknown CRS", "<OvCoordType>MOON</OvCoordType>" + kmlPoint, importer.CodeBadCRS},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, report := take(t, importer.Options{File: write(t, "f.kml", kml("<Placemark>"+c.geometry+"</Placemark><Placemark><Point><coordinates>12,52</coordinates></Point></Placemark>")), Kind: anyKind})
			if diff := cmp.Diff(map[string]int{c.code: 1}, codes(report)); diff != "" || report.Read != 2 {
				t.Errorf("read %d, %s", report.Read, diff)
			}
		})
	}
}

func TestKMLProperties(t *testing.T) {
	t.Parallel()
	content := kml(`<Folder><name>老街街道</name><Folder><name>汇源里</name><Style><IconStyle/></Style>
		<Placemark id="p1"><name>泊位&amp;甲</name><description><![CDATA[<b>靠墙</b>]]></description><ExtendedData>
		<Data name="泊位数"><displayName>x</displayName><value> 12 </value></Data><Data name="name"><value>第二个</value></Data>
		<SchemaData schemaUrl="#s"><SimpleData name="类型">机动车</SimpleData></SchemaData><c:号 xmlns:c="c">7</c:号></ExtendedData>` + kmlPoint + `</Placemark>
		</Folder></Folder><Placemark><name>外</name><Point><coordinates>11,51</coordinates></Point></Placemark>`)
	sink, report := take(t, importer.Options{File: write(t, "f.kml", content), Kind: berthKind})
	if len(sink.staged) != 2 || report.CRS != "EPSG:4326" {
		t.Fatalf("%+v", report)
	}
	want := map[string]any{"capacity": int64(12), importer.OriginalAttribute: map[string]any{
		"id": "p1", "description": "<b>靠墙</b>", "name_2": "第二个", "号": "7", "folder": "老街街道/汇源里", "类型": "机动车",
	}}
	got := sink.staged[0]
	if diff := cmp.Diff(want, got.Attributes); diff != "" || got.Name != "泊位&甲" {
		t.Errorf("name %q, %s", got.Name, diff)
	}
}

func TestKMLRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, content, code string }{
		{"nothing in it", "f.kml", kml(""), importer.RefusedEmpty},
		{"cut short", "f.kml", strings.TrimSuffix(kml("<Placemark>"+kmlPoint+"</Placemark>"), "</Document></kml>"), importer.RefusedBroken},
		{"not XML", "f.kml", "经度,纬度", importer.RefusedEmpty},
		{"badly nested", "f.kml", kml("<Placemark></Folder>"), importer.RefusedBroken},
		{"another language", "f.kml", "<html><body/></html>", importer.RefusedFormat},
		{"nested without end", "f.kml", kml(strings.Repeat("<Folder>", 1000)), importer.RefusedLimit},
		{"a billion laughs", "f.kml", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + kml("<Placemark><name>&b;</name></Placemark>"), importer.RefusedBroken},
		{"no archive", "f.kmz", "PK\x03\x04half", importer.RefusedBroken},
		{"a picture as archive", "f.kmz", "GIF89a", importer.RefusedBroken},
		{"an archive without KML", "f.kmz", zipped(t, "a.txt", "x"), importer.RefusedBroken},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_ = refused(t, importer.Options{File: write(t, c.file, c.content), Kind: anyKind}, c.code)
		})
	}
}

// zipped is an archive of files: name, content, name, content, …
func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for i := 0; i < len(files); i += 2 {
		entry, err := w.Create(files[i])
		if err == nil {
			_, err = entry.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return archive.String()
}

func TestKMLRecordHasALimit(t *testing.T) {
	t.Parallel()
	reader := importer.NewKMLReader(io.MultiReader(strings.NewReader("<kml><Placemark><LineString><coordinates>"), &repeater{text: strings.Repeat("10,50 ", 10_000), left: 2000}))
	_, err := reader.Next()
	var refusal *importer.Refusal
	if !errors.As(err, &refusal) || refusal.Code != importer.RefusedLimit {
		t.Errorf("error %v", err)
	}
}

func TestKMLRecordsAreNotHeldInMemory(t *testing.T) {
	t.Parallel()
	const records = 20_000
	name := "<name>" + strings.Repeat("街", 2000) + "</name>" // 120 MB of them
	reader := importer.NewKMLReader(io.MultiReader(strings.NewReader("<kml>"), &repeater{text: "<Placemark>" + name + kmlPoint + "</Placemark>", left: records}, strings.NewReader("</kml>")))
	for read := 0; ; read++ {
		record, err := reader.Next()
		if errors.Is(err, io.EOF) && read == records {
			return
		}
		if err != nil || record.Fault != nil {
			t.Fatalf("after %d records: %v %v", read, err, record.Fault)
		}
	}
}

func TestKMZTakesTheDocument(t *testing.T) {
	t.Parallel()
	other := kml("<Placemark><Point><coordinates>1,1</coordinates></Point></Placemark>")
	archive := zipped(t, "a/other.kml", other, "../../escape.kml", other, "doc.kml", kml("<Placemark>"+kmlPoint+"</Placemark>"), "files/p.png", "x")
	sink, report := take(t, importer.Options{File: write(t, "f.kmz", archive), Kind: anyKind})
	if diff := cmp.Diff(geo.Geometry(geo.Point{10, 50}), sink.staged[0].Geom); diff != "" || report.Format != "KMZ" {
		t.Errorf("%s, %s", report.Format, diff)
	}
	if !strings.Contains(strings.Join(report.Notes, "\n"), "2 further KML files") {
		t.Errorf("notes %q", report.Notes)
	}
}

// Ovital writes two objects of one file in different systems; they stand next to each other.
func TestOvitalMovesEachObject(t *testing.T) {
	t.Parallel()
	wgs, next := geo.Point{114.02, 33.58}, geo.Point{114.021, 33.58}
	gcj := geo.GCJ02FromWGS84(next)
	placemark := func(system string, p geo.Point) string {
		return fmt.Sprintf("<Placemark>%s<Point><coordinates>%.10f,%.10f,0</coordinates></Point></Placemark>", system, p[0], p[1])
	}
	item := func(shift int, p geo.Point) string {
		return fmt.Sprintf(`{"Type":7,"ObjID":%d,"Object":{"Name":"a","ObjectDetail":{"Lat":%.10f,"Lng":%.10f,"Gcj02":%d,"Obj3dView":{"Gcj02":1}}}}`, shift, p[1], p[0], shift)
	}
	for name, content := range map[string]string{
		"f.ovkml": kml(placemark("<OvCoordType>CGCS2000</OvCoordType>", wgs) + placemark("<OvCoordType>GCJ02</OvCoordType>", gcj)),
		"f.ovjsn": "\uFEFF" + `{"Version":"V10.6.2","Type":1,"ObjItems":[` + item(0, wgs) + "," + item(1, gcj) + `]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sink, report := take(t, importer.Options{File: write(t, name, content), Kind: anyKind})
			if len(report.Records) > 0 || len(sink.staged) != 2 {
				t.Fatalf("%+v", report.Records)
			}
			for i, want := range []geo.Point{wgs, next} {
				if p := sink.staged[i].Geom.(geo.Point); geo.DistanceMetres(p, want) > 0.01 {
					t.Errorf("object %d stands at %v, want %v", i+1, p, want)
				}
			}
		})
	}
	t.Run("an object of Ovital without a system is asked about", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: write(t, "f.ovkml", kml(placemark("", gcj))), Kind: anyKind}, importer.RefusedCRS)
	})
}

func TestOvitalFaults(t *testing.T) {
	t.Parallel()
	item := func(kind, detail string) string {
		return `{"Type":` + kind + `,"Object":{"Name":"a","ObjectDetail":{"Gcj02":0` + detail + `}}}`
	}
	items := []string{
		item("8", `,"Latlng":[50,10,51,11]`), item("8", `,"Latlng":[50,10,51]`), item("8", `,"Latlng":[50,null]`), item("7", `,"Lat":50`),
		item("30", ""), `7`, `{"Object":[]}`, item("13", `,"Latlng":[]`), `{"Type":7,"Object":{"ObjectDetail":{"Lat":50,"Lng":10,"Gcj02":5}}}`,
	}
	_, report := take(t, importer.Options{File: write(t, "f.ovjsn", `{"ObjItems":[`+strings.Join(items, ",")+`]}`), Kind: anyKind})
	want := map[string]int{importer.CodeBadCoordinate: 3, importer.CodeBadRecord: 3, string(geo.FaultEmpty): 1, importer.CodeBadCRS: 1}
	if diff := cmp.Diff(want, codes(report)); diff != "" {
		t.Error(diff)
	}
	for name, content := range map[string]string{"cut short": `{"ObjItems":[` + items[0], "without objects": `{"Version":"V10"}`, "a list": `[1]`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_ = refused(t, importer.Options{File: write(t, "f.ovjsn", content), Kind: anyKind}, importer.RefusedBroken)
		})
	}
	_ = refused(t, importer.Options{File: write(t, "f.ovobj", "OviO\x00\x00"), Kind: anyKind}, importer.RefusedFormat)
}

func TestGPX(t *testing.T) {
	t.Parallel()
	content := `<gpx xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>x</name></metadata>
		<wpt lat="50" lon="10"><ele>3</ele><name>井盖</name></wpt><wpt lat="x" lon="10"/>
		<rte><name>路线</name><rtept lat="50" lon="10"><name>起点</name></rtept><rtept lat="51" lon="11"/></rte><rte/>
		<trk><name>轨迹</name><trkseg><trkpt lat="1" lon="1"/></trkseg><trkseg><trkpt lat="50" lon="10"/><trkpt lat="51" lon="11"><ele>1</ele></trkpt></trkseg></trk></gpx>`
	sink, report := take(t, importer.Options{File: write(t, "f.gpx", content), Kind: anyKind, Map: map[string]string{"ref": "name"}})
	line := geo.MultiLineString{{{10, 50}, {11, 51}}}
	var got []geo.Geometry
	for _, staged := range sink.staged {
		got = append(got, staged.Geom)
	}
	if diff := cmp.Diff([]geo.Geometry{geo.Point{10, 50}, line, line}, got); diff != "" || report.CRS != "EPSG:4326" {
		t.Errorf("CRS %s, %s", report.CRS, diff)
	}
	if sink.staged[2].Ref != "轨迹" || report.Read != 5 {
		t.Errorf("ref %q, read %d", sink.staged[2].Ref, report.Read)
	}
	want := map[string]int{importer.CodeBadCoordinate: 1, string(geo.FaultEmpty): 1}
	if diff := cmp.Diff(want, codes(report)); diff != "" {
		t.Error(diff)
	}
	_ = refused(t, importer.Options{File: write(t, "f.gpx", strings.Split(content, "<trkseg>")[0]), Kind: anyKind}, importer.RefusedBroken)
}
