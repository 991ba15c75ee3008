package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// backdrops reads the features of the base map that have the ids.
func backdrops(ctx context.Context, tx pgx.Tx, ids []int64) ([]rectify.Backdrop, error) {
	rows, _ := tx.Query(ctx, `
		SELECT id, class, rank, name, geom FROM context
		WHERE id = ANY ($1) ORDER BY id`, ids)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (b rectify.Backdrop, err error) {
		err = row.Scan(&b.ID, &b.Class, &b.Rank, &b.Name, &b.Geom)
		return b, err
	})
}
