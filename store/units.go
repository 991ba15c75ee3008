package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// units reads all units in pinyin order.
func units(ctx context.Context, tx pgx.Tx) ([]rectify.Unit, error) {
	rows, _ := tx.Query(ctx, `SELECT id, name FROM unit ORDER BY name COLLATE pinyin, id`)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[rectify.Unit])
}

// CreateUnit adds a unit; ErrConflict when the name is taken.
func (s *Store) CreateUnit(ctx context.Context, actor rectify.Person, op Op, name string) (rectify.Unit, bool, error) {
	return once(ctx, s, actor, op, func(tx pgx.Tx) (rectify.Unit, error) {
		unit := rectify.Unit{Name: name}
		err := tx.QueryRow(ctx, `INSERT INTO unit (name) VALUES ($1) RETURNING id`, name).Scan(&unit.ID)
		if err != nil {
			return unit, fmt.Errorf("create unit %q: %w", name, translate(err))
		}
		return unit, nil
	})
}
