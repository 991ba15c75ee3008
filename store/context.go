package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// backdrops reads features of the base map: those with the ids, or all when ids is nil.
func backdrops(ctx context.Context, tx pgx.Tx, ids []int64) ([]rectify.Backdrop, error) {
	rows, _ := tx.Query(ctx, `
		SELECT id, class, rank, name, geom FROM context
		WHERE $1::bigint[] IS NULL OR id = ANY ($1) ORDER BY id`, ids)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (b rectify.Backdrop, err error) {
		err = row.Scan(&b.ID, &b.Class, &b.Rank, &b.Name, &b.Geom)
		return b, err
	})
}
