package store_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"backstreet/live"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

// deaf is a store whose hints never come.
type deaf struct{ *store.Store }

func (deaf) Wait(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

// copyOf runs a live copy of a source until the test ends, and waits for it to be loaded.
func copyOf(t *testing.T, source live.Source) *live.Live {
	t.Helper()
	return copyWith(t, source, live.Options{})
}

func copyWith(t *testing.T, source live.Source, options live.Options) *live.Live {
	t.Helper()
	options.Log = slog.New(slog.DiscardHandler)
	copied := live.New(source, options)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { copied.Run(ctx) })
	t.Cleanup(func() { cancel(); running.Wait() })
	inStep(t, copied)
	return copied
}

func inStep(t *testing.T, copied *live.Live) {
	t.Helper()
	if err := copied.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// loaded is a state with all its parts.
type loaded struct {
	*rectify.State
	features []rectify.Feature
}

// load loads what the live copy would, the features by id.
func load(t *testing.T, db *store.Store) (loaded, error) {
	t.Helper()
	var mu sync.Mutex
	var features []rectify.Feature
	state, err := db.Load(t.Context(), func(part rectify.Part) {
		mu.Lock()
		defer mu.Unlock()
		features = append(features, part.Features...)
	})
	slices.SortFunc(features, func(x, y rectify.Feature) int { return int(x.ID - y.ID) })
	return loaded{state, features}, err
}

// wantEqual checks that the copy holds what a fresh load of the database gives.
func wantEqual(t *testing.T, db *store.Store, copied *live.Live) {
	t.Helper()
	state, err := load(t, db)
	if err != nil {
		t.Fatal(err)
	}
	var got []rectify.Feature
	copied.Snapshot().Scan(func(f *live.Feature) bool { got = append(got, f.Feature); return true })
	slices.SortFunc(got, func(x, y rectify.Feature) int { return int(x.ID - y.ID) })
	if diff := cmp.Diff(state.features, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the copy differs (-database +copy):\n%s", diff)
	}
	if len(got) == 0 {
		t.Error("there is nothing to compare")
	}
}

// rename is a direct edit within a transaction.
func rename(t *testing.T, tx pgx.Tx, id int64, name string) {
	t.Helper()
	if _, err := tx.Exec(t.Context(), `UPDATE feature SET name = $2 WHERE id = $1`, id, name); err != nil {
		t.Fatal(err)
	}
}

func begin(t *testing.T, db *store.Store) pgx.Tx {
	t.Helper()
	tx, err := db.Pool().Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return tx
}

func commit(t *testing.T, tx pgx.Tx) {
	t.Helper()
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestLiveCopyEqualsTheDatabase(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	ids := plantStreets(t, db, 4)
	copied := copyOf(t, db)
	wantEqual(t, db, copied)

	t.Run("after a transaction that commits late", func(t *testing.T) {
		late := begin(t, db)
		rename(t, late, ids[0], "late")
		for _, name := range []string{"a", "b", "c"} { // the feed moves on meanwhile
			execute(t, db, `UPDATE feature SET name = $2 WHERE id = $1`, ids[1], name)
			inStep(t, copied)
		}
		commit(t, late)
		inStep(t, copied)
		wantEqual(t, db, copied)
	})
	t.Run("after commits in another order than begun", func(t *testing.T) {
		first, second := begin(t, db), begin(t, db)
		rename(t, first, ids[0], "first")
		rename(t, second, ids[1], "second")
		commit(t, second)
		inStep(t, copied)
		wantEqual(t, db, copied)
		commit(t, first)
		inStep(t, copied)
		wantEqual(t, db, copied)
	})
	t.Run("after an edit that was rolled back", func(t *testing.T) {
		undone := begin(t, db)
		rename(t, undone, ids[2], "never")
		if err := undone.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
		inStep(t, copied)
		wantEqual(t, db, copied)
	})
	t.Run("after an edit of the service", func(t *testing.T) {
		actor := person(t, db, "planner", "", rectify.RolePlanner)
		err := fire(t, db, actor, ids[3], rectify.Command{
			Event: rectify.EventList, Note: "dark", Photos: shown(rectify.PhaseBefore),
		})
		if err != nil {
			t.Fatal(err)
		}
		inStep(t, copied)
		wantEqual(t, db, copied)
		execute(t, db, `UPDATE photo SET state = 'stored', stored_at = now()`) // the feature owes none any more
		inStep(t, copied)
		wantEqual(t, db, copied)
	})
	t.Run("after an area was drawn around it", func(t *testing.T) {
		execute(t, db, `
			INSERT INTO area (level, name, geom) VALUES ('district', 'd', ST_Multi(ST_MakeEnvelope(113, 33, 115, 34, 4326)))`)
		inStep(t, copied)
		wantEqual(t, db, copied)
	})
	t.Run("after a new epoch", func(t *testing.T) {
		old := copied.Snapshot().Cursor()
		batches, _ := copied.Subscribe(t.Context(), rectify.Cursor{})
		execute(t, db, `UPDATE feed SET home = 'elsewhere'`)
		execute(t, db, `UPDATE feature SET name = 'restored' WHERE id = $1`, ids[0])
		inStep(t, copied)
		wantEqual(t, db, copied)
		if now := resynced(t, batches); now.Epoch == old.Epoch {
			t.Error("subscribers are told to read anew in the old epoch")
		}
	})
}

func TestLiveCopyPollsWhenHintsAreLost(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	ids := plantStreets(t, db, 1)
	copied := copyOf(t, deaf{db})
	batches, _ := copied.Subscribe(t.Context(), rectify.Cursor{})
	execute(t, db, `UPDATE feature SET name = 'unheard' WHERE id = $1`, ids[0])
	batch := <-batches // nobody asked for a look
	if batch.Resync {  // of the load, told after Sync was released
		batch = <-batches
	}
	if len(batch.Changes) != 1 || batch.Changes[0].New.Name != "unheard" {
		t.Errorf("got %+v", batch)
	}
	wantEqual(t, db, copied)
}

func TestCursorFromBeforeThePruningMustResync(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	ids := plantStreets(t, db, 2)
	start, err := load(t, db)
	if err != nil {
		t.Fatal(err)
	}
	execute(t, db, `UPDATE feature SET name = 'x' WHERE id = $1`, ids[0])
	seen := func(since rectify.Cursor) *rectify.Delta {
		t.Helper()
		delta, err := db.Changes(t.Context(), since)
		if err != nil {
			t.Fatal(err)
		}
		return delta
	}
	now := seen(start.Cursor)
	if now.Resync || len(now.Features) != 1 {
		t.Fatalf("before the pruning: %+v, want one feature", now)
	}
	// Transactions of other databases on the server hold the pruning up; it gets there when they end.
	for !seen(start.Cursor).Resync {
		now = seen(now.Cursor)
		if _, err := db.PruneChanges(t.Context(), now.Cursor); err != nil {
			t.Fatal(err)
		}
	}
	execute(t, db, `UPDATE feature SET name = 'y' WHERE id = $1`, ids[1])
	if delta := seen(now.Cursor); delta.Resync || len(delta.Features) != 1 || delta.Features[0].Name != "y" {
		t.Errorf("from after the pruning: %+v, want one feature", delta)
	}
}

func TestEachChangeIsReadOnce(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	ids := plantStreets(t, db, 1)
	state, err := load(t, db)
	if err != nil {
		t.Fatal(err)
	}
	at := state.Cursor
	late := begin(t, db)
	rename(t, late, ids[0], "late")
	seen := 0
	for range 3 {
		delta, err := db.Changes(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		at, seen = delta.Cursor, seen+len(delta.Features)
	}
	if seen != 0 {
		t.Fatalf("%d changes are told before they are committed", seen)
	}
	commit(t, late)
	for range 3 {
		delta, err := db.Changes(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		at, seen = delta.Cursor, seen+len(delta.Features)
	}
	if seen != 1 {
		t.Errorf("the change is told %d times, want once", seen)
	}
}

// TestRowsThatChangeTogetherAreToldInFew sees that what one statement writes side by side is one row of the feed, and
// that nothing between is told.
func TestRowsThatChangeTogetherAreToldInFew(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	state, err := db.Load(t.Context(), func(rectify.Part) {})
	if err != nil {
		t.Fatal(err)
	}
	ids := plantStreets(t, db, 10)
	if n := query[int](t, db, `SELECT count(*) FROM change WHERE entity = 'feature'`); n != 1 {
		t.Errorf("ten features that enter at once take %d rows, want 1", n)
	}
	all, err := db.Changes(t.Context(), state.Cursor)
	if err != nil {
		t.Fatal(err)
	}
	some := []int64{ids[1], ids[2], ids[4], ids[9]}
	execute(t, db, `UPDATE feature SET name = 'x' WHERE id = ANY ($1)`, some)
	later, err := db.Changes(t.Context(), all.Cursor)
	if err != nil {
		t.Fatal(err)
	}
	told := func(delta *rectify.Delta) (ids []int64) {
		for _, feature := range delta.Features {
			ids = append(ids, int64(feature.ID))
		}
		return ids
	}
	if !slices.Equal(told(all), ids) || !slices.Equal(told(later), some) {
		t.Errorf("told of %v and %v, want %v and %v", told(all), told(later), ids, some)
	}
}
