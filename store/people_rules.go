package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// refuseWithoutAdmin keeps somebody who can let people in. All who are administrators are locked, so that two of
// them cannot step back at once.
func refuseWithoutAdmin(ctx context.Context, tx pgx.Tx, before, after rectify.Person) error {
	if !rectify.Can(before, rectify.UserWrite) || rectify.Can(after, rectify.UserWrite) {
		return nil
	}
	rows, _ := tx.Query(ctx, `
		SELECT p.id FROM person p WHERE 'admin' = ANY (p.roles) AND NOT p.disabled AND p.id <> $1
		ORDER BY p.id FOR UPDATE`, before.ID)
	others, err := pgx.CollectRows(rows, pgx.RowTo[rectify.PersonID])
	if err != nil {
		return fmt.Errorf("administrators: %w", translate(err))
	}
	if len(others) == 0 {
		return rectify.RefuseLastAdmin()
	}
	return nil
}

// refuseUnknownAreas holds a scope to areas that are there: one that is nowhere would close everything.
func refuseUnknownAreas(ctx context.Context, tx pgx.Tx, areas []rectify.AreaID) error {
	if len(areas) == 0 {
		return nil
	}
	var unknown []rectify.AreaID
	err := tx.QueryRow(ctx, `
		SELECT coalesce(array_agg(id), '{}') FROM unnest($1::bigint[]) asked (id)
		WHERE NOT EXISTS (SELECT FROM area a WHERE a.id = asked.id)`,
		areas).Scan(&unknown)
	if err != nil {
		return fmt.Errorf("areas of a person: %w", translate(err))
	}
	if len(unknown) > 0 {
		return &rectify.Invalid{
			Field: "area_ids", Rule: "unknown_area",
			Message: fmt.Sprintf("there is no area %d; see /api/v1/areas", unknown[0]),
		}
	}
	return nil
}
