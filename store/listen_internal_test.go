package store

import (
	"context"
	"errors"
	"testing"
)

func TestWhoWaitsBehindAnotherCanGiveUp(t *testing.T) {
	t.Parallel()
	s := &Store{listener: newListener()}
	s.listener.turn <- struct{}{} // another waits, and no hint comes
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Wait(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
