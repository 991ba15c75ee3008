package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// noteRepairs tells the report how much all repairs together changed. What each of them did is in its fate.
func (g *staging) noteRepairs(ctx context.Context, result *rectify.ImportResult) error {
	var mended int
	var areaM2, lengthM float64
	err := g.tx.QueryRow(ctx, `
		SELECT count(*), coalesce(sum(feature_measure(geom) - was) FILTER (WHERE ST_Dimension(geom) = 2), 0),
			coalesce(sum(feature_measure(geom) - was) FILTER (WHERE ST_Dimension(geom) = 1), 0)
		FROM placed WHERE code = 'repaired'`).Scan(&mended, &areaM2, &lengthM)
	if err != nil || mended == 0 {
		return err
	}
	result.Notes = append(result.Notes, fmt.Sprintf(
		"%d geometries were mended; together that changed their area by %+.1f m² and their length by %+.1f m", mended, areaM2, lengthM))
	return nil
}

// listChanges names the fields in which records differ from their features.
func (g *staging) listChanges(ctx context.Context, result *rectify.ImportResult) error {
	rows, _ := g.tx.Query(ctx, `
		SELECT j.row, coalesce(j.ref, ''), ARRAY (SELECT jsonb_object_keys(d.changes) ORDER BY 1)
		FROM diff d JOIN judged j USING (row) WHERE d.changes <> '{}' ORDER BY j.row`)
	changes, err := pgx.CollectRows(rows, pgx.RowToStructByPos[rectify.ChangedRecord])
	result.Changes = append(result.Changes, changes...)
	return err
}
