package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// areas reads the whole tree, parents before children, siblings by code.
func areas(ctx context.Context, tx pgx.Tx) ([]rectify.Area, error) {
	rows, _ := tx.Query(ctx, `
		SELECT id, coalesce(parent_id, 0), level, coalesce(code, ''), name, name_en, path::text, geom
		FROM area ORDER BY nlevel(path), code, id`)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a rectify.Area, err error) {
		err = row.Scan(&a.ID, &a.ParentID, &a.Level, &a.Code, &a.Name, &a.NameEN, &a.Path, &a.Geom)
		return a, err
	})
}

// areaPath gives the area and all above it, deepest first; nil where no area is.
func areaPath(ctx context.Context, tx pgx.Tx, id rectify.AreaID) ([]rectify.AreaID, error) {
	rows, _ := tx.Query(ctx, `
		SELECT above.id FROM area here JOIN area above ON above.path @> here.path
		WHERE here.id = $1 ORDER BY nlevel(above.path) DESC`, id)
	return pgx.CollectRows(rows, pgx.RowTo[rectify.AreaID])
}
