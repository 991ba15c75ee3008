package export_test

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"backstreet/importer"
	"backstreet/importer/export"
	"backstreet/rectify"
)

func only(kind rectify.KindKey) rectify.Filter { return rectify.Filter{Kinds: []rectify.KindKey{kind}} }

// unzipped gives the files of an archive.
func unzipped(t *testing.T, path string) map[string]string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	files := map[string]string{}
	for _, entry := range archive.File {
		content, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name] = string(text)
	}
	return files
}

// byGDAL reads a layer with GDAL, as a reader that knows nothing of us.
func byGDAL(t *testing.T, path, layer string) (features []struct {
	Properties map[string]any
	Geometry   struct{ Type string }
},
) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "ogr2ogr", "-f", "GeoJSON", "/vsistdout/", path, layer)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("ogr2ogr %s: %v", path, err)
	}
	collection := struct{ Features any }{&features}
	if err := json.Unmarshal(out, &collection); err != nil {
		t.Fatal(err)
	}
	return features
}

func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func codes(notes []rectify.ExportNote) []string {
	codes := make([]string, len(notes))
	for i, note := range notes {
		codes[i] = note.Code
		if note.Detail == "" || strings.Contains(note.Detail, "%!") {
			codes[i] += " says nothing: " + note.Detail
		}
	}
	return codes
}

func TestShapefile(t *testing.T) {
	t.Parallel()
	db := newWorld(t)
	for _, encoding := range []string{"UTF-8", "GBK"} {
		result := exported(t, db, only(rectify.KindCompound), rectify.ExportOptions{Format: rectify.FormatShapefile, Encoding: encoding})
		files := unzipped(t, result.Path)
		if files["compound.cpg"] != encoding {
			t.Errorf("the .cpg says %q", files["compound.cpg"])
		}
		if driver := files["compound.dbf"][29]; encoding == "GBK" && driver != 0x4D {
			t.Errorf("the language driver is %x", driver)
		}
		features := byGDAL(t, "/vsizip/"+result.Path, "compound")
		if len(features) != 2 || features[0].Properties["name"] != "“老街”, 一号院\n\"二期\"" || features[0].Properties["households"] != 120.0 {
			t.Errorf("%s: GDAL reads %v", encoding, features)
		}
		for field := range features[0].Properties {
			if len(field) > 10 {
				t.Errorf("the field %s is too long", field)
			}
		}
		if !slices.ContainsFunc(readCSV(t, files["compound.fields.csv"]), func(row []string) bool {
			return row[0] == "managemen1" && row[1] == "management_at_start" && row[2] == "创建之初物业管理"
		}) {
			t.Errorf("the table of fields is\n%s", files["compound.fields.csv"])
		}
		whole := readCSV(t, files["compound.long.csv"])[1]
		if cut := features[0].Properties["original"].(string); !strings.HasPrefix(whole[2], cut) || len(whole[2]) == len(cut) || whole[1] != "original" {
			t.Errorf("cut to %q, whole %v", cut, whole)
		}
		if diff := cmp.Diff([]string{"field_names", "texts_cut"}, codes(result.Notes)); diff != "" {
			t.Error(diff)
		}
		if !strings.Contains(files["README.txt"], "全文见") || !strings.Contains(files["README.txt"], "are cut") {
			t.Errorf("README.txt says %q", files["README.txt"])
		}
	}

	berths := unzipped(t, exported(t, db, only(rectify.KindBerth), rectify.ExportOptions{Format: rectify.FormatShapefile}).Path)
	if berths["berth_point.shp"] == "" || berths["berth_polygon.shp"] == "" {
		t.Error("points and areas do not fit one Shapefile, and there are not two")
	}
	strange := exported(t, db, only(rectify.KindPaintedWall), rectify.ExportOptions{Format: rectify.FormatShapefile, Encoding: "GBK"})
	if wall := byGDAL(t, "/vsizip/"+strange.Path, "painted_wall")[0]; wall.Properties["finish"] != "?色" || wall.Properties["ref"] != "2022-08-30" {
		t.Errorf("GDAL reads %v", wall)
	}
	if !slices.Contains(codes(strange.Notes), "not_in_gbk") {
		t.Errorf("nobody says that a character was lost: %v", strange.Notes)
	}
}

