package live

import (
	"context"
	"fmt"
	"sync"

	"backstreet/rectify"
)

// syncs gathers those who wait for a look at the feed that begins after they asked. All who ask while
// one look is under way share the next.
type syncs struct {
	mu      sync.Mutex
	waiting []chan struct{}
	wake    chan struct{} // holds one wake-up
}

// Sync returns nil once all that was committed before the call is in Snapshot and its tiles are
// dropped. When ctx ends first it returns ErrUnavailable; the commit stands nevertheless.
func (l *Live) Sync(ctx context.Context) error {
	select {
	case <-l.syncs.ask():
		return nil
	case <-ctx.Done():
		l.stats.syncsMissed.Add(1)
		return fmt.Errorf("%w: the live copy is behind: %w", rectify.ErrUnavailable, context.Cause(ctx))
	}
}

// ask gives a channel that is closed when it is done.
func (s *syncs) ask() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	done := make(chan struct{})
	s.waiting = append(s.waiting, done)
	s.poke()
	return done
}

// begin gives those whom a look that begins now will serve.
func (s *syncs) begin() []chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.waiting
	s.waiting = nil
	return asked
}

// done releases those whom begin gave.
func (s *syncs) done(asked []chan struct{}) {
	for _, done := range asked {
		close(done)
	}
}

// again leaves those whom begin gave to the next look, because this one failed.
func (s *syncs) again(asked []chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = append(asked, s.waiting...)
}

// poke asks for a look soon.
func (s *syncs) poke() {
	select {
	case s.wake <- struct{}{}:
	default: // asked already
	}
}
