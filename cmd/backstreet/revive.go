package main

import (
	"context"
	"errors"
	"log/slog"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/cluster"
)

// revived is the store as the live copy follows it: when the database of the private cluster is gone,
// it is started again. The follower's own pauses keep a server that does not come up from being
// started without end.
type revived struct {
	*store.Store
	private *cluster.Cluster // nil with DATABASE_URL: whoever runs that server sees to it
}

// Load is the store's.
func (r revived) Load(ctx context.Context, take func(rectify.Part)) (*rectify.State, error) {
	state, err := r.Store.Load(ctx, take)
	r.revive(ctx, err)
	return state, err
}

// Changes is the store's.
func (r revived) Changes(ctx context.Context, since rectify.Cursor) (*rectify.Delta, error) {
	delta, err := r.Store.Changes(ctx, since)
	r.revive(ctx, err)
	return delta, err
}

func (r revived) revive(ctx context.Context, failed error) {
	if r.private == nil || !errors.Is(failed, rectify.ErrUnavailable) {
		return
	}
	if err := r.private.Revive(ctx); err != nil {
		slog.ErrorContext(ctx, "start the database again", "error", err)
	}
}