func TestCSV(t *testing.T) {
	t.Parallel()
	db := newWorld(t)
	result := exported(t, db, only(rectify.KindBackStreet), rectify.ExportOptions{Format: rectify.FormatCSV})
	text := readFile(t, result.Path)
	if !strings.HasPrefix(text, "\uFEFF") {
		t.Error("Excel would not see that it is UTF-8")
	}
	rows := readCSV(t, text)
	street := map[string]string{}
	for i, name := range rows[0] {
		street[name] = rows[1][i]
	}
	for name, want := range map[string]string{
		"name": `'=HYPERLINK("x")`, "surface": "'@水泥 <路> & 砖", "ref": "007", "width_m": "2.4", "lighting": "true", "due_on": "",
		"geometry": "MULTILINESTRING ((114 33.5,114.12345678901235 33.51),(114.2 33.6,114.21 33.61,114.22 33.6))",
	} {
		if street[name] != want {
			t.Errorf("%s is %q, want %q", name, street[name], want)
		}
	}
	if diff := cmp.Diff([]string{"escaped", "original_json"}, codes(result.Notes)); diff != "" {
		t.Error(diff)
	}
	for _, kind := range []rectify.KindKey{rectify.KindCompound, rectify.KindBackStreet, rectify.KindPaintedWall, rectify.KindBerth} {
		result := exported(t, db, only(kind), rectify.ExportOptions{Format: rectify.FormatCSV})
		if report := imported(t, db, result.Path, string(kind), importer.Options{DryRun: true, CRS: "EPSG:4326"}); report.Read == 0 || report.Unchanged != report.Read {
			t.Errorf("%s comes back as %+v", kind, report)
		}
	}

	gbk := readFile(t, exported(t, db, only(rectify.KindPaintedWall), rectify.ExportOptions{Format: rectify.FormatCSV, Encoding: "GBK"}).Path)
	decoded, err := simplifiedchinese.GBK.NewDecoder().String(gbk)
	if err != nil || !strings.Contains(decoded, "?色") {
		t.Errorf("GBK reads %q, %v", decoded, err)
	}
	several := unzipped(t, exported(t, db, rectify.Filter{}, rectify.ExportOptions{Format: rectify.FormatCSV}).Path)
	if len(several) != 5 { // four kinds and the notes
		t.Errorf("of four kinds there are %d files", len(several))
	}
}

func TestKML(t *testing.T) {
	t.Parallel()
	db := newWorld(t)
	result := exported(t, db, rectify.Filter{}, rectify.ExportOptions{Format: rectify.FormatKML})
	if features := byGDAL(t, result.Path, "小区"); len(features) != 2 || !strings.HasPrefix(features[0].Geometry.Type, "Multi") {
		t.Errorf("GDAL reads %v", features)
	}
	text := readFile(t, result.Path)
	for _, want := range []string{
		`<name>=HYPERLINK(&#34;x&#34;)</name>`, `<Data name="surface"><displayName>路面</displayName><value>@水泥 &lt;路&gt; &amp; 砖</value></Data>`,
		`<innerBoundaryIs><LinearRing><coordinates>114.012,33.572 114.012,33.574`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s", want)
		}
	}
	_, err := export.New(t.TempDir(), "out", rectify.ExportOptions{Format: rectify.FormatKML, CRS: "EPSG:4547"})
	if !errors.Is(err, rectify.ErrInvalid) {
		t.Errorf("KML in another CRS: %v", err)
	}
}

func TestXLSX(t *testing.T) {
	t.Parallel()
	db := newWorld(t)
	result := exported(t, db, rectify.Filter{}, rectify.ExportOptions{Format: rectify.FormatXLSX})
	book, err := excelize.OpenFile(result.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }() // it was only read
	if diff := cmp.Diff([]string{"小区", "背街小巷", "粉刷墙体", "泊位", "字段 fields"}, book.GetSheetList()); diff != "" {
		t.Fatal(diff)
	}
	rows, err := book.GetRows("背街小巷")
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for name, want := range map[string]struct {
		text string
		kind excelize.CellType
	}{
		"name": {`=HYPERLINK("x")`, excelize.CellTypeInlineString}, "ref": {"007", excelize.CellTypeInlineString},
		"width_m": {"2.4", excelize.CellTypeNumber}, "lighting": {"TRUE", excelize.CellTypeBool}, "quantity": {"1", excelize.CellTypeNumber},
	} {
		column := slices.Index(rows[0], name)
		cell, err := excelize.CoordinatesToCellName(column+1, 2)
		if err != nil {
			t.Fatal(err)
		}
		formula, _ := book.GetCellFormula("背街小巷", cell)
		kind, _ := book.GetCellType("背街小巷", cell)
		if kind == excelize.CellTypeUnset {
			kind = excelize.CellTypeNumber // as the format has it where nothing is said
		}
		if rows[1][column] != want.text || formula != "" || kind != want.kind {
			t.Errorf("%s is %q of type %d with the formula %q", name, rows[1][column], kind, formula)
		}
	}
}

