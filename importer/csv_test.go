package importer_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/simplifiedchinese"

	"backstreet/geo"
	"backstreet/importer"
)

func TestCSVGeometry(t *testing.T) {
	t.Parallel()
	square := geo.MultiPolygon{{{{10, 50}, {10.1, 50}, {10.1, 50.1}, {10, 50}}}}
	for _, c := range []struct {
		name, content string
		want          geo.Geometry
	}{
		{"longitude and latitude", "n,geo_Longitude,Latitude\na,10,50\n", geo.Point{10, 50}},
		{"Chinese names", "名称,纬度,经度\na,50,10\n", geo.Point{10, 50}},
		{"semicolons and decimal commas", "n;lon;lat\na;10,5;50,25\n", geo.Point{10.5, 50.25}},
		{"tabs", "n\tlon\tlat\na\t10\t50\n", geo.Point{10, 50}},
		{"x and y", "n,X,Y\na,10,50\n", geo.Point{10, 50}},
		{"degrees, minutes, seconds", "n,经度,纬度\na,\"10°30'36\"\"E\",50°15′N\n", geo.Point{10.51, 50.25}},
		{"degrees in Chinese", "n,经度,纬度\na,东经10度30分36秒,北纬50度15分\n", geo.Point{10.51, 50.25}},
		{"west and south", "n,lon,lat\na,W10.5,50.25S\n", geo.Point{-10.5, -50.25}},
		{"degrees in a cell, latitude first", "n,点\na,\"50°15'N 10°30'36\"\"E\"\n", geo.Point{10.51, 50.25}},
		{"degrees in a cell with words", "n,点\na,\"经度：10.5，纬度：50.25\"\n", geo.Point{10.5, 50.25}},
		{"a column that says latitude first", "n,LatLng\na,\"50.25, 10.5\"\n", geo.Point{10.5, 50.25}},
		{"a title above the header", "街巷台账,,,,\n单位：,住建局,,,\nn,lon,lat,宽,长\na,10,50,3,90\n", geo.Point{10, 50}},
		{"a header of two rows", "n,坐标,,备注\n,lon,lat,\na,10,50,x\n", geo.Point{10, 50}},
		{"a position in a cell", "n,坐标\na,\"10,50\"\n", geo.Point{10, 50}},
		{"WKT", "n,the_geom\na,\"POLYGON Z ((10 50 1, 10.1 50 1, 10.1 50.1 1, 10 50 1))\"\n", square},
		{"clockwise", "n,wkt\na,\"POLYGON((10 50,10.1 50.1,10.1 50,10 50))\"\n", square},
		{"EWKT", "n,wkt\na,SRID=4326;POINT(10 50)\n", geo.Point{10, 50}},
		{"GeoJSON", "n;shape\na;\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[10,50]}\"\n", geo.Point{10, 50}},
		{"a ring in brackets", "n,loc\na,\"[10,50],[10.1,50],[10.1,50.1],[10,50]\"\n", square},
		{"a ring in a list", "n,loc\na,\"[[10,50],[10.1,50],[10.1,50.1],[10,50]]\"\n", square},
		{"an open ring with semicolons", "n,loc\na,\"10,50;10.1,50;10.1,50.1\"\n", square},
		{"a ring with spaces", "n,loc\na,\"10 50,10.1 50,10.1 50.1,10 50\"\n", square},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sink, report := take(t, importer.Options{File: write(t, "f.csv", c.content), Kind: berthKind})
			if len(sink.staged) != 1 {
				t.Fatalf("%+v", report.Records)
			}
			if diff := cmp.Diff(c.want, sink.staged[0].Geom, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A cell may say its CRS: then that is the file's, when all do.
func TestCSVWithSRID(t *testing.T) {
	t.Parallel()
	sink, report := take(t, importer.Options{File: write(t, "f.csv", "编号,wkt\nA,SRID=4547;POINT(490000 3710000)\nB,SRID=4547;POINT(114 33.5)\n"), Kind: berthKind})
	if report.CRS != "EPSG:4547" || sink.run.CRS != "EPSG:4547" || sink.staged[0].SRID != 4547 {
		t.Errorf("CRS %s, run %s, %+v", report.CRS, sink.run.CRS, sink.staged)
	}
	if len(sink.staged) != 1 || codes(report)[importer.CodeBadCRS] != 1 {
		t.Errorf("degrees are taken for metres: %+v", report.Records)
	}
	swapped, _ := take(t, importer.Options{File: write(t, "s.csv", "编号,wkt\nA,SRID=4547;POINT(3710000 490000)\n"), Kind: berthKind, SwapAxes: true})
	if diff := cmp.Diff(geo.Geometry(geo.Point{490000, 3710000}), swapped.staged[0].Geom); diff != "" {
		t.Error(diff)
	}
}

func TestCSVAxes(t *testing.T) {
	t.Parallel()
	t.Run("X is north where the CRS leaves no other way", func(t *testing.T) {
		t.Parallel()
		sink, report := take(t, importer.Options{File: write(t, "f.csv", "编号,X,Y\nA,3710000.5,490000.25\n"), Kind: berthKind, CRS: "EPSG:4547"})
		if diff := cmp.Diff(geo.Geometry(geo.Point{490000.25, 3710000.5}), sink.staged[0].Geom); diff != "" {
			t.Error(diff)
		}
		if !strings.Contains(strings.Join(report.Notes, "\n"), "X is north") {
			t.Errorf("not reported: %v", report.Notes)
		}
	})
	t.Run("latitude comes first in a cell where the numbers leave no other way", func(t *testing.T) {
		t.Parallel()
		sink, _ := take(t, importer.Options{File: write(t, "f.csv", "编号,坐标\nA,\"33.58，114.02\"\n"), Kind: berthKind, CRS: "EPSG:4326"})
		if diff := cmp.Diff(geo.Geometry(geo.Point{114.02, 33.58}), sink.staged[0].Geom); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("undeclared metres name what they fit", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, importer.Options{File: write(t, "f.csv", "编号,X,Y\nA,38490000,3710000\n"), Kind: berthKind}, importer.RefusedCRS)
		if diff := cmp.Diff([]string{"EPSG:4526"}, refusal.Candidates); diff != "" {
			t.Error(diff)
		}
	})
}

func TestCSVRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, content string
		read          int
		code          string // of the one quarantined, "" for none
	}{
		{"line breaks in cells", "\"a\nb\",lon,lat\n\"x\r\ny\",10,50\n", 1, ""},
		{"a quotation mark within", "n,lon,lat\n50°46'06.6\"N,10,50\n", 1, ""},
		{"doubled quotation marks", "n,lon,lat\n\"a \"\"b\"\"\",10,50\n", 1, ""},
		{"empty lines", "n,lon,lat\n\na,10,50\n\n", 1, ""},
		{"missing cells", "n,lon,lat,x\na,10,50\n", 1, ""},
		{"surplus cells", "n,lon,lat\na,10,50,oh\nb,10,51\n", 2, importer.CodeBadRecord},
		{"an open quotation mark", "lon,lat,n\n10,50,a\n10,51,\"b\n10,52,c\n", 2, importer.CodeBadRecord},
		{"no coordinates", "n,lon,lat\na,,\nb,10,50\n", 2, importer.CodeNullGeometry},
		{"half a position", "n,lon,lat\na,10,\nb,10,50\n", 2, importer.CodeBadCoordinate},
		{"sixty minutes", "n,lon,lat\na,10°60',50\nb,10,50\n", 2, importer.CodeBadCoordinate},
		{"latitude for longitude", "n,lon,lat\na,10N,50E\nb,10,50\n", 2, importer.CodeBadCoordinate},
		{"words", "n,lon,lat\na,inf,nan\nb,10,50\n", 2, importer.CodeBadCoordinate},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, report := take(t, importer.Options{File: write(t, "f.csv", c.content), Kind: anyKind})
			if report.Read != c.read {
				t.Errorf("read %d, want %d", report.Read, c.read)
			}
			want := map[string]int{}
			if c.code != "" {
				want[c.code] = 1
			}
			if diff := cmp.Diff(want, codes(report)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCSVEncodings(t *testing.T) {
	t.Parallel()
	const content = "编号,名称,lon,lat\n一,汇源里,10,50\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(content)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, content, choice, want string }{
		{"UTF-8", content, "", "UTF-8"},
		{"with a byte order mark", "\uFEFF" + content, "", "UTF-8"},
		{"GBK", gbk, "", "GB18030"},
		{"GBK by choice", gbk, "cp936", "GB18030"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			sink, report := take(t, importer.Options{File: write(t, "f.csv", c.content), Kind: anyKind, Encoding: c.choice})
			if got := sink.staged[0]; got.Ref != "一" || got.Name != "汇源里" || report.Encoding != c.want {
				t.Errorf("ref %q, name %q, encoding %s", got.Ref, got.Name, report.Encoding)
			}
		})
	}
	t.Run("neither of the two is asked about", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: write(t, "f.csv", "n,lon,lat\nStra\xdfe\x20\xff,10,50\n"), Kind: anyKind}, importer.RefusedEncoding)
	})
}

