package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// Step is one day on which something became done or ceased to be: the sums of what changed.
type Step struct {
	On       rectify.Day
	Quantity float64 // done on that day minus undone, in the kind's unit
	Count    int
}

// Trend reads the days of a burn-up, oldest first: how the done quantity of a kind changed within an
// area (0 is the whole district), counting only features whose attributes contain filter and that
// are not void now. What lies in no area is the district's, where there is just one, as it is for
// live.Progress.
func (s *Store) Trend(
	ctx context.Context, kind rectify.KindKey, area rectify.AreaID, filter map[string]any,
) ([]Step, error) {
	if filter == nil {
		filter = map[string]any{}
	}
	rows, _ := s.pool.Query(ctx, `
		SELECT day_number((e.at AT TIME ZONE 'Asia/Shanghai')::date),
			sum(step * coalesce(f.quantity, 0)), sum(step)
		FROM event e JOIN feature f ON f.id = e.feature_id,
			LATERAL (SELECT (e.to_status IN ('compliant', 'verified'))::int
				- (coalesce(e.from_status, '') IN ('compliant', 'verified'))::int AS step) s
		WHERE s.step <> 0 AND f.kind = $1 AND f.status <> 'void' AND f.attributes @> $3
			AND ($2::bigint = 0 OR f.area_id IN (
				SELECT below.id FROM area below JOIN area top ON below.path <@ top.path WHERE top.id = $2)
				OR f.area_id IS NULL AND $2 = (SELECT min(id) FROM area WHERE parent_id IS NULL HAVING count(*) = 1))
		GROUP BY 1 ORDER BY 1`, kind, area, filter)
	steps, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Step])
	if err != nil {
		return nil, fmt.Errorf("trend of %s: %w", kind, translate(err))
	}
	return steps, nil
}
