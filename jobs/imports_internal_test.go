package jobs

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"backstreet/photo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// bench is a database, a bucket and workers that a test starts when it wants.
type bench struct {
	db      *store.Store
	bucket  *photo.Bucket
	workers *Workers
	actor   rectify.Person
	ended   <-chan *river.Event
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{db: storetest.New(t, store.Options{})}
	var err error
	if b.bucket, err = photo.Open(t.Context(), "file://"+t.TempDir()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.bucket.Close() })
	log := slog.New(slog.DiscardHandler)
	if b.workers, err = New(b.db, b.bucket, log); err != nil {
		t.Fatal(err)
	}
	ended, cancel := b.workers.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed, river.EventKindJobCancelled)
	t.Cleanup(cancel)
	b.ended = ended
	b.actor = rectify.Person{Name: "Planner", Roles: []rectify.Role{rectify.RolePlanner}}
	err = b.db.Pool().QueryRow(t.Context(), `
		INSERT INTO person (username, name, roles) VALUES ('planner', 'Planner', '{planner}') RETURNING id`).Scan(&b.actor.ID)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) start(t *testing.T) {
	t.Helper()
	if err := b.workers.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.workers.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
}

func (b *bench) upload(t *testing.T, content string) rectify.Import {
	t.Helper()
	object := "imports/" + uuid.NewString() + ".geojson"
	if _, err := b.bucket.PutFile(t.Context(), object, strings.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	run, _, err := b.db.CreateImport(t.Context(), b.actor, newOp(),
		store.Upload{File: "车位.geojson", Object: object, Kind: rectify.KindBerth, Source: "berths"})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// await returns the run once its job has ended, which must leave it in the state.
func (b *bench) await(t *testing.T, id rectify.ImportID, state rectify.ImportState) rectify.Import {
	t.Helper()
	b.awaitJob(t, store.ImportJob{}.Kind())
	run, err := b.db.Import(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if run.State != state {
		t.Fatalf("the import is %s (%+v), want %s", run.State, run.Error, state)
	}
	return run
}

// awaitJob returns when the next job of the kind has ended.
func (b *bench) awaitJob(t *testing.T, kind string) {
	t.Helper()
	for {
		select {
		case event := <-b.ended:
			if event.Job.Kind == kind {
				return
			}
		case <-t.Context().Done():
			t.Fatalf("no %s job ended", kind)
		}
	}
}

func (b *bench) count(t *testing.T, sql string) (n int) {
	t.Helper()
	if err := b.db.Pool().QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func newOp() store.Op { return store.Op{ID: uuid.NewString()} }

const twoBerths = `{"type": "FeatureCollection", "features": [
	{"type": "Feature", "properties": {"ref": "B-1", "capacity": 4}, "geometry": {"type": "Point", "coordinates": [114.01, 33.57]}},
	{"type": "Feature", "properties": {"ref": "B-2", "capacity": 6}, "geometry": {"type": "Point", "coordinates": [114.02, 33.57]}}]}`

func TestImport(t *testing.T) {
	t.Parallel()

	t.Run("is previewed, applied and reverted", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.start(t)
		run := b.await(t, b.upload(t, twoBerths).ID, rectify.ImportPreviewed)
		if run.Report == nil || run.Report.Run != run.ID || run.Report.New != 2 || run.Progress != 1 || run.ActorName != "Planner" {
			t.Errorf("the preview is %+v", run)
		}
		if n := b.count(t, `SELECT count(*) FROM feature`); n != 0 {
			t.Errorf("the preview left %d features", n)
		}
		op := newOp()
		if _, _, err := b.db.ApplyImport(t.Context(), b.actor, op, run.ID); err != nil {
			t.Fatal(err)
		}
		run = b.await(t, run.ID, rectify.ImportApplied)
		if run.Report.Run != run.ID || run.FinishedAt.IsZero() {
			t.Errorf("the applied run is %+v", run)
		}
		if n := b.count(t, `SELECT count(*) FROM event WHERE event = 'import' AND actor_id IS NOT NULL`); n != 2 {
			t.Errorf("%d entries in the history, want 2 with their actor", n)
		}
		if _, replay, err := b.db.ApplyImport(t.Context(), b.actor, op, run.ID); err != nil || !replay {
			t.Errorf("the same request again: replay %v, %v", replay, err)
		}
		if _, _, err := b.db.ApplyImport(t.Context(), b.actor, newOp(), run.ID); !errors.Is(err, rectify.ErrConflict) {
			t.Errorf("another request: got %v, want ErrConflict", err)
		}
		if _, _, err := b.db.Revert(t.Context(), b.actor, newOp(), run.ID); err != nil {
			t.Error(err)
		}
	})

	t.Run("of a file that is none fails with what to do", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.start(t)
		run := b.await(t, b.upload(t, `{"type": "FeatureCollection"`).ID, rectify.ImportFailed)
		if run.Error == nil || run.Error.Code != "broken_file" || run.Error.Detail == "" {
			t.Errorf("the error is %+v", run.Error)
		}
	})

	t.Run("of nothing but quarantined records fails when it is applied", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		b.start(t)
		run := b.await(t, b.upload(t, strings.ReplaceAll(twoBerths, `"capacity": `, `"capacity": -`)).ID, rectify.ImportPreviewed)
		if run.Report.Run != run.ID || run.Report.Quarantined != 2 {
			t.Errorf("the preview is %+v", run.Report)
		}
		if _, _, err := b.db.ApplyImport(t.Context(), b.actor, newOp(), run.ID); err != nil {
			t.Fatal(err)
		}
		if run = b.await(t, run.ID, rectify.ImportFailed); run.Error.Code != "nothing_taken" {
			t.Errorf("the error is %+v", run.Error)
		}
	})

	t.Run("that was discarded is not read", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		run := b.upload(t, twoBerths)
		object, err := b.db.DiscardImport(t.Context(), b.actor, run.ID)
		if err != nil || object != run.Object {
			t.Fatalf("got %q, %v; want %q", object, err, run.Object)
		}
		b.start(t)
		if run = b.await(t, run.ID, rectify.ImportDiscarded); run.Report != nil {
			t.Errorf("it was read: %+v", run.Report)
		}
	})

	t.Run("whose upload is lost fails and does not tell internals", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		run := b.upload(t, twoBerths)
		if err := b.bucket.DeleteFile(t.Context(), run.Object); err != nil {
			t.Fatal(err)
		}
		b.start(t)
		run = b.await(t, run.ID, rectify.ImportFailed)
		if run.Error.Code != "internal" || strings.Contains(run.Error.Detail, run.Object) {
			t.Errorf("the error is %+v", run.Error)
		}
	})
}

