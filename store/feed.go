package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// Changes reads what became visible since a cursor, each change once, however late or out of order
// its transaction committed. It must run on the primary: a standby's snapshots do not list running
// transactions. A cursor from before the feed was pruned, or from before the database was restored,
// is answered with Resync.
func (s *Store) Changes(ctx context.Context, since rectify.Cursor) (*rectify.Delta, error) {
	delta := &rectify.Delta{}
	err := s.inFeed(ctx, func(tx pgx.Tx, now rectify.Cursor) (err error) {
		*delta = rectify.Delta{Cursor: now}
		if delta.Resync, err = stale(ctx, tx, since); err != nil || delta.Resync {
			return err
		}
		if delta.Cursor == since {
			return nil
		}
		changed, err := changedSince(ctx, tx, since)
		if err != nil {
			return err
		}
		return readChanged(ctx, tx, changed, delta)
	})
	if err != nil {
		return nil, fmt.Errorf("follow changes: %w", err)
	}
	if delta.Cursor.Epoch != since.Epoch {
		s.pool.Reset() // another replica may have been the first to see the restored database
	}
	return delta, nil
}

// stale reports whether rows of the feed that since has not seen may be gone, or since is of a
// database that was further than this one.
func stale(ctx context.Context, tx pgx.Tx, since rectify.Cursor) (stale bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT epoch::text <> $1 OR pruned_to > pg_snapshot_xmin($2::pg_snapshot)
			OR pg_snapshot_xmax($2::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot())
		FROM feed`, since.Epoch, since.Snapshot).Scan(&stale)
	return stale, err
}

// changedSince gives the changed ids by entity. The index on txid bounds the scan from below.
func changedSince(ctx context.Context, tx pgx.Tx, since rectify.Cursor) (map[string][]int64, error) {
	rows, _ := tx.Query(ctx, `
		SELECT DISTINCT entity, changed FROM change, generate_series(entity_id, entity_id + also) AS changed
		WHERE txid >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(txid, $1::pg_snapshot)
		ORDER BY entity, changed`, since.Snapshot)
	changed := map[string][]int64{}
	var entity string
	var id int64
	_, err := pgx.ForEachRow(rows, []any{&entity, &id}, func() error {
		changed[entity] = append(changed[entity], id)
		return nil
	})
	return changed, err
}

func readChanged(ctx context.Context, tx pgx.Tx, changed map[string][]int64, delta *rectify.Delta) (err error) {
	if len(changed["kind"]) > 0 {
		if delta.Kinds, err = kinds(ctx, tx); err != nil {
			return err
		}
	}
	if len(changed["area"]) > 0 {
		if delta.Areas, err = areas(ctx, tx); err != nil {
			return err
		}
	}
	if len(changed["unit"]) > 0 {
		if delta.Units, err = units(ctx, tx); err != nil {
			return err
		}
	}
	if len(changed["campaign"])+len(changed["campaign_target"]) > 0 {
		if delta.Campaigns, err = campaigns(ctx, tx); err != nil {
			return err
		}
	}
	if ids := changed["context"]; len(ids) > 0 {
		if delta.Backdrops, err = backdrops(ctx, tx, ids); err != nil {
			return err
		}
		delta.GoneBackdrops = gone(ids, delta.Backdrops, func(b rectify.Backdrop) int64 { return b.ID })
	}
	ids, err := featuresOfPhotos(ctx, tx, changed["photo"])
	if err != nil {
		return err
	}
	if ids = append(ids, changed["feature"]...); len(ids) == 0 {
		return nil
	}
	if delta.Features, err = features(ctx, tx, ids); err != nil {
		return err
	}
	for _, id := range gone(ids, delta.Features, func(f rectify.Feature) int64 { return int64(f.ID) }) {
		delta.GoneFeatures = append(delta.GoneFeatures, rectify.FeatureID(id))
	}
	return nil
}

// gone gives the ids that were asked for and not found.
func gone[T any](ids []int64, found []T, idOf func(T) int64) []int64 {
	have := make(map[int64]bool, len(found))
	for _, entity := range found {
		have[idOf(entity)] = true
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return have[id] })
}

// features reads those with the ids.
func features(ctx context.Context, tx pgx.Tx, ids []int64) ([]rectify.Feature, error) {
	rows, _ := tx.Query(ctx,
		`SELECT `+featureColumns+` FROM feature f WHERE f.id = ANY ($1) ORDER BY f.id`, ids)
	return pgx.CollectRows(rows, scanFeature)
}

// featuresOfPhotos: a photo's arrival changes what its feature owes.
func featuresOfPhotos(ctx context.Context, tx pgx.Tx, photos []int64) ([]int64, error) {
	if len(photos) == 0 {
		return nil, nil
	}
	rows, _ := tx.Query(ctx, `SELECT DISTINCT feature_id FROM photo WHERE id = ANY ($1)`, photos)
	return pgx.CollectRows(rows, pgx.RowTo[int64])
}

// PruneChanges drops rows of the feed that every live follower read long ago: those of transactions
// older than the oldest that was running keep ago. Cursors from before then are answered with resync.
func (s *Store) PruneChanges(ctx context.Context, upTo rectify.Cursor) (int64, error) {
	var pruned int64
	err := s.InTx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `
			UPDATE feed SET pruned_to = greatest(pruned_to, pg_snapshot_xmin($2::pg_snapshot))
			WHERE epoch::text = $1`, upTo.Epoch, upTo.Snapshot); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `DELETE FROM change WHERE txid < (SELECT pruned_to FROM feed)`)
		pruned = tag.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("prune changes: %w", err)
	}
	return pruned, nil
}
