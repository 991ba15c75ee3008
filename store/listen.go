package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// listener is the one connection that hears of changes. It is kept between waits, so that no hint
// is lost while its owner reads what changed.
type listener struct {
	turn chan struct{} // holds one while somebody waits
	conn *pgx.Conn
}

func newListener() listener { return listener{turn: make(chan struct{}, 1)} }

// Wait returns when the database hints at a change, or when ctx ends. After an error the next call
// listens anew and returns at once, because hints may have been missed. A hint is never the
// guarantee: who waits must look by itself now and then. Who comes while another waits has its turn after that one.
func (s *Store) Wait(ctx context.Context) error {
	select {
	case s.listener.turn <- struct{}{}:
		defer func() { <-s.listener.turn }()
	case <-ctx.Done():
		return fmt.Errorf("listen for changes: %w", ctx.Err())
	}
	if s.listener.conn == nil {
		return s.listen(ctx)
	}
	if _, err := s.listener.conn.WaitForNotification(ctx); err != nil {
		s.listener.drop()
		return fmt.Errorf("listen for changes: %w", translate(err))
	}
	return nil
}

func (s *Store) listen(ctx context.Context) error {
	pooled, err := s.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("listen for changes: %w", translate(err))
	}
	conn := pooled.Hijack()
	if _, err := conn.Exec(ctx, `LISTEN backstreet`); err != nil {
		_ = conn.Close(ctx)
		return fmt.Errorf("listen for changes: %w", translate(err))
	}
	s.listener.conn = conn
	return nil
}

func (l *listener) close() {
	l.turn <- struct{}{}
	defer func() { <-l.turn }()
	l.drop()
}

func (l *listener) drop() {
	if l.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = l.conn.Close(ctx) // it goes whatever it says
	l.conn = nil
}
