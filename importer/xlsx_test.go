package importer_test

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"backstreet/geo"
	"backstreet/importer"
)

// workbook writes sheets of rows; a sheet whose name begins with a dash is hidden.
func workbook(t *testing.T, sheets map[string][][]any, change func(*excelize.File)) string {
	t.Helper()
	book := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, rows := range sheets {
		_, err := book.NewSheet(name)
		check(err)
		for i, row := range rows {
			cell, err := excelize.CoordinatesToCellName(1, i+1)
			check(err)
			check(book.SetSheetRow(name, cell, &row))
		}
		check(book.SetSheetVisible(name, name[0] != '-'))
	}
	if change != nil {
		change(book)
	}
	path := filepath.Join(t.TempDir(), "f.xlsx")
	check(book.SaveAs(path))
	return path
}

func TestXLSXGeometry(t *testing.T) {
	t.Parallel()
	square := geo.MultiPolygon{{{{10, 50}, {10.1, 50}, {10.1, 50.1}, {10, 50}}}}
	for _, c := range []struct {
		name string
		rows [][]any
		want geo.Geometry
	}{
		{"numbers", [][]any{{"名称", "经度", "纬度"}, {"a", 10.5, 50.25}}, geo.Point{10.5, 50.25}},
		{"texts", [][]any{{"名称", "纬度", "经度"}, {"a", "50.25", "10.5"}}, geo.Point{10.5, 50.25}},
		{"degrees, minutes, seconds", [][]any{{"名称", "经度", "纬度"}, {"a", `10°30'36"`, "50度15分"}}, geo.Point{10.51, 50.25}},
		{"a position in a cell", [][]any{{"名称", "经纬度"}, {"a", "10.5，50.25"}}, geo.Point{10.5, 50.25}},
		{"a ring in a cell", [][]any{{"名称", "边界"}, {"a", "[10,50],[10.1,50],[10.1,50.1],[10,50]"}}, square},
		{"WKT", [][]any{{"名称", "几何"}, {"a", "POLYGON((10 50,10.1 50,10.1 50.1,10 50))"}}, square},
		{"a title and an empty row above", [][]any{{"街巷整治台账"}, nil, {"单位：", "住建局"}, {"序号", "名称", "经度", "纬度", "备注"}, {1, "a", 10.5, 50.25, "x"}, {2, "b", nil, nil, "y"}}, geo.Point{10.5, 50.25}},
		{"a header of two rows", [][]any{{"序号", "名称", "坐标", nil, "备注"}, {nil, nil, "经度", "纬度"}, {1, "a", 10.5, 50.25, "x"}}, geo.Point{10.5, 50.25}},
		{"a year for a name", [][]any{{"泊位数"}, {"名称", "经度", "纬度", 2021, 2022}, {"a", 10.5, 50.25, 3, 4}}, geo.Point{10.5, 50.25}},
		{"X and Y", [][]any{{"名称", "X", "Y"}, {"a", 10.5, 50.25}}, geo.Point{10.5, 50.25}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := workbook(t, map[string][][]any{"台账": c.rows}, nil)
			sink, report := take(t, importer.Options{File: file, Kind: anyKind})
			if report.Layer != "台账" || len(sink.staged) != 1 {
				t.Fatalf("layer %q, %+v", report.Layer, report.Records)
			}
			if diff := cmp.Diff(c.want, sink.staged[0].Geom, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestXLSXValues(t *testing.T) {
	t.Parallel()
	day := time.Date(2022, 8, 30, 0, 0, 0, 0, time.UTC)
	file := workbook(t, map[string][][]any{"台账": {
		{"编号", "lon", "lat", "栋", "日期", "时刻", "真", "身份", "门牌", "面积", "空", "错"},
		{"007", 10, 50, 12, day, day.Add(9*time.Hour + 15*time.Minute), true, "411102199001011234", "12E3", 0.25, nil, nil, "旁注"},
	}}, func(book *excelize.File) {
		if err := book.SetCellFormula("台账", "L2", "NA()"); err != nil {
			t.Error(err)
		}
	})
	sink, report := take(t, importer.Options{File: file, Kind: anyKind, Map: map[string]string{"ref": "编号"}})
	if report.Format != "XLSX" || len(sink.staged) != 1 || sink.staged[0].Ref != "007" {
		t.Fatalf("%+v", report)
	}
	want := map[string]any{
		"栋": json.Number("12"), "日期": "2022-08-30", "时刻": "2022-08-30 09:15:00", "真": true, "身份": "411102199001011234", "门牌": "12E3",
		"面积": json.Number("0.25"), "column13": "旁注",
	}
	if diff := cmp.Diff(want, sink.staged[0].Attributes[importer.OriginalAttribute]); diff != "" {
		t.Error(diff)
	}
}

func TestXLSXSheets(t *testing.T) {
	t.Parallel()
	table := [][]any{{"名称", "lon", "lat"}, {"a", 10, 50}}
	t.Run("the only sheet with coordinates is taken", func(t *testing.T) {
		t.Parallel()
		file := workbook(t, map[string][][]any{"说明": {{"怎样填表"}, {"一"}}, "泊位": table, "-旧": table}, nil)
		if _, report := take(t, importer.Options{File: file, Kind: anyKind}); report.Layer != "泊位" {
			t.Errorf("layer %q", report.Layer)
		}
	})
	two := map[string][][]any{"小区": table, "泊位": {{"名称", "lon", "lat"}, {"b", 11, 51}, {"c", 12, 52}}}
	t.Run("several are asked about", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, importer.Options{File: workbook(t, two, nil), Kind: anyKind}, importer.RefusedLayer)
		sorted := cmpopts.SortSlices(func(a, b string) bool { return a < b })
		if diff := cmp.Diff([]string{"小区", "泊位"}, refusal.Candidates, sorted); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("the one that was named is taken", func(t *testing.T) {
		t.Parallel()
		if _, report := take(t, importer.Options{File: workbook(t, two, nil), Kind: anyKind, Layer: "泊位"}); report.New != 2 {
			t.Errorf("%+v", report)
		}
	})
	t.Run("a sheet that is not there", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: workbook(t, two, nil), Kind: anyKind, Layer: "墙体"}, importer.RefusedLayer)
	})
	t.Run("no coordinates", func(t *testing.T) {
		t.Parallel()
		file := workbook(t, map[string][][]any{"小区": {{"名称", "户数"}, {"a", 10}}}, nil)
		_ = refused(t, importer.Options{File: file, Kind: anyKind}, importer.RefusedMapping)
	})
	t.Run("nothing at all", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: workbook(t, nil, nil), Kind: anyKind}, importer.RefusedEmpty)
	})
}

