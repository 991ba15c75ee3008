package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// errForeign says that the feed began in another database than the one it is in.
var errForeign = errors.New("the feed came with a dump or a copy")

// inFeed runs use in a snapshot, with the cursor of that moment. A feed that was restored or copied
// begins a new epoch first. After a failure all connections are made anew: those from before a
// restore in place know types that are gone.
func (s *Store) inFeed(ctx context.Context, use func(pgx.Tx, rectify.Cursor) error) error {
	look := func(tx pgx.Tx) error {
		now, err := cursor(ctx, tx)
		if err != nil {
			return err
		}
		return use(tx, now)
	}
	err := s.inSnapshot(ctx, look)
	if errors.Is(err, errForeign) {
		if err = s.settle(ctx); err == nil {
			s.pool.Reset()
			err = s.inSnapshot(ctx, look)
		}
	}
	if err != nil {
		s.pool.Reset()
	}
	return err
}

// cursor is the present place in the feed; errForeign when it cannot be compared with earlier ones.
func cursor(ctx context.Context, tx pgx.Tx) (c rectify.Cursor, err error) {
	whole, foreign := false, false
	err = tx.QueryRow(ctx, `
		SELECT epoch::text, pg_current_snapshot()::text, here IS NOT NULL, `+foreignFeed+`
		FROM feed, feed_home() here`).Scan(&c.Epoch, &c.Snapshot, &whole, &foreign)
	switch {
	case err == nil && !whole, errors.Is(err, pgx.ErrNoRows):
		return c, fmt.Errorf("the database is being restored: %w", rectify.ErrUnavailable)
	case err == nil && foreign:
		return c, errForeign
	}
	return c, err
}

// foreignFeed is true where the feed began elsewhere (here is what feed_home says), or tells of
// transactions that this server has yet to come to.
const foreignFeed = `
	home IS DISTINCT FROM here OR pruned_to > pg_snapshot_xmax(pg_current_snapshot())
	OR EXISTS (SELECT FROM change WHERE txid >= pg_snapshot_xmax(pg_current_snapshot()))`

// settle begins a new epoch, once however many look at the same time: every cursor given out so far
// is answered with resync.
func (s *Store) settle(ctx context.Context) error {
	var before string
	err := s.InTx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `SELECT home FROM feed FOR UPDATE`).Scan(&before); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `
			UPDATE feed SET epoch = gen_random_uuid(), pruned_to = '0', home = here
			FROM feed_home() here WHERE `+foreignFeed)
		if err != nil || tag.RowsAffected() == 0 {
			before = "" // another replica was quicker
			return err
		}
		_, err = tx.Exec(ctx, `DELETE FROM change`)
		return err
	})
	if err != nil {
		return fmt.Errorf("begin a new epoch: %w", err)
	}
	if before != "" { // a new database has no home yet
		s.log.WarnContext(ctx, "the database was restored or copied: everybody reads anew", "was", before)
	}
	return nil
}
