package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func shifted(g geo.Geometry, bend func(geo.Point) geo.Point) geo.Geometry {
	return geo.Transform(g, bend)
}

func TestImportKeepsToTheDistrict(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	mustStage(t, db, areaFile, tree(), rectify.FinishOptions{})
	records := berths(3)
	records[1].Geom = geo.Point{114.115, 33.5} // 1.4 km east of the district
	records[2].Geom = geo.Point{114.125, 33.5} // 2.3 km
	result := mustStage(t, db, berthFile, records, rectify.FinishOptions{DryRun: true})
	wantFates(t, result, "3 quarantined outside_district")
	if fate := result.Fates[0]; fate.Value != "114.125000 33.500000" || !strings.Contains(fate.Reason, "--anywhere") {
		t.Errorf("got %+v", fate)
	}
	run := berthFile
	run.Anywhere = true
	wantNumbers(t, mustStage(t, db, run, records, rectify.FinishOptions{DryRun: true}), rectify.ImportResult{New: 3})
	run = berthFile
	run.District = box(114.12, 33.4, 114.13, 33.6) // what was given counts, and nothing besides
	wantFates(t, mustStage(t, db, run, records, rectify.FinishOptions{DryRun: true}),
		"1 quarantined outside_district", "2 quarantined outside_district")
	areas := []rectify.Staged{area(1, rectify.LevelDistrict, "E", "", "Elsewhere", box(120, 30, 120.1, 30.1))}
	wantNumbers(t, mustStage(t, db, areaFile, areas, rectify.FinishOptions{}), rectify.ImportResult{New: 1})
}

func TestImportSaysWhatTheFileWasIn(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	crs := func() string {
		return query[string](t, db, `SELECT string_agg(source_crs, ' ' ORDER BY ref) FROM feature`)
	}
	run := berthFile
	run.CRS = "EPSG:4547"
	mustStage(t, db, run, berths(2), rectify.FinishOptions{})
	if got := crs(); got != "EPSG:4547 EPSG:4547" {
		t.Fatalf("got %s", got)
	}
	// A file of another CRS changes it only where it moves something.
	run.CRS = "EPSG:4326"
	records := berths(2)
	records[0].Geom = square(7)
	second := mustStage(t, db, run, records, rectify.FinishOptions{})
	if got := crs(); got != "EPSG:4326 EPSG:4547" {
		t.Errorf("after another file: %s", got)
	}
	if diff := cmp.Diff([]rectify.ChangedRecord{{Row: 1, Ref: "B-1", Fields: []string{"geom", "source_crs"}}}, second.Changes); diff != "" {
		t.Error(diff)
	}
	if _, err := db.RevertAtConsole(t.Context(), second.Run); err != nil {
		t.Fatal(err)
	}
	if got := crs(); got != "EPSG:4547 EPSG:4547" {
		t.Errorf("after the revert: %s", got)
	}
	execute(t, db, `UPDATE feature SET geom = ST_Translate(geom, 0.001, 0) WHERE ref = 'B-2'`)
	execute(t, db, `UPDATE feature SET name = 'Renamed' WHERE ref = 'B-1'`)
	if got := crs(); got != "EPSG:4547 " {
		t.Errorf("after an edit by hand: %s", got)
	}
}

func TestImportShiftsNothingTwice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, crs string
		read      func(geo.Point) geo.Point // what the numbers of what is here become when they are read in that CRS
		truth     string                    // what the refusal must say; empty for none
	}{
		{"an export of ours said to be GCJ-02", "GCJ02", geo.WGS84FromGCJ02, "EPSG:4326"},
		{"an export of ours said to be BD-09", "BD09", geo.WGS84FromBD09, "EPSG:4326"},
		{"a file from AMap said to be WGS 84", "EPSG:4326", geo.GCJ02FromWGS84, "GCJ02"},
		{"a file from Baidu said to be CGCS2000", "EPSG:4490", geo.BD09FromWGS84, "BD09"},
		{"the same again", "EPSG:4326", func(p geo.Point) geo.Point { return p }, ""},
		{"a new survey", "EPSG:4326", func(p geo.Point) geo.Point { return geo.Point{p[0] + 0.002, p[1]} }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			db := storetest.New(t, store.Options{})
			mustStage(t, db, berthFile, berths(5), rectify.FinishOptions{})
			before := fingerprint(t, db)
			run := berthFile
			run.CRS = c.crs
			records := berths(6) // the last is not here yet
			for i := range records {
				records[i].Geom = shifted(records[i].Geom, c.read)
			}
			_, err := stage(db, run, records, rectify.FinishOptions{})
			if c.truth == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var invalid *rectify.Invalid
			if !errors.As(err, &invalid) || invalid.Rule != "shifted" || !strings.Contains(invalid.Message, "--crs "+c.truth) {
				t.Errorf("got %v, want that it is %s", err, c.truth)
			}
			if after := fingerprint(t, db); after != before {
				t.Errorf("got  %s\nwant %s", after, before)
			}
		})
	}
}

