package importer_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"backstreet/importer"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// into imports a file into a database.
func into(t *testing.T, db *store.Store, options importer.Options) importer.Report {
	t.Helper()
	report, err := importer.Import(t.Context(), options, db, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func number(t *testing.T, db *store.Store, sql string) (n float64) {
	t.Helper()
	if err := db.Pool().QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestBoundariesIntoTheDatabase(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	options := importer.Options{File: public(t, "boundary/luohe_411100_datav_v2.geojson"), Kind: importer.AreaKind, CRS: "GCJ02"}
	report := into(t, db, options)
	if report.New != 5 {
		t.Errorf("%+v", report)
	}
	// The five fit together.
	if counts := codes(report); counts[rectify.FaultOverlap] != 0 || counts[rectify.FaultGap] != 0 {
		t.Errorf("%v", report.Records)
	}
	yuanhui := func() float64 {
		return number(t, db, `SELECT ST_Area(geom::geography) FROM area WHERE code = '411102'`)
	}
	within(t, "源汇区", yuanhui(), yuanhuiM2, yuanhuiPercent)
	if again := into(t, db, options); again.Unchanged != 5 {
		t.Errorf("again: %+v", again)
	}
	// Said to be WGS 84, the same file would move every boundary by half a kilometre.
	options.CRS = "EPSG:4326"
	var invalid *rectify.Invalid
	if _, err := importer.Import(t.Context(), options, db, nil); !errors.As(err, &invalid) || invalid.Rule != "shifted" {
		t.Errorf("got %v, want that it is shifted", err)
	}
	// Nor does one that declares nothing move the district.
	options.File, options.CRS = public(t, "boundary/yuanhui_411102_datav_v2.geojson"), ""
	if _, err := importer.Import(t.Context(), options, db, nil); !errors.As(err, &invalid) || !strings.Contains(err.Error(), "--crs GCJ02") {
		t.Errorf("got %v, want that it is said to be GCJ02", err)
	}
	within(t, "源汇区", yuanhui(), yuanhuiM2, yuanhuiPercent)
	// Berths of Xiamen are not of this district.
	fences := importer.Options{File: public(t, "berth/xiamen_fences_1_7036.csv"), Kind: kindOf(t, db, rectify.KindBerth), CRS: "EPSG:4326"}
	outside := into(t, db, fences)
	if outside.Quarantined != 7036 || codes(outside)[importer.CodeOutsideDistrict] != 7036 || importer.ExitCode(outside) != 1 {
		t.Errorf("%d quarantined, %v", outside.Quarantined, codes(outside))
	}
	fences.Anywhere = true
	if taken := into(t, db, fences); taken.New != 7036 {
		t.Errorf("%d new", taken.New)
	}
}

func TestAnOldBoundaryIsMendedAndToldAbout(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	report := into(t, db, importer.Options{
		File: public(t, "boundary/luohe_411100_echarts_legacy.geojson"), Kind: importer.AreaKind, CRS: "EPSG:4326",
		Map: map[string]string{"ref": "id", "level": "=district"},
	})
	counts := codes(report)
	if report.New != 5 || counts[importer.CodeRepaired] != 1 {
		t.Errorf("%d new, %v", report.New, counts)
	}
	if counts[rectify.FaultOverlap]+counts[rectify.FaultGap] == 0 {
		t.Errorf("nothing is said of how badly they fit: %v", counts)
	}
}

func kindOf(t *testing.T, db *store.Store, key rectify.KindKey) rectify.Kind {
	t.Helper()
	kind, err := db.ImportKind(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return kind
}

func TestFencesIntoTheDatabase(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	options := importer.Options{File: public(t, "berth/xiamen_fences_1_7036.csv"), Kind: kindOf(t, db, rectify.KindBerth), CRS: "EPSG:4326"}
	dry := options
	dry.DryRun = true
	if report := into(t, db, dry); report.New != 7036 || report.Run != 0 || number(t, db, `SELECT count(*) FROM feature`) != 0 {
		t.Errorf("the dry run: run %d, %d new", report.Run, report.New)
	}
	first := into(t, db, options)
	near(t, "area", number(t, db, `SELECT sum(measure) FROM feature`), 82929)
	if first.New != 7036 || number(t, db, `SELECT count(*) FROM feature WHERE source_crs = 'EPSG:4326'`) != 7036 {
		t.Errorf("%d new", first.New)
	}
	if again := into(t, db, options); again.Unchanged != 7036 || len(again.Changes) != 0 {
		t.Errorf("again: %d unchanged, %d new", again.Unchanged, again.New)
	}
	if _, err := db.RevertAtConsole(t.Context(), first.Run); err != nil {
		t.Fatal(err)
	}
	if left := number(t, db, `SELECT count(*) FROM feature WHERE status <> 'void'`); left != 0 {
		t.Errorf("%.0f features are left after the revert", left)
	}
}

// A survey office's projected coordinates land where its degrees say.
func TestControlPointsIntoTheDatabase(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	at := cityGrid(corners[0])
	file := write(t, "a.csv", fmt.Sprintf("id,东坐标,北坐标\n1,%.4f,%.4f\n", at[0]+100, at[1]+100))
	report := into(t, db, importer.Options{File: file, Kind: kindOf(t, db, rectify.KindBerth), Control: control(t, cityGrid, 0)})
	if report.New != 1 {
		t.Fatalf("%+v", report)
	}
	metres := number(t, db, `SELECT ST_Distance(geom::geography, ST_SetSRID(ST_MakePoint(113.9, 33.52), 4326)::geography) FROM feature`)
	if math.Abs(metres-math.Hypot(100, 100)) > 0.01 {
		t.Errorf("%.3f m from the corner, want 141.421", metres)
	}
}

// Whoever stops an import while the database works on it finds everything as it was.
func TestAStoppedImportChangesNothing(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	options := importer.Options{File: public(t, "berth/xiamen_fences_1_7036.csv"), Kind: kindOf(t, db, rectify.KindBerth), CRS: "EPSG:4326"}
	_, err := importer.Import(ctx, options, db, func(done, total int64) {
		if done == total { // everything is read; now it is applied
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was stopped", err)
	}
	if n := number(t, db, `SELECT (SELECT count(*) FROM feature) + (SELECT count(*) FROM import_run)`); n != 0 {
		t.Errorf("%.0f rows are left", n)
	}
	if report := into(t, db, options); report.New != 7036 {
		t.Errorf("afterwards: %d new", report.New)
	}
}
