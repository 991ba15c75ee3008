package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

const (
	editRate = 50 // a second
	editors  = 8
)

// freshness edits the district by the API while others read, and looks after every acknowledged edit whether the
// next tile shows it: at once in the service, in the end in the replica.
func (b *bench) freshness(ctx context.Context, c *city) error {
	service := target{name: "serve, cached, quiet", process: c.service, path: enginePath("/tiles", sessionLayers), headers: c.bearer()}
	if _, err := take(ctx, service, c.list); err != nil {
		return err
	}
	p := b.pressure(b.connections[0])
	quiet, err := interleaved(ctx, []target{service}, c.list, p, b.rounds, c.postmaster)
	if err != nil {
		return err
	}
	p.during = time.Duration(b.edits) * time.Second / editRate
	subjects, err := subjectsOf(ctx, c, editors, 200)
	if err != nil {
		return err
	}
	edited := make(chan error, 1)
	var all seen
	go func() {
		var err error
		all, err = editAll(ctx, c, subjects, b.edits, p.during)
		edited <- err
	}()
	service.name = fmt.Sprintf("serve, cached, %d edits/s", editRate)
	busy, err := run(ctx, service, c.list, p, c.postmaster)
	if err := errors.Join(err, <-edited); err != nil {
		return err
	}
	b.report.add(c, scenario{
		title: fmt.Sprintf("Under edits, %d connections", p.connections), base: quiet[0].name,
		rows: append(quiet, row{name: service.name, median: busy, low: busy.rate, high: busy.rate}),
	})
	b.tellFreshness(c, all)
	return nil
}

// editAll hands out turns at the rate, and as many as there are to be.
func editAll(ctx context.Context, c *city, subjects [][]*subject, edits int, during time.Duration) (seen, error) {
	turns := make(chan int, edits)
	workers := make([]*editor, len(subjects))
	failed := make([]error, len(subjects))
	var wait sync.WaitGroup
	for i := range workers {
		workers[i] = newEditor(c, subjects[i], uint64(i))
		wait.Go(func() { failed[i] = workers[i].work(ctx, turns) })
	}
	tick := time.NewTicker(during / time.Duration(edits))
	defer tick.Stop()
	for turn := range edits {
		select {
		case <-tick.C:
			turns <- turn
		case <-ctx.Done():
		}
	}
	close(turns)
	wait.Wait()
	var all seen
	for _, w := range workers {
		all.edits += w.seen.edits
		all.tiles += w.seen.tiles
		all.stale += w.seen.stale
		all.missed += w.seen.missed
		all.took = append(all.took, w.seen.took...)
		all.reached = append(all.reached, w.seen.reached...)
	}
	slices.Sort(all.took)
	slices.Sort(all.reached)
	return all, errors.Join(failed...)
}

func (b *bench) tellFreshness(c *city, all seen) {
	b.report.tell(c, "stale tiles after acknowledged edits", "%d of %d tiles looked at, after %d edits", all.stale, all.tiles, all.edits)
	b.report.tell(c, "an edit, from sent to acknowledged", "p50 %s ms, p99 %s ms",
		milliseconds(quantile(all.took, 0.5)), milliseconds(quantile(all.took, 0.99)))
	if len(all.reached) > 0 {
		b.report.tell(c, "from there until a second replica's tile shows it", "p50 %s ms, p99 %s ms, not within %s: %d",
			milliseconds(quantile(all.reached, 0.5)), milliseconds(quantile(all.reached, 0.99)), replicaPatience, all.missed)
	}
}
