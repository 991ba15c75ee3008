package live

import (
	"context"

	"backstreet/rectify"
)

// LoadOf gives a snapshot of a source that nobody follows.
func LoadOf(ctx context.Context, source Source, today rectify.Day) (*Snapshot, error) {
	taken := newLoader()
	state, err := source.Load(ctx, taken.take)
	if err != nil {
		return nil, err
	}
	return taken.snapshot(state, today), nil
}

// Apply gives the snapshot after a delta.
func (s *Snapshot) Apply(delta *rectify.Delta, today rectify.Day) *Snapshot {
	next, _ := s.apply(delta, today)
	return next
}
