package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// FeaturesAt reads how the features stood at the end of a day, by the history: status, cycle, reworks, deadline and
// photos owed. Where they lie, how much they are and what attributes they have is as of now, and what is void now is
// left out, as Trend has it: so both give one number for one day.
func (s *Store) FeaturesAt(ctx context.Context, day rectify.Day) ([]rectify.Feature, error) {
	rows, _ := s.pool.Query(ctx, `
		WITH bound AS (SELECT (day_date($1) + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS until)
		SELECT f.id, f.kind, coalesce(f.area_id, 0), f.quantity, f.attributes, stood.to_status, stood.cycle,
			day_number(CASE WHEN due.found THEN due.old::date ELSE f.due_on END),
			day_number(CASE WHEN planned.found THEN planned.old::date ELSE f.planned_on END),
			CASE WHEN reworked.found THEN coalesce(reworked.old::int, 0) ELSE f.reworks END,
			(SELECT count(*) FROM photo p JOIN event e ON e.id = p.event_id
				WHERE p.feature_id = f.id AND e.at < until AND (p.stored_at IS NULL OR p.stored_at >= until))
		FROM bound, feature f
		JOIN LATERAL (
			SELECT e.to_status, e.cycle FROM event e WHERE e.feature_id = f.id AND e.at < until ORDER BY e.id DESC LIMIT 1
		) stood ON true
		`+oldValue("due", "due_on")+oldValue("planned", "planned_on")+oldValue("reworked", "reworks")+`
		WHERE f.status <> 'void' ORDER BY f.id`, day)
	features, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (f rectify.Feature, err error) {
		err = row.Scan(&f.ID, &f.Kind, &f.AreaID, &f.Quantity, &f.Attributes, &f.Status, &f.Cycle,
			&f.DueOn, &f.PlannedOn, &f.Reworks, &f.PhotosOwed)
		return f, err
	})
	if err != nil {
		return nil, fmt.Errorf("features at the end of %s: %w", day, translate(err))
	}
	return features, nil
}

// oldValue joins what a field was before the first event after the bound that changed it.
func oldValue(as, field string) string {
	return `LEFT JOIN LATERAL (
			SELECT true AS found, e.changes -> '` + field + `' ->> 0 AS old FROM event e
			WHERE e.feature_id = f.id AND e.at >= until AND e.changes ? '` + field + `' ORDER BY e.id LIMIT 1
		) ` + as + ` ON true
		`
}
