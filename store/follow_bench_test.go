package store_test

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"backstreet/live"
	"backstreet/rectify"
	"backstreet/store"
)

// BenchmarkFollow makes 50 edits a second in the database that BACKSTREET_BENCH_DATABASE_URL names, one replica
// being in step with each before the next, and tells how long after the commit both replicas show it.
func BenchmarkFollow(b *testing.B) {
	address := benchDatabase(b)
	here, shownHere := replica(b, address)
	_, shownThere := replica(b, address)
	db, err := store.Open(b.Context(), address, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var ids []rectify.FeatureID
	here.Snapshot().Scan(func(f *live.Feature) bool {
		ids = append(ids, f.ID)
		return len(ids) < 100_000
	})
	tick := time.NewTicker(time.Second / 50)
	defer tick.Stop()
	var own, other, commits []time.Duration
	for b.Loop() {
		<-tick.C
		id := ids[rand.IntN(len(ids))]
		var version int64
		began := time.Now()
		err := db.Pool().QueryRow(b.Context(), `UPDATE feature SET unit_id = NULL, name = $2 WHERE id = $1 RETURNING version`,
			id, time.Now().String()[11:22]).Scan(&version)
		committed := time.Now()
		if err != nil {
			b.Fatal(err)
		}
		if err := here.Sync(b.Context()); err != nil {
			b.Fatal(err)
		}
		commits = append(commits, committed.Sub(began))
		own = append(own, shownHere(id, version).Sub(committed))
		other = append(other, shownThere(id, version).Sub(committed))
	}
	for name, times := range map[string][]time.Duration{"commit": commits, "own": own, "other": other} {
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, name+"-p50-ms")
		b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, name+"-p99-ms")
	}
}

// replica runs a live copy of its own pool; shown gives when it showed a version.
func replica(b *testing.B, address string) (copied *live.Live, shown func(rectify.FeatureID, int64) time.Time) {
	db, err := store.Open(b.Context(), address, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	type sight struct {
		id      rectify.FeatureID
		version int64
		at      time.Time
	}
	seen := make(chan sight, 1000)
	loaded := make(chan struct{})
	copied = live.New(db, live.Options{Log: slog.New(slog.DiscardHandler), OnChange: func(batch live.Batch) {
		if batch.Resync {
			close(loaded)
		}
		for _, c := range batch.Changes {
			seen <- sight{c.ID, c.Version, time.Now()}
		}
	}})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { copied.Run(ctx); close(done) }()
	b.Cleanup(func() { cancel(); <-done; db.Close() })
	<-loaded
	return copied, func(id rectify.FeatureID, version int64) time.Time {
		for s := range seen {
			if s.id == id && s.version >= version {
				return s.at
			}
		}
		panic("never closed")
	}
}