func TestStart(t *testing.T) {
	t.Parallel()

	t.Run("marks failed what a dead worker left, and nothing else", func(t *testing.T) {
		t.Parallel()
		b := newBench(t)
		// A run of each sort, as a worker that was killed, a living one and a queue leave them.
		dead, held, waiting := b.upload(t, twoBerths), b.upload(t, twoBerths), b.upload(t, twoBerths)
		_, err := b.db.Pool().Exec(t.Context(), `
			UPDATE river_job SET state = 'running' WHERE (args ->> 'import_id')::bigint = ANY ($1)`, []rectify.ImportID{dead.ID, held.ID})
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range []rectify.Import{dead, held} {
			if _, ready, err := b.db.StartImport(t.Context(), store.ImportJob{ImportID: run.ID}); err != nil || !ready {
				t.Fatalf("ready %v, %v", ready, err)
			}
		}
		release, err := b.db.HoldImport(t.Context(), held.ID)
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		b.start(t)
		b.await(t, waiting.ID, rectify.ImportPreviewed)
		for id, state := range map[rectify.ImportID]rectify.ImportState{dead.ID: rectify.ImportFailed, held.ID: rectify.ImportReading} {
			run, err := b.db.Import(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if run.State != state {
				t.Errorf("import %d is %s, want %s", id, run.State, state)
			}
		}
	})
}

func TestStop(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	run := b.upload(t, twoBerths)
	// Holding the run as another worker would keeps its job waiting until it is cancelled.
	release, err := b.db.HoldImport(t.Context(), run.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if err := b.workers.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.workers.Stop(ended); err != nil {
		t.Fatalf("stop: %v", err)
	}
	select {
	case <-b.workers.client.Stopped():
	default:
		t.Error("the workers still run")
	}
}

func TestLocalName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"车位.zip": "车位.zip", "../../etc/passwd": "passwd", `C:\data\a.shp`: "a.shp", "": "upload", "..": "upload", "/": "upload",
	} {
		if got := localName(name); got != want {
			t.Errorf("localName(%q) = %q, want %q", name, got, want)
		}
	}
}

// undeclared has degrees in China, which three systems share, in a format that does not say which.
const undeclared = "ref,capacity,lon,lat\nB-1,4,114.01,33.57\nB-2,6,114.02,33.57\n"

