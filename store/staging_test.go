package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

var _ interface {
	Begin(context.Context, rectify.Incoming) (rectify.Staging, error)
} = (*store.Store)(nil) // what importer.Sink asks for

// square is a berth of about 10 m × 10 m, whose lower left corner is n steps of 100 m to the east.
func square(n float64) geo.MultiPolygon {
	const side = 0.0001
	lon, lat := 114.01+n*0.001, 33.57
	return geo.MultiPolygon{{{{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}}}}
}

// berth is record n of a file.
func berth(n int) rectify.Staged {
	return rectify.Staged{
		Row: n, Ref: fmt.Sprintf("B-%d", n), Key: fmt.Sprintf("B-%d", n), Name: fmt.Sprintf("Berth %d", n),
		Attributes: map[string]any{"capacity": 10, "berth_class": "non_motor"}, Geom: square(float64(n)), SRID: 4326,
	}
}

func berths(n int) []rectify.Staged {
	records := make([]rectify.Staged, n)
	for i := range records {
		records[i] = berth(i + 1)
	}
	return records
}

var berthFile = rectify.Incoming{Kind: rectify.KindBerth, Source: "berths", File: "berths.geojson"}

func stage(db *store.Store, run rectify.Incoming, records []rectify.Staged, options rectify.FinishOptions) (rectify.ImportResult, error) {
	ctx := context.Background()
	staging, err := db.Begin(ctx, run)
	if err != nil {
		return rectify.ImportResult{}, err
	}
	defer staging.Abort(ctx)
	if err := staging.Put(ctx, records); err != nil {
		return rectify.ImportResult{}, err
	}
	return staging.Finish(ctx, options)
}

func mustStage(t *testing.T, db *store.Store, run rectify.Incoming, records []rectify.Staged, options rectify.FinishOptions) rectify.ImportResult {
	t.Helper()
	result, err := stage(db, run, records, options)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// numbers are the counts of a result, without run and fates.
func numbers(r rectify.ImportResult) rectify.ImportResult {
	return rectify.ImportResult{New: r.New, Changed: r.Changed, Unchanged: r.Unchanged, Gone: r.Gone, Repaired: r.Repaired}
}

func wantNumbers(t *testing.T, got, want rectify.ImportResult) {
	t.Helper()
	if diff := cmp.Diff(want, numbers(got)); diff != "" {
		t.Errorf("numbers (-want +got):\n%s\nfates: %+v", diff, got.Fates)
	}
}

// wantFates compares "row code" of each.
func wantFates(t *testing.T, result rectify.ImportResult, want ...string) {
	t.Helper()
	got := []string{}
	for _, fate := range result.Fates {
		got = append(got, fmt.Sprintf("%d %s %s", fate.Row, fate.Fate, fate.Code))
	}
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		t.Errorf("fates (-want +got):\n%s\n%+v", diff, result.Fates)
	}
}

