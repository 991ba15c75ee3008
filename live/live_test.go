package live_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/live"
	"backstreet/rectify"
)

func street(id rectify.FeatureID) rectify.Feature {
	return rectify.Feature{
		ID: id, Kind: rectify.KindBackStreet, Status: rectify.Listed, Cycle: 1, AreaID: 4,
		Geom: geo.MultiLineString{{{114, 33.5}, {114.001, 33.5}}},
	}
}

func TestFollow(t *testing.T) {
	t.Parallel()
	t.Run("what was committed before Sync is seen after it", func(t *testing.T) {
		t.Parallel()
		source := newModel()
		copied := follow(t, source, live.Options{})
		for range 50 {
			f := street(1)
			f.Name = time.Now().String()
			source.put(f)
			inStep(t, copied)
			if got, _ := copied.Snapshot().Feature(1); got.Name != f.Name {
				t.Fatalf("after Sync the name is %q, want %q", got.Name, f.Name)
			}
		}
	})
	t.Run("a Sync asked during a look waits for the next", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			source := newModel()
			copied := follow(t, source, live.Options{})
			gate := make(chan struct{})
			source.set(func() { source.gate = gate })
			source.hints <- struct{}{}
			synctest.Wait() // a look has seen the old state and hangs
			source.put(street(1))
			synced := make(chan error, 1)
			go func() { synced <- copied.Sync(t.Context()) }()
			synctest.Wait()
			select {
			case err := <-synced:
				t.Fatalf("Sync returned before any look that could see the commit: %v", err)
			default:
			}
			source.set(func() { source.gate = nil })
			close(gate)
			if err := <-synced; err != nil {
				t.Fatal(err)
			}
			if _, found := copied.Snapshot().Feature(1); !found {
				t.Error("the commit is not seen after Sync")
			}
		})
	})
	t.Run("without hints it is a second behind at most", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			source := newModel()
			copied := follow(t, source, live.Options{})
			source.put(street(1))
			time.Sleep(1100 * time.Millisecond)
			synctest.Wait()
			if _, found := copied.Snapshot().Feature(1); !found {
				t.Error("the commit is not seen")
			}
		})
	})
	t.Run("while the database is away the copy stays and says so, then catches up", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			source := newModel()
			source.put(street(1))
			copied := follow(t, source, live.Options{Clock: time.Now})
			source.set(func() { source.fail = errors.New("connection refused") })
			source.put(street(2))
			time.Sleep(10 * time.Second)
			if ready, reason := copied.Ready(); ready || !strings.Contains(reason, "connection refused") {
				t.Errorf("Ready() = %v, %q", ready, reason)
			}
			if _, found := copied.Snapshot().Feature(1); !found {
				t.Error("what was there is not answered")
			}
			source.set(func() { source.fail = nil })
			time.Sleep(10 * time.Second)
			synctest.Wait()
			if ready, reason := copied.Ready(); !ready {
				t.Errorf("not ready: %s", reason)
			}
			if _, found := copied.Snapshot().Feature(2); !found {
				t.Error("what was committed meanwhile is not seen")
			}
		})
	})
	t.Run("a Sync that is given up says that the commit may not be seen yet", func(t *testing.T) {
		t.Parallel()
		copied := live.New(newModel(), live.Options{})
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if err := copied.Sync(ctx); !errors.Is(err, rectify.ErrUnavailable) {
			t.Errorf("Sync() = %v", err)
		}
		if ready, _ := copied.Ready(); ready || copied.Stats().SyncsMissed != 1 {
			t.Errorf("ready %v, stats %+v", ready, copied.Stats())
		}
	})
	t.Run("a feed that does not reach back loads all anew", func(t *testing.T) {
		t.Parallel()
		source := newModel()
		source.put(street(1))
		copied := follow(t, source, live.Options{})
		source.remove(1)
		source.put(street(2))
		source.set(func() { source.epoch = "e2" })
		inStep(t, copied)
		snapshot := copied.Snapshot()
		if _, found := snapshot.Feature(1); found || snapshot.Len() != 1 || snapshot.Cursor().Epoch != "e2" {
			t.Errorf("%d features at %v", snapshot.Len(), snapshot.Cursor())
		}
		if loads := copied.Stats().Loads; loads != 2 {
			t.Errorf("loaded %d times, want 2", loads)
		}
	})
	t.Run("a snapshot stays as it was", func(t *testing.T) {
		t.Parallel()
		source := newModel()
		source.put(street(1))
		copied := follow(t, source, live.Options{})
		before := copied.Snapshot()
		moved := street(1)
		moved.Geom = geo.MultiLineString{{{115, 34}, {115.1, 34}}}
		source.put(moved, street(2))
		inStep(t, copied)
		seen := 0
		before.Search(rectify.KindBackStreet, geo.BoundOf(street(1).Geom), func(*live.Feature) bool { seen++; return true })
		if seen != 1 || before.Len() != 1 {
			t.Errorf("the old snapshot finds %d of %d features", seen, before.Len())
		}
	})
	t.Run("at midnight in Shanghai the lights are of the new day", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			source := newModel()
			f := street(1)
			f.PlannedOn, f.DueOn, f.Status = today-10, today, rectify.Planned
			source.put(f)
			start := time.Now()
			clock := func() time.Time { return (today + 1).Time().Add(-time.Minute).Add(time.Since(start)) }
			var newDays int
			copied := follow(t, source, live.Options{Clock: clock, OnChange: func(b live.Batch) {
				if b.NewDay {
					newDays++
				}
			}})
			before := copied.Snapshot()
			time.Sleep(2 * time.Minute)
			synctest.Wait()
			after := copied.Snapshot()
			if before.Counts(live.Filter{}).Overdue != 0 || after.Counts(live.Filter{}).Overdue != 1 || newDays != 1 {
				t.Errorf("overdue %d, then %d, after %d new days", before.Counts(live.Filter{}).Overdue, after.Counts(live.Filter{}).Overdue, newDays)
			}
			progress, err := after.Progress(4, 0, after.Today())
			if err != nil || progress.Overdue != 1 {
				t.Errorf("progress says %d overdue (%v)", progress.Overdue, err)
			}
		})
	})
}

