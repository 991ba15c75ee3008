package jobs

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"backstreet/rectify"
	"backstreet/store"
)

// twoStreets are features to export, drawn at once.
const twoStreets = `
	INSERT INTO feature (uid, kind, ref, geom) SELECT gen_random_uuid(), 'back_street', 'S-' || n,
		ST_SetSRID(ST_Multi(ST_MakeLine(ST_MakePoint(114, 33.5 + n * 0.01), ST_MakePoint(114.01, 33.5 + n * 0.01))), 4326)
	FROM generate_series(1, 2) n`

func (b *bench) ask(t *testing.T, format rectify.ExportFormat) rectify.Export {
	t.Helper()
	run, _, err := b.db.CreateExport(t.Context(), b.actor, newOp(), rectify.Filter{}, 19234, rectify.ExportOptions{Format: format})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// awaitExport returns the run once its job has ended, which must leave it in the state.
func (b *bench) awaitExport(t *testing.T, id rectify.ExportID, state rectify.ExportState) rectify.Export {
	t.Helper()
	b.awaitJob(t, store.ExportJob{}.Kind())
	run, err := b.db.ExportOf(t.Context(), b.actor.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	if run.State != state {
		t.Fatalf("the export is %s (%+v), want %s", run.State, run.Error, state)
	}
	return run
}

func (b *bench) sweep(t *testing.T) {
	t.Helper()
	if err := (&sweepWorker{db: b.db, files: b.bucket}).Work(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

func TestExport(t *testing.T) {
	t.Parallel()

	t.Run("is kept until it is swept", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		if _, err := b.db.Pool().Exec(t.Context(), twoStreets); err != nil {
			t.Fatal(err)
		}
		b.start(t)
		run := b.awaitExport(t, b.ask(t, rectify.FormatGeoJSON).ID, rectify.ExportReady)
		if run.Rows != 2 || run.Progress != 1 || run.File != "backstreet-2022-08-30.geojson" {
			t.Errorf("the export is %+v", run)
		}
		content, err := b.bucket.OpenFile(t.Context(), run.Object)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		content.Close()
		if err != nil || !json.Valid(text) || int64(len(text)) != run.Bytes {
			t.Errorf("%d bytes are kept, %d told, %v", len(text), run.Bytes, err)
		}
		b.sweep(t)
		if content, err := b.bucket.OpenFile(t.Context(), run.Object); err != nil {
			t.Errorf("it was swept at once: %v", err)
		} else {
			content.Close()
		}
		if _, err := b.db.Pool().Exec(t.Context(), `UPDATE export_run SET finished_at = finished_at - interval '25 hours'`); err != nil {
			t.Fatal(err)
		}
		b.sweep(t)
		if _, err := b.bucket.OpenFile(t.Context(), run.Object); !errors.Is(err, rectify.ErrNotFound) {
			t.Errorf("after a day: %v", err)
		}
		if n := b.count(t, `SELECT count(*) FROM export_run WHERE object <> ''`); n != 0 {
			t.Error("the next sweep looks for the file again")
		}
	})

	t.Run("that was discarded by a service that died is swept", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		run := b.ask(t, rectify.FormatCSV)
		run, _, err := b.db.StartExport(t.Context(), run.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.bucket.PutExport(t.Context(), run.Object, strings.NewReader("ref")); err != nil {
			t.Fatal(err)
		}
		if _, err := b.db.DiscardExport(t.Context(), b.actor, run.ID); err != nil {
			t.Fatal(err)
		}
		b.start(t)
		b.awaitJob(t, sweepJob{}.Kind())
		if _, err := b.bucket.OpenFile(t.Context(), run.Object); !errors.Is(err, rectify.ErrNotFound) {
			t.Errorf("the file is still there: %v", err)
		}
	})

	t.Run("of nothing says so", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.start(t)
		if run := b.awaitExport(t, b.ask(t, rectify.FormatCSV).ID, rectify.ExportFailed); run.Error.Code != "nothing_meant" {
			t.Errorf("the error is %+v", run.Error)
		}
	})

	t.Run("for somebody who may not any more is refused", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		if _, err := b.db.Pool().Exec(t.Context(), twoStreets); err != nil {
			t.Fatal(err)
		}
		run := b.ask(t, rectify.FormatCSV)
		if _, err := b.db.Pool().Exec(t.Context(), `UPDATE person SET roles = '{field}'`); err != nil {
			t.Fatal(err)
		}
		b.start(t)
		if run = b.awaitExport(t, run.ID, rectify.ExportFailed); run.Error.Code != "role_not_allowed" {
			t.Errorf("the error is %+v", run.Error)
		}
	})

	t.Run("that was discarded is not written", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		run := b.ask(t, rectify.FormatCSV)
		if _, err := b.db.DiscardExport(t.Context(), b.actor, run.ID); err != nil {
			t.Fatal(err)
		}
		b.start(t)
		if run = b.awaitExport(t, run.ID, rectify.ExportDiscarded); run.Bytes != 0 {
			t.Errorf("it was written: %+v", run)
		}
	})

	t.Run("whose worker died is failed by the next start", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		dead, waiting := b.ask(t, rectify.FormatCSV), b.ask(t, rectify.FormatCSV)
		if _, err := b.db.Pool().Exec(t.Context(), twoStreets); err != nil {
			t.Fatal(err)
		}
		_, err := b.db.Pool().Exec(t.Context(), `
			UPDATE river_job SET state = 'running' WHERE (args ->> 'export_id')::bigint = $1`, dead.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, ready, err := b.db.StartExport(t.Context(), dead.ID); err != nil || !ready {
			t.Fatalf("ready %v, %v", ready, err)
		}
		b.start(t)
		b.awaitExport(t, waiting.ID, rectify.ExportReady)
		if dead, err = b.db.ExportOf(t.Context(), b.actor.ID, dead.ID); err != nil || dead.State != rectify.ExportFailed || dead.Error.Code != "interrupted" {
			t.Errorf("the export is %+v, %v", dead, err)
		}
	})
}