func query[T any](t *testing.T, db *store.Store, sql string, args ...any) (value T) {
	t.Helper()
	if err := db.Pool().QueryRow(context.Background(), sql, args...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return value
}

func execute(t *testing.T, db *store.Store, sql string, args ...any) {
	t.Helper()
	if _, err := db.Pool().Exec(context.Background(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// fingerprint tells whether anything that followers and people see has changed.
func fingerprint(t *testing.T, db *store.Store) string {
	t.Helper()
	return query[string](t, db, `
		SELECT format('%s features, versions %s, %s events, %s changes, %s areas, %s context',
			(SELECT count(*) FROM feature), (SELECT sum(version) FROM feature), (SELECT count(*) FROM event),
			(SELECT count(*) FROM change), (SELECT count(*) FROM area), (SELECT count(*) FROM context))`)
}

func TestImport(t *testing.T) {
	t.Parallel()

	t.Run("new records become features with a history", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		records := berths(3)
		records[1].Status = rectify.Listed
		records[2].Status = rectify.Verified // must be earned
		result := mustStage(t, db, berthFile, records, rectify.FinishOptions{})
		wantNumbers(t, result, rectify.ImportResult{New: 3})
		got := query[string](t, db, `
			SELECT string_agg(format('%s %s %s %s %s', f.ref, f.status, f.listed_on IS NOT NULL, f.quantity, e.event), '; ' ORDER BY f.ref)
			FROM feature f JOIN event e ON e.feature_id = f.id AND e.import_id = f.import_id AND f.import_id = $1`, result.Run)
		if want := "B-1 unsurveyed f 10 import; B-2 listed t 10 import; B-3 unsurveyed f 10 import"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if version := query[string](t, db, `SELECT substr(uid::text, 15, 1) FROM feature LIMIT 1`); version != "7" {
			t.Errorf("the uid is a UUIDv%s, want 7", version)
		}
	})

	t.Run("the same file again changes nothing", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		mustStage(t, db, berthFile, berths(50), rectify.FinishOptions{})
		before := fingerprint(t, db)
		result := mustStage(t, db, berthFile, berths(50), rectify.FinishOptions{})
		wantNumbers(t, result, rectify.ImportResult{Unchanged: 50})
		if after := fingerprint(t, db); after != before {
			t.Errorf("got  %s\nwant %s", after, before)
		}
	})

	t.Run("nine decimals are the same place", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		mustStage(t, db, berthFile, berths(1), rectify.FinishOptions{})
		moved := berth(1)
		moved.Geom = geo.Transform(moved.Geom, func(p geo.Point) geo.Point { return geo.Point{p[0] + 0.6e-9, p[1] - 0.6e-9} })
		wantNumbers(t, mustStage(t, db, berthFile, []rectify.Staged{moved}, rectify.FinishOptions{}), rectify.ImportResult{Unchanged: 1})
		moved.Geom = geo.Transform(moved.Geom, func(p geo.Point) geo.Point { return geo.Point{p[0] + 1e-8, p[1]} })
		wantNumbers(t, mustStage(t, db, berthFile, []rectify.Staged{moved}, rectify.FinishOptions{}), rectify.ImportResult{Changed: 1})
	})

	t.Run("what differs is changed, what is missing is gone, what the file does not say stays", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		mustStage(t, db, berthFile, berths(4), rectify.FinishOptions{})
		records := berths(3)
		records[0].Name, records[0].Attributes = "", map[string]any{"capacity": 12}
		records[1].Name = "Renamed"
		records[2].Geom = square(30)
		result := mustStage(t, db, berthFile, records, rectify.FinishOptions{})
		wantNumbers(t, result, rectify.ImportResult{Changed: 3, Gone: 1})
		wantFates(t, result, "0 gone gone")
		got := query[string](t, db, `
			SELECT string_agg(f.ref || ' ' || f.name || ' ' || f.version || ' ' || f.status || ' '
				|| coalesce((SELECT string_agg(k, ',' ORDER BY k) FROM jsonb_object_keys(e.changes) k), '-'), '; ' ORDER BY f.ref)
			FROM feature f LEFT JOIN event e ON e.feature_id = f.id AND e.event = 'edit'`)
		want := "B-1 Berth 1 2 unsurveyed attributes.capacity; B-2 Renamed 2 unsurveyed name; " +
			"B-3 Berth 3 2 unsurveyed geom; B-4 Berth 4 1 unsurveyed -"
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if change := query[string](t, db, `SELECT changes::text FROM event WHERE changes ? 'attributes.capacity'`); change != `{"attributes.capacity": [10, 12]}` {
			t.Errorf("the history says %s", change)
		}
		if class := query[string](t, db, `SELECT attributes ->> 'berth_class' FROM feature WHERE ref = 'B-1'`); class != "non_motor" {
			t.Errorf("berth_class is %q, want it kept", class)
		}
	})

	t.Run("a status is never touched", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		records := berths(1)
		records[0].Status = rectify.Compliant
		mustStage(t, db, berthFile, records, rectify.FinishOptions{})
		records[0].Status, records[0].Name = rectify.Listed, "Renamed"
		wantNumbers(t, mustStage(t, db, berthFile, records, rectify.FinishOptions{}), rectify.ImportResult{Changed: 1})
		if status := query[string](t, db, `SELECT status FROM feature`); status != "compliant" {
			t.Errorf("the status is %s, want compliant", status)
		}
	})

	t.Run("what is void keeps what it has", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		records := berths(1)
		records[0].Status = rectify.Void
		mustStage(t, db, berthFile, records, rectify.FinishOptions{})
		records[0].Name = "Renamed"
		result := mustStage(t, db, berthFile, records, rectify.FinishOptions{})
		wantNumbers(t, result, rectify.ImportResult{Unchanged: 1})
		wantFates(t, result, "1 warned void")
	})

	t.Run("what was voided as gone and is back is told about", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		mustStage(t, db, berthFile, berths(3), rectify.FinishOptions{})
		mustStage(t, db, berthFile, berths(1), rectify.FinishOptions{Gone: rectify.GoneVoid})
		records := berths(3)
		records[2].Status = rectify.Void // the file agrees
		result := mustStage(t, db, berthFile, records, rectify.FinishOptions{})
		wantNumbers(t, result, rectify.ImportResult{Unchanged: 3})
		wantFates(t, result, "2 warned void")
	})

	t.Run("gone is void when asked for, and is not gone when its record was quarantined", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		mustStage(t, db, berthFile, berths(4), rectify.FinishOptions{})
		broken := berth(2)
		broken.Attributes = map[string]any{"capacity": -1}
		result := mustStage(t, db, berthFile, []rectify.Staged{broken, berth(4)},
			rectify.FinishOptions{Gone: rectify.GoneVoid, NotGone: []rectify.Staged{{Ref: "B-3", Key: "B-3"}}})
		wantNumbers(t, result, rectify.ImportResult{Unchanged: 1, Gone: 1})
		wantFates(t, result, "2 quarantined bad_attribute", "0 gone gone")
		if refs := query[string](t, db, `SELECT string_agg(ref, ',') FROM feature WHERE status = 'void'`); refs != "B-1" {
			t.Errorf("void are %s, want B-1", refs)
		}
	})

	t.Run("a file of which nothing can be taken changes nothing", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		mustStage(t, db, berthFile, berths(2), rectify.FinishOptions{})
		before := fingerprint(t, db)
		broken := berth(2)
		broken.Attributes = map[string]any{"capacity": -1}
		result := mustStage(t, db, berthFile, []rectify.Staged{broken}, rectify.FinishOptions{Gone: rectify.GoneVoid})
		if result.Run != 0 {
			t.Errorf("run %d is kept", result.Run)
		}
		if after := fingerprint(t, db); after != before {
			t.Errorf("got  %s\nwant %s", after, before)
		}
	})

	t.Run("a record is known by its uid, then by its ref, then by its key", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		keyed := berth(3)
		keyed.Ref = ""
		mustStage(t, db, berthFile, []rectify.Staged{berth(1), berth(2), keyed}, rectify.FinishOptions{})
		byUID := berth(1)
		byUID.UID = query[string](t, db, `SELECT uid::text FROM feature WHERE ref = 'B-1'`)
		byUID.Ref, byUID.Key = "B-11", "B-11"
		other := berthFile
		other.Source = "elsewhere"
		wantNumbers(t, mustStage(t, db, other, []rectify.Staged{byUID, berth(2)}, rectify.FinishOptions{}),
			rectify.ImportResult{Changed: 1, Unchanged: 1})
		wantNumbers(t, mustStage(t, db, berthFile, []rectify.Staged{keyed}, rectify.FinishOptions{}),
			rectify.ImportResult{Unchanged: 1, Gone: 2})
	})

	t.Run("a dry run tells the same and changes nothing", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		mustStage(t, db, berthFile, berths(3), rectify.FinishOptions{})
		records := append(berths(2), berth(9))
		records[0].Name = "Renamed"
		before := fingerprint(t, db)
		dry := mustStage(t, db, berthFile, records, rectify.FinishOptions{DryRun: true, Gone: rectify.GoneVoid})
		if after := fingerprint(t, db); after != before {
			t.Errorf("got  %s\nwant %s", after, before)
		}
		wet := mustStage(t, db, berthFile, records, rectify.FinishOptions{Gone: rectify.GoneVoid})
		if dry.Run != 0 || wet.Run == 0 {
			t.Errorf("runs are %d and %d, want 0 for the dry one only, which had no run before", dry.Run, wet.Run)
		}
		wet.Run = 0
		if diff := cmp.Diff(wet, dry); diff != "" {
			t.Errorf("dry differs (-wet +dry):\n%s", diff)
		}
	})

	t.Run("the report is kept with the run", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		result := mustStage(t, db, berthFile, berths(2), rectify.FinishOptions{Report: func(r rectify.ImportResult) rectify.ImportReport {
			return rectify.ImportReport{Run: r.Run, File: "berths.geojson", New: r.New, Records: r.Fates}
		}})
		run, err := db.Import(t.Context(), result.Run)
		if err != nil {
			t.Fatal(err)
		}
		if run.State != rectify.ImportApplied || run.Report == nil || run.Report.New != 2 || run.FinishedAt.IsZero() {
			t.Errorf("got %+v", run)
		}
	})

	t.Run("an import that is stopped leaves nothing", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		before := fingerprint(t, db)
		ctx, cancel := context.WithCancel(t.Context())
		staging, err := db.Begin(ctx, berthFile)
		if err != nil {
			t.Fatal(err)
		}
		if err := staging.Put(ctx, berths(10)); err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, err := staging.Finish(ctx, rectify.FinishOptions{}); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was stopped", err)
		}
		staging.Abort(ctx)
		if after := fingerprint(t, db); after != before {
			t.Errorf("got  %s\nwant %s", after, before)
		}
		if runs := query[int](t, db, `SELECT count(*) FROM import_run`); runs != 0 {
			t.Errorf("%d runs are left", runs)
		}
	})

	t.Run("two imports of the same file at once bring it once", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		var both sync.WaitGroup
		results := make([]rectify.ImportResult, 2)
		for i := range results {
			both.Go(func() {
				result, err := stage(db, berthFile, berths(200), rectify.FinishOptions{})
				if err != nil {
					t.Error(err)
				}
				results[i] = result
			})
		}
		both.Wait()
		if n := results[0].New + results[1].New; n != 200 {
			t.Errorf("%d are new, want 200", n)
		}
		if n := results[0].Unchanged + results[1].Unchanged; n != 200 {
			t.Errorf("%d are unchanged, want 200", n)
		}
	})
}
