package live

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"backstreet/rectify"
)

const (
	pollEvery    = time.Second // the guarantee; hints only make it quicker
	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second
)

var errResync = errors.New("the feed does not reach back")

// Options of a live copy; the zero value is usable.
type Options struct {
	Clock func() time.Time // time.Now by default; it says when midnight has passed
	Log   *slog.Logger     // slog.Default() by default
	// OnChange is called for each batch when readers see it and before anybody is told of it, by the
	// goroutine of Run, one at a time. A Resync comes with the first load too.
	OnChange func(Batch)
}

// Live follows a Source. Its methods may be called by any goroutine, before Run too.
type Live struct {
	source   Source
	clock    func() time.Time
	log      *slog.Logger
	onChange func(Batch)

	current atomic.Pointer[Snapshot]
	hub     hub
	syncs   syncs
	stats   stats
}

// New makes an empty copy; Run fills it.
func New(source Source, options Options) *Live {
	l := &Live{source: source, clock: options.Clock, log: options.Log, onChange: options.OnChange}
	if l.clock == nil {
		l.clock = time.Now
	}
	if l.log == nil {
		l.log = slog.Default()
	}
	if l.onChange == nil {
		l.onChange = func(Batch) {}
	}
	l.hub.subscribers = make(map[chan Batch]struct{})
	l.syncs.wake = make(chan struct{}, 1)
	l.current.Store(newLoader().snapshot(&rectify.State{}, rectify.DayOf(l.clock())))
	return l
}

// Snapshot gives the copy as it is now. It never waits, and is empty until the first load.
func (l *Live) Snapshot() *Snapshot { return l.current.Load() }

// Run loads the copy and follows the source until ctx ends, whatever fails on the way.
func (l *Live) Run(ctx context.Context) {
	var listening sync.WaitGroup
	listening.Go(func() { l.listen(ctx) })
	defer listening.Wait()
	l.follow(ctx)
}

// follow looks at the feed whenever it is woken, and every second.
func (l *Live) follow(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	look, pause := l.load, firstPause
	for ctx.Err() == nil {
		asked := l.syncs.begin()
		batch, err := look(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, errResync):
			l.syncs.again(asked)
			look = l.load
			continue
		case err != nil:
			l.stats.failed(err)
			l.log.Error("live copy cannot follow the database", "error", err, "again_in", pause)
			l.syncs.again(asked)
			sleep(ctx, pause)
			pause = min(2*pause, longestPause)
			continue
		}
		l.syncs.done(asked)
		l.hub.publish(batch)
		look, pause = l.poll, firstPause
		select {
		case <-l.syncs.wake:
		case <-tick.C:
		case <-ctx.Done():
		}
	}
}

// load replaces the copy by all there is.
func (l *Live) load(ctx context.Context) (Batch, error) {
	began := l.clock()
	taken := newLoader()
	state, err := l.source.Load(ctx, taken.take)
	if err != nil {
		return Batch{}, err
	}
	next := taken.snapshot(state, rectify.DayOf(l.clock()))
	batch := Batch{Cursor: state.Cursor, Resync: true}
	l.show(next, batch)
	l.stats.loaded(began)
	l.log.Info("live copy loaded", "features", next.Len(), "took", l.clock().Sub(began))
	return batch, nil
}

// poll applies what changed since the last look. errResync says that the feed cannot tell.
func (l *Live) poll(ctx context.Context) (Batch, error) {
	began, before := l.clock(), l.Snapshot()
	delta, err := l.source.Changes(ctx, before.cursor)
	if err != nil {
		return Batch{}, err
	}
	if delta.Resync {
		l.log.Warn("live copy loads anew: the feed does not reach back to its cursor", "cursor", before.cursor.String())
		return Batch{}, errResync
	}
	next, batch := before.apply(delta, rectify.DayOf(l.clock()))
	l.show(next, batch)
	l.stats.polled(began, len(batch.Changes))
	return batch, nil
}

// show lets readers see a snapshot, then has the tiles of what changed dropped.
func (l *Live) show(next *Snapshot, batch Batch) {
	l.current.Store(next)
	if !batch.empty() {
		l.onChange(batch)
	}
}

// listen turns the source's hints into wake-ups.
func (l *Live) listen(ctx context.Context) {
	pause := firstPause
	for ctx.Err() == nil {
		err := l.source.Wait(ctx)
		l.syncs.poke()
		if err == nil {
			pause = firstPause
			continue
		}
		if ctx.Err() == nil {
			l.log.Warn("live copy hears no hints, it polls", "error", err, "again_in", pause)
			sleep(ctx, pause)
			pause = min(2*pause, longestPause)
		}
	}
}

func sleep(ctx context.Context, pause time.Duration) {
	select {
	case <-time.After(pause):
	case <-ctx.Done():
	}
}
