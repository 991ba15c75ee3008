package importer_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"backstreet/importer"
)

// shapefile copies the suite's GBK one and lets change it: parts by their ending.
func shapefile(t *testing.T, change func(parts map[string][]byte)) string {
	t.Helper()
	parts := map[string][]byte{}
	for _, ending := range []string{".shp", ".shx", ".dbf", ".prj"} {
		content, err := os.ReadFile(filepath.Join("testdata", "suite", "shp_no_hint", "compounds"+ending))
		if err != nil {
			t.Fatal(err)
		}
		parts[ending] = content
	}
	change(parts)
	folder := t.TempDir()
	for ending, content := range parts {
		if err := os.WriteFile(filepath.Join(folder, "小区"+ending), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(folder, "小区.shp")
}

// swapText puts other bytes of the same length into a .dbf.
func swapText(t *testing.T, dbf []byte, old, replacement string) []byte {
	t.Helper()
	was, err := simplifiedchinese.GBK.NewEncoder().String(old)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(dbf, []byte(was)) || len(replacement) > len(was) {
		t.Fatalf("%q cannot be replaced", old)
	}
	return bytes.ReplaceAll(dbf, []byte(was), []byte(replacement+strings.Repeat(" ", len(was)-len(replacement))))
}

func TestShapefileText(t *testing.T) {
	t.Parallel()
	big5, _ := traditionalchinese.Big5.NewEncoder().String("匯源里小區")
	for _, c := range []struct {
		name     string
		change   func(parts map[string][]byte)
		encoding string // chosen
		want     string // encoding in the report
		first    string // name of the first record
	}{
		{name: "a .cpg that is wrong is passed over", change: func(p map[string][]byte) { p[".cpg"] = []byte("UTF-8") }, want: "GB18030", first: "汇源里小区"},
		{name: "a .cpg with a byte order mark", change: func(p map[string][]byte) { p[".cpg"] = []byte("\xEF\xBB\xBFGBK\r\n") }, want: "GB18030", first: "汇源里小区"},
		{name: "a .cpg that calls Chinese Western", change: func(p map[string][]byte) { p[".cpg"] = []byte("1252") }, want: "GB18030", first: "汇源里小区"},
		{name: "accents that stand alone are Western", change: func(p map[string][]byte) {
			p[".cpg"] = []byte("1252")
			for old, western := range map[string]string{"汇源里小区": "Stra\xdfe", "老街社区家属院": "Z\xfcrich", "无图小区": "x", "编号": "ref", "名称": "name", "户数": "n"} {
				p[".dbf"] = swapText(t, p[".dbf"], old, western)
			}
		}, want: "WINDOWS-1252", first: "Straße"},
		{name: "a web page as .cpg", change: func(p map[string][]byte) { p[".cpg"] = []byte("<!DOCTYPE html>") }, want: "GB18030", first: "汇源里小区"},
		{name: "a web page as .prj", change: func(p map[string][]byte) { p[".prj"] = []byte("<html>404</html>") }, want: "GB18030", first: "汇源里小区"},
		{name: "a wrong language driver id is passed over", change: func(p map[string][]byte) { p[".dbf"][29] = 0x13 }, want: "GB18030", first: "汇源里小区"},
		{name: "the .cpg goes before the language driver id", change: func(p map[string][]byte) {
			p[".cpg"], p[".dbf"][29] = []byte("BIG5"), 0x4D
			p[".dbf"] = swapText(t, p[".dbf"], "汇源里小区", big5)
			p[".dbf"] = swapText(t, p[".dbf"], "老街社区家属院", "x")
			p[".dbf"] = swapText(t, p[".dbf"], "无图小区", "x")
			p[".dbf"] = swapText(t, p[".dbf"], "编号", "ref")
			p[".dbf"] = swapText(t, p[".dbf"], "名称", "name")
			p[".dbf"] = swapText(t, p[".dbf"], "户数", "n")
		}, want: "BIG5", first: "匯源里小區"},
		{name: "the user's choice goes before all", encoding: "gbk", change: func(p map[string][]byte) { p[".cpg"] = []byte("windows-1252") }, want: "GB18030", first: "汇源里小区"},
		{name: "upper-case endings", change: func(p map[string][]byte) {
			for _, ending := range []string{".shx", ".dbf", ".prj"} {
				p[strings.ToUpper(ending)] = p[ending]
				delete(p, ending)
			}
		}, want: "GB18030", first: "汇源里小区"},
		{name: "without .shx", change: func(p map[string][]byte) { delete(p, ".shx") }, want: "GB18030", first: "汇源里小区"},
		{name: "without .dbf", change: func(p map[string][]byte) { delete(p, ".dbf") }, want: "UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := shapefile(t, c.change)
			sink, report := take(t, importer.Options{File: file, Kind: compoundKind, CRS: "EPSG:4326", Encoding: c.encoding})
			if report.Encoding != c.want || sink.staged[0].Name != c.first {
				t.Errorf("encoding %s, first %q, notes %q", report.Encoding, sink.staged[0].Name, report.Notes)
			}
		})
	}
}

func TestShapefileTextThatCannotBe(t *testing.T) {
	t.Parallel()
	t.Run("neither UTF-8 nor GB18030 is asked about", func(t *testing.T) {
		t.Parallel()
		file := shapefile(t, func(p map[string][]byte) { p[".dbf"] = swapText(t, p[".dbf"], "汇源里小区", "\xff \xff \xff") })
		_ = refused(t, importer.Options{File: file, Kind: compoundKind, CRS: "EPSG:4326"}, importer.RefusedEncoding)
	})
	t.Run("a choice that does not fit is refused", func(t *testing.T) {
		t.Parallel()
		file := shapefile(t, func(map[string][]byte) {})
		_ = refused(t, importer.Options{File: file, Kind: compoundKind, CRS: "EPSG:4326", Encoding: "UTF-8"}, importer.RefusedEncoding)
	})
	t.Run("text that was lost before is quarantined", func(t *testing.T) {
		t.Parallel()
		content := `{"type":"Feature","properties":{"名称":"汇源\ufffd\ufffd小区"},"geometry":{"type":"Point","coordinates":[10,50]}}`
		sink, report := take(t, importer.Options{File: write(t, "a.geojson", content), Kind: anyKind})
		if codes(report)[importer.CodeBadText] != 1 || len(sink.staged) != 0 {
			t.Errorf("%v", codes(report))
		}
	})
}

// Names have 10 bytes: five characters in GBK, three and a third in UTF-8.
func TestCutText(t *testing.T) {
	t.Parallel()
	gbk, _ := simplifiedchinese.GBK.NewEncoder().String("A整治后照片")
	for _, c := range []struct {
		encoding, text, want string
		ok                   bool
	}{
		{"gbk", gbk[:10], "A整治后照", true},
		{"utf-8", "整治后照片"[:10], "整治后", true},
		{"utf-8", "整治后照片"[:11], "整治后", true},
		{"utf-8", "整治后"[:9], "整治后", true},
		{"utf-8", "整\xb0\xa1后", "", false},
		{"gbk", "\xff\xff小", "", false},
		{"utf-8", "", "", true},
	} {
		got, ok := importer.DecodeCut(c.encoding, []byte(c.text))
		if got != c.want || ok != c.ok {
			t.Errorf("%s %q: got %q, %v, want %q, %v", c.encoding, c.text, got, ok, c.want, c.ok)
		}
	}
}

func TestCutFieldNames(t *testing.T) {
	t.Parallel()
	file := shapefile(t, func(p map[string][]byte) {
		at := bytes.Index(p[".dbf"][32:], []byte("N")) // the kind of the number's field, 11 bytes after its name
		name := p[".dbf"][32+at-11 : 32+at]
		copy(name, "A\xd5\xfb\xd6\xce\xba\xf3\xd5\xd5\xc6") // A整治后照 and half of 片
	})
	sink, report := take(t, importer.Options{File: file, Kind: compoundKind, CRS: "EPSG:4326"})
	original := sink.staged[0].Attributes[importer.OriginalAttribute].(map[string]any)
	if original["A整治后照"] == nil || report.Encoding != "GB18030" {
		t.Errorf("encoding %s: %v", report.Encoding, original)
	}
}

func FuzzDBF(f *testing.F) {
	for _, folder := range []string{"shp_UTF-8", "shp_CP936"} {
		content, err := os.ReadFile(filepath.Join("testdata", "suite", folder, "compounds.dbf"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
		f.Add(content[:40])
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		read := 0
		_ = importer.DBFTexts(content, func(text []byte, _ bool) bool {
			read += len(text)
			return true
		})
		if read > len(content) {
			t.Fatalf("%d bytes of text in %d", read, len(content))
		}
	})
}

func FuzzDecodeCut(f *testing.F) {
	for _, name := range []string{"utf-8", "gbk", "big5", "windows-1252", "shift_jis"} {
		f.Add(name, []byte("整治后照片"))
		f.Add(name, []byte("A\xd5\xfb\xd6\xce\xba\xf3\xd5\xd5\xc6"))
		f.Add(name, []byte("\x84\x31\xa4\x37"))
	}
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		if !slices.Contains([]string{"utf-8", "gbk", "big5", "windows-1252", "shift_jis"}, name) {
			return
		}
		decoded, ok := importer.DecodeCut(name, text)
		if !utf8.ValidString(decoded) || ok && name != "utf-8" && strings.ContainsRune(decoded, utf8.RuneError) {
			t.Fatalf("%s %q: %q", name, text, decoded)
		}
	})
}