func TestMapping(t *testing.T) {
	t.Parallel()
	const content = "编号,楼号,停车数量,lon,lat\n1,A,5,10,50\n2,B,6,10,51\n"
	for _, c := range []struct {
		name  string
		given map[string]string
		want  map[string]string
	}{
		{"guessed", nil, map[string]string{"ref": "编号"}},
		{"given", map[string]string{"capacity": "停车数量", "ref": "楼号"}, map[string]string{"ref": "楼号", "capacity": "停车数量"}},
		{"a constant", map[string]string{"berth_class": "=motor"}, map[string]string{"ref": "编号", "berth_class": "=motor"}},
		{"no ref", map[string]string{"ref": ""}, map[string]string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, report := take(t, importer.Options{File: write(t, "f.csv", content), Kind: berthKind, Map: c.given})
			if diff := cmp.Diff(c.want, report.Map); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("a column that is not there", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: write(t, "f.csv", content), Kind: berthKind, Map: map[string]string{"ref": "门牌"}}, importer.RefusedMapping)
	})
	t.Run("an attribute that is not there", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: write(t, "f.csv", content), Kind: berthKind, Map: map[string]string{"colour": "编号"}}, importer.RefusedMapping)
	})
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"n,lon,lat\na,10,50\n", "a;wkt\n1;POINT Z (1 2 3)\n", "x\ty\n\"1\t2\n", "loc,n\n\"[1,2],[3,4],[5,6]\",\"a\"\"b\"c\n",
		"lon,lat\n1,2,3\n\n,\n", "shape\n\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[1]}\"\n", "\xff\xfe,lon,lat\n\x00,1,2",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if reader := importer.ReadCSV(text, strings.NewReader(text)); reader != nil {
			drain(t, reader, len(text))
		}
	})
}