func (b *bench) uploadAs(t *testing.T, file, content string) rectify.Import {
	t.Helper()
	object := "imports/" + uuid.NewString() + ".csv"
	if _, err := b.bucket.PutFile(t.Context(), object, strings.NewReader(content)); err != nil {
		t.Fatal(err)
	}
	run, _, err := b.db.CreateImport(t.Context(), b.actor, newOp(), store.Upload{File: file, Object: object, Kind: rectify.KindBerth})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func TestAFileIsReadAgainAsItIsTold(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.start(t)
	run := b.await(t, b.uploadAs(t, "车位.csv", undeclared).ID, rectify.ImportFailed)
	values := map[string]bool{}
	for _, candidate := range run.Error.Candidates {
		values[candidate.Value] = candidate.Centre != nil
	}
	if run.Error.Code != "crs_needed" || !values["EPSG:4326"] || !values["GCJ02"] || !values["BD09"] {
		t.Fatalf("the error is %+v", run.Error)
	}
	again := func(op store.Op, reading store.Reading) {
		t.Helper()
		if _, _, err := b.db.ReadImport(t.Context(), b.actor, op, run.ID, reading); err != nil {
			t.Fatal(err)
		}
	}
	again(newOp(), store.Reading{Options: rectify.ImportOptions{CRS: "GCJ02"}})
	run = b.await(t, run.ID, rectify.ImportPreviewed)
	if run.Error != nil || run.Report == nil || run.Report.New != 2 || run.Report.CRS != "GCJ02" || run.Report.Columns[0].Name != "ref" {
		t.Fatalf("read again it is %+v", run)
	}
	op := newOp()
	for range 2 { // the second is answered and does nothing
		again(op, store.Reading{Options: rectify.ImportOptions{CRS: "BD09", Map: map[string]string{"ref": ""}}})
	}
	if run = b.await(t, run.ID, rectify.ImportPreviewed); run.Report.CRS != "BD09" || run.Report.Map["ref"] != "" {
		t.Errorf("read a third time it is %+v", run.Report)
	}
	if _, err := b.db.DiscardImport(t.Context(), b.actor, run.ID); err != nil {
		t.Fatal(err)
	}
	_, _, err := b.db.ReadImport(t.Context(), b.actor, newOp(), run.ID, store.Reading{})
	var refusal *rectify.Refusal
	if !errors.As(err, &refusal) || refusal.Code != rectify.CodeWrongStatus {
		t.Errorf("reading a discarded import: %v", err)
	}
}

func TestControlPointsOfAnUpload(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.start(t)
	run := b.await(t, b.uploadAs(t, "车位.csv", undeclared).ID, rectify.ImportFailed)
	options := rectify.ImportOptions{CRS: "EPSG:4547", Control: "nonsense"}
	if _, _, err := b.db.ReadImport(t.Context(), b.actor, newOp(), run.ID, store.Reading{Options: options}); err != nil {
		t.Fatal(err)
	}
	if run = b.await(t, run.ID, rectify.ImportFailed); run.Error.Code != "bad_control" && run.Error.Code != "crs_contradiction" {
		t.Errorf("the error is %+v", run.Error)
	}
}

func TestAnImportGivenUpWhileItIsReadEndsQuietly(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	run := b.upload(t, twoBerths)
	worker := &importWorker{db: b.db, files: b.bucket, log: slog.New(slog.DiscardHandler)}
	if _, ready, err := b.db.StartImport(t.Context(), store.ImportJob{ImportID: run.ID}); err != nil || !ready {
		t.Fatal(ready, err)
	}
	if _, err := b.db.DiscardImport(t.Context(), b.actor, run.ID); err != nil {
		t.Fatal(err)
	}
	if wanted, err := b.db.ImportProgress(t.Context(), run.ID, 0.5); wanted || err != nil {
		t.Errorf("progress of what was given up: %v %v", wanted, err)
	}
	if err := worker.run(t.Context(), run, store.ImportJob{ImportID: run.ID}, func() {}); !errors.Is(err, rectify.ErrConflict) {
		t.Errorf("the preview of what was given up: %v", err)
	}
	if err := worker.run(t.Context(), run, store.ImportJob{ImportID: run.ID, Apply: true}, func() {}); !errors.Is(err, rectify.ErrConflict) {
		t.Errorf("applying what was given up: %v", err)
	}
	if n := b.count(t, `SELECT count(*) FROM feature`); n != 0 || !worker.givenUp(t.Context(), run.ID) {
		t.Errorf("%d features are left", n)
	}
}
