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
		WITH bound AS (SELECT (day_date($1) + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' AS until),
		stood AS (
			SELECT DISTINCT ON (e.feature_id) e.feature_id, e.to_status, e.cycle FROM event e, bound
			WHERE e.at < until ORDER BY e.feature_id, e.id DESC),
		later AS (
			SELECT e.feature_id, e.id, e.changes FROM event e, bound
			WHERE e.at >= until AND e.changes ?| ARRAY ['due_on', 'planned_on', 'reworks']),
		due AS (`+oldValue("due_on")+`), planned AS (`+oldValue("planned_on")+`), reworked AS (`+oldValue("reworks")+`),
		owed AS (
			SELECT p.feature_id, count(*) AS photos FROM photo p JOIN event e ON e.id = p.event_id, bound
			WHERE e.at < until AND (p.stored_at IS NULL OR p.stored_at >= until) GROUP BY p.feature_id)
		SELECT f.id, f.kind, coalesce(f.area_id, 0), f.quantity, f.attributes, stood.to_status, stood.cycle,
			day_number(CASE WHEN due.feature_id IS NULL THEN f.due_on ELSE due.old::date END),
			day_number(CASE WHEN planned.feature_id IS NULL THEN f.planned_on ELSE planned.old::date END),
			CASE WHEN reworked.feature_id IS NULL THEN f.reworks ELSE coalesce(reworked.old::int, 0) END,
			coalesce(owed.photos, 0)
		FROM feature f JOIN stood ON stood.feature_id = f.id
		LEFT JOIN due ON due.feature_id = f.id LEFT JOIN planned ON planned.feature_id = f.id
		LEFT JOIN reworked ON reworked.feature_id = f.id LEFT JOIN owed ON owed.feature_id = f.id
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

// oldValue reads what a field was before the first event after the bound that changed it.
func oldValue(field string) string {
	return `SELECT DISTINCT ON (feature_id) feature_id, changes -> '` + field + `' ->> 0 AS old
		FROM later WHERE changes ? '` + field + `' ORDER BY feature_id, id`
}