func TestXLSXRefused(t *testing.T) {
	t.Parallel()
	const ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	for _, c := range []struct{ name, file, content, code string }{
		{"an old workbook", "f.xls", ole + "rest", importer.RefusedFormat},
		{"a locked workbook", "f.xlsx", ole + "rest", importer.RefusedFormat},
		{"text under a workbook's name", "f.xls", "<table><tr><td>经度</td></tr></table>", importer.RefusedFormat},
		{"half a workbook", "f.xlsx", "PK\x03\x04half", importer.RefusedBroken},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_ = refused(t, importer.Options{File: write(t, c.file, c.content), Kind: anyKind}, c.code)
		})
	}
	t.Run("a cell far to the right", func(t *testing.T) {
		t.Parallel()
		file := workbook(t, map[string][][]any{"台账": {{"lon", "lat"}, {10, 50}}}, func(book *excelize.File) {
			if err := book.SetCellValue("台账", "XFD2", "x"); err != nil {
				t.Error(err)
			}
		})
		_ = refused(t, importer.Options{File: file, Kind: anyKind}, importer.RefusedLimit)
	})
	t.Run("a bomb", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "f.xlsx")
		if err := writeBomb(path, 600<<20); err != nil {
			t.Fatal(err)
		}
		_ = refused(t, importer.Options{File: path, Kind: anyKind}, importer.RefusedLimit)
	})
}

// What the fuzz target varies has to be a workbook to begin with.
func TestXLSXBare(t *testing.T) {
	t.Parallel()
	sheet := `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>lat</t></is></c></row><row r="1048576"><c r="A1048576"><v>10.5</v></c><c r="B1048576"><v>5E+1</v></c></row></sheetData></worksheet>`
	texts := `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>lon</t></si></sst>`
	sink, _ := take(t, importer.Options{File: write(t, "f.xlsx", bareWorkbook(t, sheet, texts)), Kind: anyKind})
	if diff := cmp.Diff(geo.Geometry(geo.Point{10.5, 50}), sink.staged[0].Geom); diff != "" {
		t.Error(diff)
	}
}

// writeBomb makes an archive whose only part unpacks to so many bytes of zero.
func writeBomb(path string, size int) (err error) {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	archive := zip.NewWriter(file)
	part, err := archive.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	zeros := make([]byte, 1<<20)
	for range size >> 20 {
		if _, err := part.Write(zeros); err != nil {
			return err
		}
	}
	return archive.Close()
}
