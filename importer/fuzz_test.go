package importer_test

import (
	"errors"
	"strings"
	"testing"

	"backstreet/importer"
)

func FuzzKML(f *testing.F) {
	for _, seed := range []string{
		kml("<Placemark>" + kmlPoint + "</Placemark>"),
		kml("<Folder><name>a</name><Placemark id='1'><name>&lt;</name><OvCoordType>GCJ02</OvCoordType><MultiGeometry><LineString><coordinates>1,2 3 , 4</coordinates></LineString></MultiGeometry></Placemark></Folder>"),
		kml("<Placemark><ExtendedData><Data name='a'><value>1</value></Data><SchemaData><SimpleData name='a'>2</SimpleData></SchemaData></ExtendedData><gx:Track><gx:coord>1 2 3</gx:coord></gx:Track></Placemark>"),
		kml("<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark><NetworkLink/>"),
		"<Placemark/>", "<?xml version='1.0' encoding='GBK'?><kml><name>", "<kml></Folder>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		drain(t, importer.NewKMLReader(strings.NewReader(text)), len(text))
	})
}

func FuzzGPX(f *testing.F) {
	for _, seed := range []string{
		"<gpx><wpt lat='1' lon='2'><ele>3</ele><name>a</name></wpt></gpx>", "<gpx><rte><rtept lat='1' lon='2'/><rtept/></rte><trk><trkseg/></trk></gpx>",
		"<gpx><trk><trkseg><trkpt lat='1' lon='2'><time/></trkpt></trkseg><trkseg><trkpt lon='x'/></trkseg></trk>", "<kml/>", "<gpx><wpt lat='1' lat='2'",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		drain(t, importer.NewGPXReader(strings.NewReader(text)), len(text))
	})
}

func FuzzOvital(f *testing.F) {
	for _, seed := range []string{
		`{"Version":"V10.6.2","Type":1,"ObjItems":[{"Type":7,"ObjID":1,"Object":{"Name":"a","ObjectDetail":{"Lat":50,"Lng":10,"Gcj02":1}}}]}`,
		`{"ObjItems":[{"Type":13,"Object":{"ObjectDetail":{"Gcj02":0,"Latlng":[1,2,3,4,5,6]}}},{"Type":8,"Object":{"ObjectDetail":{"Latlng":[1,"x",null]}}}]}`,
		`{"ObjItems":[7,[],{"Type":[]},}`, `{"ObjItems":{"ObjItems":[]`, `{"a":"ObjItems","ObjItems":[`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		drain(t, importer.NewOvitalReader(strings.NewReader(text)), len(text))
	})
}

func FuzzArcGIS(f *testing.F) {
	for _, seed := range []string{
		arcgis(`{"wkid":102100,"latestWkid":3857}`, `{"attributes":{"普查日":1661817600000},"geometry":{"rings":[[[0,0],[0,9],[9,9],[0,0]],[[1,2],[3,4],[3,3],[1,2]]]}}`),
		arcgis(`{"wkt":"x"}`, `{"attributes":null,"geometry":{"x":1,"y":"NaN"}},{"geometry":{"paths":[[[1,2],[3]]]}},{"geometry":{"points":[],"spatialReference":{"wkid":-1}}}`),
		`{"features":[{"geometry":{"curveRings":[]}}],"spatialReference":7,"fields":{},"exceededTransferLimit":true}`, `{"geometry":{"rings":[[]]}}`, `{"type":"FeatureCollection","features":[`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		drain(t, importer.NewArcGISReader(strings.NewReader(text)), len(text))
	})
}

// FuzzXLSX puts any sheet and any shared texts into a whole workbook.
func FuzzXLSX(f *testing.F) {
	for _, seed := range [][2]string{
		{`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>lat</t></is></c></row><row r="3"><c r="A3"><v>10.5</v></c><c r="B3" s="0"><v>5E+1</v></c></row></sheetData></worksheet>`, `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>lon</t></si></sst>`},
		{`<worksheet><sheetData><row><c t="b"><v>1</v></c><c r="XFD1"><v>x</v></c><c t="s"><v>9</v></c></row><row r="1048576"/></sheetData></worksheet>`, `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>a</t></r></si>`},
		{`<worksheet><sheetData><row r="0"><c r="A0"/><c r="ZZZZ1"/></row>`, ``},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, sheet, texts string) {
		file := write(t, "f.xlsx", bareWorkbook(t, sheet, texts))
		_, err := importer.Import(t.Context(), importer.Options{File: file, Kind: anyKind, CRS: "EPSG:4326"}, &recordingSink{}, nil)
		var refusal *importer.Refusal
		if err != nil && !errors.As(err, &refusal) {
			t.Fatalf("neither taken nor refused: %v", err)
		}
	})
}

// bareWorkbook has one sheet and no more parts than it needs.
func bareWorkbook(t *testing.T, sheet, texts string) string {
	t.Helper()
	const (
		types         = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`
		book          = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`
		top           = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
		styles        = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>`
		relationships = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	)
	return zipped(t, "[Content_Types].xml", types, "_rels/.rels", top, "xl/styles.xml", styles,
		"xl/workbook.xml", book, "xl/_rels/workbook.xml.rels", relationships,
		"xl/worksheets/sheet1.xml", sheet, "xl/sharedStrings.xml", texts)
}