func TestImportNamesPossibleDuplicates(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	mustStage(t, db, berthFile, []rectify.Staged{berth(1), berth(2), berth(3)}, rectify.FinishOptions{})
	execute(t, db, `UPDATE feature SET ref = 'Old' WHERE ref = 'B-1'`)

	records := []rectify.Staged{berth(11), berth(12), berth(13), berth(14), berth(15)}
	records[0].Geom = shifted(square(1), func(p geo.Point) geo.Point { return geo.Point{p[0] + 0.00001, p[1]} }) // 82 % of one that is here
	records[1].Geom = shifted(square(2), func(p geo.Point) geo.Point { return geo.Point{p[0] + 0.00004, p[1]} }) // 43 %: a neighbour drawn badly
	records[3].Geom = shifted(records[2].Geom, func(p geo.Point) geo.Point { return geo.Point{p[0], p[1] + 0.00002} })
	records[4].Geom = geo.Point{114.0130, 33.5700}
	for i := range records {
		records[i].Row = i + 1
	}
	run := berthFile
	run.Source = "another"
	result := mustStage(t, db, run, records, rectify.FinishOptions{})
	wantNumbers(t, result, rectify.ImportResult{New: 5})
	wantFates(t, result, "1 warned possible_duplicate", "4 warned possible_duplicate")
	if fate := result.Fates[0]; fate.Value != "Old" || !strings.Contains(fate.Reason, "82 %") {
		t.Errorf("got %+v", fate)
	}
	if fate := result.Fates[1]; fate.Value != "B-13" || !strings.Contains(fate.Reason, "67 % of the ground is common to it and to record 3") {
		t.Errorf("got %+v", fate)
	}
	wantFates(t, mustStage(t, db, run, records, rectify.FinishOptions{}))

	// One that moves onto another is told as well.
	records[4].Geom = square(3)
	moved := mustStage(t, db, run, records, rectify.FinishOptions{})
	wantFates(t, moved, "5 warned possible_duplicate")
	if moved.Fates[0].Value != "B-3" {
		t.Errorf("got %+v", moved.Fates[0])
	}
}

func TestImportTellsWhatARepairChanged(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	bent, spike := berth(1), berth(2)
	bent.Geom = geo.MultiPolygon{{{{114, 33.5}, {114.001, 33.501}, {114.001, 33.5}, {114, 33.501}, {114, 33.5}}}}
	spike.Geom = geo.MultiPolygon{{{{114.01, 33.5}, {114.012, 33.5}, {114.011, 33.5}, {114.011, 33.501}, {114.01, 33.501}, {114.01, 33.5}}}}
	result := mustStage(t, db, berthFile, []rectify.Staged{bent, spike, berth(3)}, rectify.FinishOptions{})
	wantFates(t, result, "1 repaired repaired", "2 repaired repaired")
	if got := result.Fates[0].Value; got != "+5153.1 m²" {
		t.Errorf("the bow tie: %s", got)
	}
	if got := result.Fates[1].Value; got != "+0.0 m²" {
		t.Errorf("the spike: %s", got)
	}
	if len(result.Notes) != 1 || !strings.HasPrefix(result.Notes[0], "2 geometries were mended; together that changed their area by +5153.2 m²") {
		t.Errorf("notes %q", result.Notes)
	}
}
