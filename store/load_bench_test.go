package store_test

import (
	"context"
	"log/slog"
	"os"
	"runtime"
	"testing"

	"backstreet/live"
	"backstreet/store"
)

// benchDatabase is a database of a city's size, which no test could fill.
func benchDatabase(b *testing.B) string {
	address := os.Getenv("BACKSTREET_BENCH_DATABASE_URL")
	if address == "" {
		b.Skip("BACKSTREET_BENCH_DATABASE_URL names no database")
	}
	return address
}

// BenchmarkLoad loads a live copy from the database that BACKSTREET_BENCH_DATABASE_URL names.
func BenchmarkLoad(b *testing.B) {
	db, err := store.Open(b.Context(), benchDatabase(b), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		loaded := make(chan struct{})
		ctx, cancel := context.WithCancel(b.Context())
		copied := live.New(db, live.Options{Log: slog.New(slog.DiscardHandler), OnChange: func(live.Batch) { close(loaded) }})
		go copied.Run(ctx)
		<-loaded
		b.StopTimer()
		cancel()
		runtime.GC()
		runtime.ReadMemStats(&after)
		features := copied.Snapshot().Len()
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(features), "B/feature")
		b.ReportMetric(float64(features), "features")
		runtime.KeepAlive(copied)
		b.StartTimer()
	}
}
