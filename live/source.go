package live

import (
	"context"

	"backstreet/rectify"
)

// Source is where the truth lies. The store implements it over PostgreSQL; the tests of this
// package implement it over a map, to steer what is seen when.
type Source interface {
	// Load gives all there is, and the place in the feed as of which it is so. Features and the base map it
	// hands to take, in parts of any size and order and by several goroutines at a time if it likes, before it
	// returns. What was taken counts for nothing when it returns an error.
	Load(ctx context.Context, take func(rectify.Part)) (*rectify.State, error)
	// Changes gives what changed since a cursor. Delta.Resync asks for another Load.
	Changes(ctx context.Context, since rectify.Cursor) (*rectify.Delta, error)
	// Wait returns nil when something may have changed, or when ctx ends. It is a hint only. An
	// error means that hints may have been missed: Wait is called again, after a pause.
	Wait(ctx context.Context) error
}