func TestOrder(t *testing.T) {
	t.Parallel()
	// Memory, then OnChange, then Sync, then subscribers: at each place the earlier ones are done.
	source := newModel()
	var copied *live.Live
	var mu sync.Mutex
	var dropped []rectify.Cursor
	made := make(chan struct{})
	copied = live.New(source, live.Options{Log: slog.New(slog.DiscardHandler), OnChange: func(b live.Batch) {
		<-made
		mu.Lock()
		defer mu.Unlock()
		dropped = append(dropped, b.Cursor)
		if at := copied.Snapshot().Cursor(); at != b.Cursor {
			t.Errorf("OnChange of %v sees the snapshot of %v", b.Cursor, at)
		}
	}})
	close(made)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { copied.Run(ctx) })
	defer running.Wait()
	defer cancel()
	inStep(t, copied)
	batches, _ := copied.Subscribe(ctx, rectify.Cursor{})
	for id := range rectify.FeatureID(20) {
		source.put(street(id + 1))
		inStep(t, copied)
		mu.Lock()
		last := dropped[len(dropped)-1]
		mu.Unlock()
		if at := copied.Snapshot().Cursor(); last != at {
			t.Fatalf("after Sync at %v only the tiles of %v are dropped", at, last)
		}
		batch := <-batches
		if batch.Resync { // of the load, told after Sync was released
			batch = <-batches
		}
		if batch.Cursor != last {
			t.Fatalf("told of %v, want %v", batch.Cursor, last)
		}
	}
}

func TestBatch(t *testing.T) {
	t.Parallel()
	source := newModel()
	source.put(street(1))
	var mu sync.Mutex
	var batches []live.Batch
	copied := follow(t, source, live.Options{OnChange: func(b live.Batch) { mu.Lock(); batches = append(batches, b); mu.Unlock() }})
	last := func() live.Batch {
		inStep(t, copied)
		mu.Lock()
		defer mu.Unlock()
		return batches[len(batches)-1]
	}
	old, _ := copied.Snapshot().Feature(1)

	renamed := street(1)
	renamed.Name = "x"
	source.put(renamed)
	if c := last().Changes[0]; c.GeomChanged || c.Old.Version != old.Version || c.Old.Name != "" || c.New.Name != "x" || c.Version <= old.Version {
		t.Errorf("a new name is told as %+v", c)
	}
	moved := street(1)
	moved.Geom = geo.MultiLineString{{{115, 34}, {115.1, 34}}}
	source.put(moved)
	if c := last().Changes[0]; !c.GeomChanged || c.OldBound != old.Bound || c.Bound != geo.BoundOf(moved.Geom) {
		t.Errorf("a move is told as %+v", c)
	}
	source.remove(1)
	if c := last().Changes[0]; !c.Gone || c.ID != 1 || c.New != nil || !c.Bound.IsEmpty() {
		t.Errorf("what is gone is told as %+v", c)
	}
	areas := append([]rectify.Area{{ID: 9, ParentID: 1, Level: rectify.LevelStreet, Code: "9"}}, source.areas[:4]...)
	source.setAreas(areas)
	var changed []rectify.AreaID
	for _, c := range last().Areas {
		if c.New != nil {
			changed = append(changed, c.New.ID)
		} else {
			changed = append(changed, -c.Old.ID)
		}
	}
	if diff := cmp.Diff([]rectify.AreaID{9, -5}, changed); diff != "" {
		t.Errorf("areas told (-want +got):\n%s", diff)
	}
	source.commit(func(note func(touch)) {
		source.backdrops[3] = rectify.Backdrop{ID: 3, Class: "water", Geom: geo.Point{114, 33}}
		note(touch{backdrop: 3})
	})
	if c := last().Backdrops; len(c) != 1 || c[0].Old != nil || c[0].New.Class != "water" {
		t.Errorf("the base map's change is told as %+v", c)
	}
	found := 0
	copied.Snapshot().Backdrops("water", geo.BoundOf(geo.Point{114, 33}), func(*live.Backdrop) bool { found++; return true })
	if found != 1 {
		t.Errorf("found %d features of the base map, want 1", found)
	}
	owed := street(7)
	source.put(owed)
	inStep(t, copied)
	source.commit(func(note func(touch)) { // a photo is announced: the row's version stays
		f := source.features[7]
		f.PhotosOwed = 2
		source.features[7] = f
		note(touch{feature: 7})
	})
	if c := last().Changes; len(c) != 1 || c[0].New.PhotosOwed != 2 {
		t.Errorf("photos owed are told as %+v", c)
	}
}
