package importer_test

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"backstreet/geo"
	"backstreet/importer"
)

func TestGeoPackageThatSaysNotWhere(t *testing.T) {
	t.Parallel()
	file := filepath.Join("testdata", "suite", "odd.gpkg")
	t.Run("undefined degrees in China are asked about", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, importer.Options{File: file, Layer: "geographic", Kind: compoundKind}, importer.RefusedCRS)
		if len(refusal.Candidates) < 3 {
			t.Errorf("%v", refusal.Candidates)
		}
	})
	t.Run("a plane of its own is never degrees", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, importer.Options{File: file, Layer: "cartesian", Kind: compoundKind}, importer.RefusedCRS)
		if !strings.Contains(refusal.Message, "corner of the sheet") {
			t.Error(refusal.Message)
		}
	})
	t.Run("a curve becomes straight pieces, nothing is nothing", func(t *testing.T) {
		t.Parallel()
		sink, report := take(t, importer.Options{File: file, Layer: "geographic", Kind: compoundKind, CRS: "EPSG:4490"})
		if report.Read != 2 || codes(report)[string(geo.FaultEmpty)]+codes(report)[importer.CodeNullGeometry] != 1 {
			t.Fatalf("%+v", report)
		}
		ring := sink.staged[0].Geom.(geo.MultiPolygon)[0][0]
		if len(ring) < 30 || ring[0][0] < 113 {
			t.Errorf("a circle of %d corners from %v", len(ring), ring[0])
		}
	})
	if left, _ := filepath.Glob(file + "-*"); len(left) > 0 {
		t.Errorf("left beside the file: %v", left)
	}
}

func TestMapInfoParts(t *testing.T) {
	t.Parallel()
	t.Run("a table without its map", func(t *testing.T) {
		t.Parallel()
		header := "!table\n!version 300\n!charset WindowsSimpChinese\n\nDefinition Table\n  Type NATIVE Charset \"WindowsSimpChinese\"\n  Fields 1\n    a Char (10) ;\n"
		refusal := refused(t, importer.Options{File: write(t, "a.tab", header), Kind: anyKind}, importer.RefusedBroken)
		if !strings.Contains(refusal.Message, ".dat, .map and .id") {
			t.Error(refusal.Message)
		}
	})
	t.Run("attributes without geometry", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: write(t, "a.mid", "\"a\"\n"), Kind: anyKind}, importer.RefusedBroken)
	})
	t.Run("a header of nothing", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: write(t, "a.mif", "\n"), Kind: anyKind}, importer.RefusedBroken)
	})
	t.Run("a table whose names of columns GDAL has damaged", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		source := absolute(t, "testdata/suite/mapinfo/compounds.mif")
		err := importer.RunConfined(t.Context(), io.Discard, 1<<20, "MapInfo File", "ogr2ogr", "-f", "MapInfo File", "-lco", "ENCODING=CP936", filepath.Join(folder, "t.tab"), source)
		if err != nil {
			t.Fatal(err)
		}
		sink, report := take(t, importer.Options{File: filepath.Join(folder, "t.tab"), Kind: compoundKind, CRS: "EPSG:4326", Map: map[string]string{"name": "column_"}})
		if len(sink.staged) != 2 || sink.staged[0].Name != "汇源里小区" || report.Encoding != "GB18030" || len(report.Notes) == 0 {
			t.Errorf("%+v %+v", sink.staged, report)
		}
	})
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return full
}
