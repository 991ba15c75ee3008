package store_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"backstreet/live"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/cluster"
	"backstreet/store/storetest"
)

// newCluster starts a server of the test's own, with a data directory that another user can reach.
func newCluster(t *testing.T) (dir string, server *cluster.Cluster) {
	t.Helper()
	dir, err := os.MkdirTemp("", "backstreet-comeback-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir, openCluster(t, dir)
}

func openCluster(t *testing.T, dir string) *cluster.Cluster {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	server, err := cluster.Open(ctx, cluster.Options{DataDir: dir, Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeCluster(t, server) })
	return server
}

func closeCluster(t *testing.T, server *cluster.Cluster) {
	t.Helper()
	if err := server.Close(); err != nil {
		t.Error(err)
	}
}

// aside runs a statement on a connection that is not the store's.
func aside(t *testing.T, url, sql string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context()) // a cleanup runs when the test's own has ended
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// resynced waits for the batch that tells a subscriber to read anew.
func resynced(t *testing.T, batches <-chan live.Batch) rectify.Cursor {
	t.Helper()
	for batch := range batches {
		if batch.Resync {
			return batch.Cursor
		}
	}
	t.Fatal("the subscriber was cut off")
	return rectify.Cursor{}
}

func TestARestoreInPlaceIsServed(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	db := openAt(t, url)
	ids := fill(t, db)
	copied := copyOf(t, db)
	wantEqual(t, db, copied)
	file := dump(t, url)
	execute(t, db, `UPDATE feature SET name = 'after the dump' WHERE id = $1`, ids[1])
	inStep(t, copied)
	batches, old := copied.Subscribe(t.Context(), rectify.Cursor{})

	program(t, "pg_restore", "--clean", "--if-exists", "--exit-on-error", "--dbname", url, file)
	if now := resynced(t, batches); now.Epoch == old.Epoch {
		t.Error("it is still the old epoch")
	}
	wantEqual(t, db, copied)
	if f, _ := copied.Snapshot().Feature(rectify.FeatureID(ids[1])); f.Name != "" {
		t.Errorf("the copy has %q, which was restored away", f.Name)
	}
	if ready, reason := copied.Ready(); !ready {
		t.Errorf("it is not ready: %s", reason)
	}
	err := fire(t, db, person(t, db, "other", "", rectify.RolePlanner), ids[1], rectify.Command{
		Event: rectify.EventList, Note: "dark", Photos: shown(rectify.PhaseBefore),
	})
	if err != nil {
		t.Fatal(err)
	}
	inStep(t, copied)
	wantEqual(t, db, copied)
}

func TestARestoreThatIsNotFinishedIsNotServed(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	fill(t, openAt(t, url))
	file, into := dump(t, url), storetest.EmptyURL(t)
	program(t, "pg_restore", "--section=pre-data", "--section=data", "--dbname", into, file)
	db := openAt(t, into)
	if _, err := load(t, db); !errors.Is(err, rectify.ErrUnavailable) {
		t.Errorf("loaded without the triggers that tell of changes: %v", err)
	}
	program(t, "pg_restore", "--section=post-data", "--dbname", into, file)
	if _, err := load(t, db); err != nil {
		t.Error(err)
	}
}

func TestAFeedThatCameFromElsewhereBeginsAnew(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	ids := plantStreets(t, db, 1)
	for _, came := range []string{
		`UPDATE feed SET home = 'elsewhere'`,
		`UPDATE feed SET pruned_to = '99999999999'`,
		`INSERT INTO change (entity, entity_id, txid) VALUES ('feature', 1, '99999999999')`,
	} {
		state, err := load(t, db)
		if err != nil {
			t.Fatal(err)
		}
		execute(t, db, came)
		delta, err := db.Changes(t.Context(), state.Cursor)
		if err != nil || !delta.Resync || delta.Cursor.Epoch == state.Cursor.Epoch {
			t.Errorf("%s: got %+v, %v", came, delta, err)
		}
		execute(t, db, `UPDATE feature SET name = name || 'x' WHERE id = $1`, ids[0])
		next, err := db.Changes(t.Context(), delta.Cursor)
		if err != nil || next.Resync || len(next.Features) != 1 {
			t.Errorf("%s: then %+v, %v", came, next, err)
		}
	}
	state, err := load(t, db)
	if err != nil {
		t.Fatal(err)
	}
	ahead := rectify.Cursor{Epoch: state.Cursor.Epoch, Snapshot: "99999999999:99999999999:"}
	if delta, err := db.Changes(t.Context(), ahead); err != nil || !delta.Resync {
		t.Errorf("a cursor from the future: got %+v, %v", delta, err)
	}
}

// TestAnotherServerTakesOver restores into a server that has come less far, and takes that through cut
// connections and a restart.
func TestAnotherServerTakesOver(t *testing.T) {
	t.Parallel()
	from := storetest.URL(t)
	old := openAt(t, from)
	ids := fill(t, old)
	execute(t, old, `
		DO $$ BEGIN
			CREATE TEMP TABLE burnt ();
			FOR i IN 1..20000 LOOP -- each is a transaction of its own number
				BEGIN INSERT INTO burnt DEFAULT VALUES; EXCEPTION WHEN division_by_zero THEN NULL; END;
			END LOOP;
		END $$`)
	state, err := load(t, old)
	if err != nil {
		t.Fatal(err)
	}
	execute(t, old, `UPDATE feature SET name = 'late'`)
	dir, server := newCluster(t)
	url := server.OwnerURL()
	program(t, "pg_restore", "--exit-on-error", "--dbname", url, dump(t, from))
	db := openAt(t, url)
	if !query[bool](t, db, `SELECT (SELECT max(txid::text::bigint) FROM change) > pg_current_xact_id()::text::bigint`) {
		t.Fatal("the new server is as far as the old one")
	}
	copied := copyOf(t, db)
	wantEqual(t, db, copied)
	edited := func(t *testing.T, name string) {
		t.Helper()
		aside(t, url, `UPDATE feature SET name = '`+name+`'`)
		inStep(t, copied)
		wantEqual(t, db, copied)
		if f, _ := copied.Snapshot().Feature(rectify.FeatureID(ids[0])); f.Name != name {
			t.Errorf("the copy has %q", f.Name)
		}
	}

	t.Run("a cursor of the old server is answered with resync", func(t *testing.T) {
		delta, err := db.Changes(t.Context(), state.Cursor)
		if err != nil || !delta.Resync {
			t.Errorf("got %+v, %v", delta, err)
		}
		batches, _ := copied.Subscribe(t.Context(), state.Cursor)
		resynced(t, batches)
		edited(t, "here")
	})
	t.Run("all connections are cut, the listener's too", func(t *testing.T) {
		for range 3 {
			aside(t, url, `
				SELECT pg_terminate_backend(pid) FROM pg_stat_activity
				WHERE datname = current_database() AND pid <> pg_backend_pid()`)
			edited(t, "after a cut")
		}
	})
	whole := t
	t.Run("the server restarts", func(t *testing.T) {
		loads := copied.Stats().Loads
		aside(t, url, `UPDATE feature SET name = 'just before'`)
		closeCluster(t, server)
		if _, err := db.Feature(t.Context(), rectify.FeatureID(ids[0])); !errors.Is(err, rectify.ErrUnavailable) {
			t.Errorf("without a server: %v", err)
		}
		openCluster(whole, dir)
		inStep(t, copied)
		wantEqual(t, db, copied)
		edited(t, "after the restart")
		if again := copied.Stats().Loads; again != loads {
			t.Errorf("loaded %d times more: the feed reaches back over a restart", again-loads)
		}
	})
	t.Run("a new copy goes on from where an old one's subscriber was", func(t *testing.T) {
		batches, _ := copied.Subscribe(t.Context(), rectify.Cursor{})
		edited(t, "told")
		told := <-batches
		aside(t, url, `UPDATE feature SET name = 'missed'`)
		next := copyOf(t, openAt(t, url))
		missed, _ := next.Subscribe(t.Context(), told.Cursor)
		now := resynced(t, missed) // it was not there when this was told, so it says read anew
		again, _ := next.Subscribe(t.Context(), now)
		aside(t, url, `UPDATE feature SET name = 'next' WHERE id = (SELECT min(id) FROM feature)`)
		if batch := <-again; batch.Resync || len(batch.Changes) != 1 || batch.Changes[0].New.Name != "next" {
			t.Errorf("then told %+v", batch)
		}
	})
}
