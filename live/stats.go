package live

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// lagAllowed is how old the last good look at the feed may be for the copy to count as in step.
const lagAllowed = 5 * time.Second

// Stats are for /metrics and doctor. Counts are since the start.
type Stats struct {
	Features    int // in the copy, void ones included
	Applied     uint64
	Polls       uint64
	Failures    uint64 // looks at the feed that failed
	Loads       uint64
	SyncsMissed uint64 // callers of Sync who gave up waiting
	Subscribers int
	Cut         uint64    // subscribers that were too slow
	LastPoll    time.Time // when the last good look began; zero before the first
	Lag         time.Duration
	LastError   string // of the last look, empty when it was good
}

type stats struct {
	mu          sync.Mutex
	now         Stats
	syncsMissed atomic.Uint64
}

// Stats gives the counters as they are now.
func (l *Live) Stats() Stats {
	l.stats.mu.Lock()
	now := l.stats.now
	l.stats.mu.Unlock()
	now.Features = l.Snapshot().Len()
	now.SyncsMissed = l.stats.syncsMissed.Load()
	l.hub.mu.Lock()
	now.Subscribers, now.Cut = len(l.hub.subscribers), l.hub.cut
	l.hub.mu.Unlock()
	if !now.LastPoll.IsZero() {
		now.Lag = l.clock().Sub(now.LastPoll)
	}
	return now
}

// Ready reports whether the copy is loaded and in step, and if not, why.
func (l *Live) Ready() (ready bool, reason string) {
	now := l.Stats()
	switch {
	case now.Loads == 0 && now.LastError == "":
		return false, "the live copy is loading"
	case now.Loads == 0:
		return false, "the live copy cannot load: " + now.LastError
	case now.Lag > lagAllowed && now.LastError != "":
		return false, fmt.Sprintf("the live copy is %s behind: %s", now.Lag.Round(time.Second), now.LastError)
	case now.Lag > lagAllowed:
		return false, fmt.Sprintf("the live copy is %s behind: the database does not answer", now.Lag.Round(time.Second))
	}
	return true, ""
}

func (s *stats) loaded(began time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.Loads++
	s.now.LastPoll, s.now.LastError = began, ""
}

func (s *stats) polled(began time.Time, changes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.Polls++
	s.now.Applied += uint64(changes)
	s.now.LastPoll, s.now.LastError = began, ""
}

func (s *stats) failed(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now.Failures++
	s.now.LastError = err.Error()
}
