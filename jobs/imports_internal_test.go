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