// The last sheet says what the columns are; the import finds the one with geometry by itself.
func TestAWorkbookComesBack(t *testing.T) {
	t.Parallel()
	db := newWorld(t)
	for _, kind := range []rectify.KindKey{rectify.KindCompound, rectify.KindBackStreet, rectify.KindPaintedWall, rectify.KindBerth} {
		result := exported(t, db, only(kind), rectify.ExportOptions{Format: rectify.FormatXLSX})
		report := imported(t, db, result.Path, string(kind), importer.Options{DryRun: true, CRS: "EPSG:4326"})
		if report.Read == 0 || report.Unchanged != report.Read {
			t.Errorf("%s comes back as %+v", kind, report)
		}
	}
	result := exported(t, db, rectify.Filter{}, rectify.ExportOptions{Format: rectify.FormatXLSX})
	berth, err := db.ImportKind(t.Context(), rectify.KindBerth)
	if err != nil {
		t.Fatal(err)
	}
	var refusal *importer.Refusal
	_, err = importer.Import(t.Context(), importer.Options{File: result.Path, Kind: berth, CRS: "EPSG:4326", DryRun: true}, db, nil)
	if !errors.As(err, &refusal) || !slices.Equal(refusal.Candidates, []string{"小区", "背街小巷", "粉刷墙体", "泊位"}) {
		t.Errorf("of several sheets: %v, want to be asked for one of those with geometry", err)
	}
	report := imported(t, db, result.Path, "berth", importer.Options{DryRun: true, CRS: "EPSG:4326", Layer: "泊位"})
	if report.Unchanged != 2 {
		t.Errorf("of several sheets, one comes back as %+v", report)
	}
}

func TestShiftedCoordinatesComeBack(t *testing.T) {
	t.Parallel()
	db := newWorld(t)
	compound, err := db.ImportKind(t.Context(), rectify.KindCompound)
	if err != nil {
		t.Fatal(err)
	}
	var invalid *rectify.Invalid
	for _, crs := range []string{"GCJ02", "BD09"} {
		result := exported(t, db, only(rectify.KindCompound), rectify.ExportOptions{Format: rectify.FormatGeoPackage, CRS: crs})
		if !slices.Contains(codes(result.Notes), "crs_undeclared") {
			t.Errorf("nobody says that it is %s: %v", crs, result.Notes)
		}
		if report := imported(t, db, result.Path, "compound", importer.Options{DryRun: true, CRS: crs}); report.Unchanged != 2 {
			t.Errorf("%s comes back as %+v", crs, report)
		}
		options := importer.Options{File: result.Path, Kind: compound, DryRun: true, CRS: "EPSG:4326"}
		if _, err := importer.Import(t.Context(), options, db, nil); !errors.As(err, &invalid) || invalid.Rule != "shifted" || !strings.Contains(err.Error(), crs) {
			t.Errorf("read as WGS 84: %v, want that it is %s", err, crs)
		}
	}
	_, err = export.New(t.TempDir(), "out", rectify.ExportOptions{Format: rectify.FormatCSV, CRS: "EPSG:2435"})
	if !errors.Is(err, rectify.ErrInvalid) || !strings.Contains(err.Error(), "no public transformation") {
		t.Errorf("Beijing 1954: %v", err)
	}
}

func TestAnExportThatIsStoppedLeavesNothing(t *testing.T) {
	t.Parallel()
	db := newWorld(t)
	for _, format := range rectify.ExportFormats {
		dir := t.TempDir()
		file, err := export.New(dir, "out", rectify.ExportOptions{Format: format})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		stop := func(done, _ int64) {
			if done == 3 {
				cancel()
			}
		}
		tally, err := db.Export(ctx, rectify.ExportQuery{Today: today, SRID: file.SRID()}, file, stop)
		if err == nil {
			_, err = file.Finish(ctx, tally)
		}
		file.Close()
		if left, _ := filepath.Glob(filepath.Join(dir, ".*")); err == nil || len(left) > 0 {
			t.Errorf("%s: stopped with %v, left %v", format, err, left)
		}
	}
	file, err := export.New(t.TempDir(), "out", rectify.ExportOptions{Format: rectify.FormatCSV})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Finish(t.Context(), rectify.ExportTally{}); !errors.Is(err, export.ErrNothing) {
		t.Errorf("an export of nothing: %v", err)
	}
}
