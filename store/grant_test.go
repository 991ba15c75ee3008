package store_test

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

// servedBy makes a role that owns nothing and gives the address of the database for it.
func servedBy(t *testing.T, owner string) string {
	t.Helper()
	role, secret := "r_"+uuid.NewString()[:13], uuid.NewString()
	aside(t, owner, `CREATE ROLE "`+role+`" LOGIN PASSWORD '`+secret+`'`)
	t.Cleanup(func() { aside(t, owner, `DROP OWNED BY "`+role+`"; DROP ROLE "`+role+`"`) })
	address, err := url.Parse(owner)
	if err != nil {
		t.Fatal(err)
	}
	address.User = url.UserPassword(role, secret)
	return address.String()
}

// starter takes a job as the service does, and says so.
type starter struct {
	river.WorkerDefaults[store.ImportJob]
	db      *store.Store
	started chan<- rectify.ImportID
}

func (s *starter) Work(ctx context.Context, job *river.Job[store.ImportJob]) error {
	release, err := s.db.HoldImport(ctx, job.Args.ImportID)
	if err != nil {
		return err
	}
	defer release()
	run, ready, err := s.db.StartImport(ctx, job.Args)
	if err == nil && ready {
		s.started <- run.ID
	}
	return err
}

// TestARoleOfItsOwnCanServe does everything the service does as a role that owns nothing.
func TestARoleOfItsOwnCanServe(t *testing.T) {
	t.Parallel()
	owner := storetest.URL(t)
	service := servedBy(t, owner)
	for range 2 { // each start grants
		if err := store.Grant(t.Context(), owner, service); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Grant(t.Context(), owner, owner); err != nil {
		t.Errorf("the owner to itself: %v", err)
	}
	db := openAt(t, service)
	actor := person(t, db, "planner", "ours", rectify.RolePlanner)
	copied := copyOf(t, db) // begins a new epoch too
	if migrated, err := db.Migrated(t.Context()); err != nil || !migrated {
		t.Errorf("migrated %v, %v", migrated, err)
	}

	t.Run("sign-in", func(t *testing.T) {
		if _, _, _, err := db.SignIn(t.Context(), "planner", "wrong horse", "10.0.0.1", ""); err == nil {
			t.Error("a wrong password lets in")
		}
		_, session, secret, err := db.SignIn(t.Context(), "planner", "correct horse", "10.0.0.1", "")
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := db.Authenticate(t.Context(), secret); err != nil {
			t.Error(err)
		}
		if err := db.Revoke(t.Context(), actor.ID, session.ID); err != nil {
			t.Error(err)
		}
	})
	t.Run("edit", func(t *testing.T) {
		made, _, err := db.Create(t.Context(), actor, "", newOp(), rectify.Draft{
			UID: uuid.NewString(), Kind: rectify.KindBackStreet, Geom: geo.MultiLineString{{{114, 33.5}, {114.001, 33.5}}},
		})
		if err != nil {
			t.Fatal(err)
		}
		err = fire(t, db, actor, int64(made.FeatureID), rectify.Command{
			Event: rectify.EventList, Note: "dark", Photos: shown(rectify.PhaseBefore),
		})
		if err != nil {
			t.Fatal(err)
		}
		execute(t, db, `UPDATE photo SET state = 'stored', stored_at = now()`)
	})
	t.Run("import and revert", func(t *testing.T) {
		result := mustStage(t, db, berthFile, berths(3), rectify.FinishOptions{})
		mustStage(t, db, rectify.Incoming{Kind: rectify.ImportContext, Source: "roads", File: "roads"}, []rectify.Staged{{
			Row: 1, Key: "a", Attributes: map[string]any{"class": "road"}, Geom: geo.LineString{{114, 33.5}, {114.1, 33.5}}, SRID: 4326,
		}}, rectify.FinishOptions{})
		if _, _, err := db.Revert(t.Context(), actor, newOp(), result.Run); err != nil {
			t.Error(err)
		}
	})
	t.Run("a job", func(t *testing.T) {
		run, _, err := db.CreateImport(t.Context(), actor, newOp(), store.Upload{File: "f", Object: "o", Kind: rectify.KindBerth, Source: "s"})
		if err != nil {
			t.Fatal(err)
		}
		started := make(chan rectify.ImportID, 1)
		workers := river.NewWorkers()
		river.AddWorker(workers, &starter{db: db, started: started})
		client, err := river.NewClient(riverpgxv5.New(db.Pool()), &river.Config{
			Queues: map[string]river.QueueConfig{store.ImportQueue: {MaxWorkers: 1}}, Workers: workers,
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := client.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		if id := <-started; id != run.ID {
			t.Errorf("import %d is started, want %d", id, run.ID)
		}
		if err := client.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
	inStep(t, copied)
	wantEqual(t, db, copied)
	if _, err := db.PruneChanges(t.Context(), copied.Snapshot().Cursor()); err != nil {
		t.Error(err)
	}
	program(t, "pg_dump", "--file", os.DevNull, service) // it may save all it reads
	for _, sql := range []string{
		`UPDATE event SET note = 'x'`, `DELETE FROM feature`, `DELETE FROM photo`, `TRUNCATE context`, `DELETE FROM goose_db_version`,
		`ALTER TABLE feature DISABLE TRIGGER ALL`, `SET session_replication_role = 'replica'`, `CREATE TABLE mine ()`,
	} {
		if _, err := db.Pool().Exec(t.Context(), sql); err == nil ||
			!strings.Contains(err.Error(), "permission denied") && !strings.Contains(err.Error(), "must be owner") {
			t.Errorf("%s: got %v, want it denied", sql, err)
		}
	}
}
