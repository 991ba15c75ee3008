package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// kinds reads all kinds in legend order.
func kinds(ctx context.Context, tx pgx.Tx) ([]rectify.Kind, error) {
	rows, _ := tx.Query(ctx, `
		SELECT id, key, name, name_en, geometry_types, quantity_rule, quantity_unit, quantity_unit_en,
			schema, colour, icon, sort
		FROM kind ORDER BY sort, id`)
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (k rectify.Kind, err error) {
		err = row.Scan(&k.ID, &k.Key, &k.Name, &k.NameEN, &k.GeometryTypes, &k.QuantityRule,
			&k.QuantityUnit, &k.QuantityUnitEN, &k.Schema, &k.Colour, &k.Icon, &k.Sort)
		return k, err
	})
}
