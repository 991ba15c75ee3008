package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"backstreet/tiles/bench/district"
)

// sample is one run against one server.
type sample struct {
	requests int
	rate     float64       // a second
	p50, p99 time.Duration // from the first byte sent to the last one read
	bytes    float64       // of an answer's body, as it was sent
	server   time.Duration // processor time for a request, in the server
	database time.Duration // and in PostgreSQL
	client   time.Duration // and here
}

// pressure is how hard servers are asked.
type pressure struct {
	connections  int
	warm, during time.Duration
}

// run asks in a closed loop: each connection sends its next request when it has read the answer.
func run(ctx context.Context, t target, list []district.Tile, p pressure, postmaster int) (sample, error) {
	requests := t.requests(list)
	var next atomic.Int64
	from := time.Now().Add(p.warm)
	to := from.Add(p.during)
	workers := make([]worker, p.connections)
	var wait sync.WaitGroup
	for i := range workers {
		wait.Go(func() { workers[i].loop(ctx, t.host, requests, &next, from, to) })
	}
	time.Sleep(time.Until(from))
	before := usedBy(t.pid, postmaster)
	time.Sleep(time.Until(to))
	used := usedBy(t.pid, postmaster).since(before)
	wait.Wait()
	return summed(t, workers, p.during, used)
}

// worker is one connection of a run.
type worker struct {
	took  []time.Duration
	bytes int
	err   error
}

func (w *worker) loop(ctx context.Context, host string, requests [][]byte, next *atomic.Int64, from, to time.Time) {
	c := connection{host: host}
	defer c.close()
	for ctx.Err() == nil {
		request := requests[int(next.Add(1)-1)%len(requests)]
		began := time.Now()
		a, err := c.ask(request, false)
		ended := time.Now()
		if err == nil && a.status >= 400 {
			err = fmt.Errorf("%q is answered with %d", request, a.status)
		}
		if err != nil {
			w.err = err
			return
		}
		if ended.After(to) {
			return
		}
		if began.After(from) {
			w.took = append(w.took, ended.Sub(began))
			w.bytes += a.size
		}
	}
	w.err = ctx.Err()
}

func summed(t target, workers []worker, during time.Duration, used processor) (sample, error) {
	var took []time.Duration
	bytes := 0
	for _, w := range workers {
		if w.err != nil {
			return sample{}, fmt.Errorf("measure %s: %w", t.name, w.err)
		}
		took = append(took, w.took...)
		bytes += w.bytes
	}
	if len(took) == 0 {
		return sample{}, fmt.Errorf("measure %s: no request was answered in %s; give -d more", t.name, during)
	}
	slices.Sort(took)
	n := len(took)
	each := func(d time.Duration) time.Duration { return d / time.Duration(n) }
	return sample{
		requests: n, rate: float64(n) / during.Seconds(), p50: quantile(took, 0.5), p99: quantile(took, 0.99),
		bytes: float64(bytes) / float64(n), server: each(used.server), database: each(used.database), client: each(used.client),
	}, nil
}

// quantile of what is sorted.
func quantile(sorted []time.Duration, share float64) time.Duration {
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}
