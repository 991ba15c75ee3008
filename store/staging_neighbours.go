package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

const (
	sliverM2 = 1   // of an overlap or a gap; less comes of rounding
	maxGaps  = 500 // named, the largest first
)

// warnNeighbours names the ground that two areas of one parent share, and the ground of a parent, or in the midst of
// areas without one, that none of them has. It looks at the parents of what is new or changed.
func (g *staging) warnNeighbours(ctx context.Context, result *rectify.ImportResult) error {
	_, err := g.tx.Exec(ctx, `
		UPDATE judged j SET area_id = a.id FROM area a
		WHERE j.area_id IS NULL AND j.fault IS NULL
			AND (a.code = j.ref OR j.ref IS NULL AND a.level = j.level AND a.name = j.name AND a.parent_id IS NOT DISTINCT FROM j.parent_id)`)
	if err != nil {
		return err
	}
	for _, sql := range []string{overlaps, gaps} {
		rows, _ := g.tx.Query(ctx, sql, sliverM2, maxGaps)
		fates, err := pgx.CollectRows(rows, pgx.RowToStructByPos[rectify.Fate])
		if err != nil {
			return fmt.Errorf("neighbours: %w", err)
		}
		result.Fates = append(result.Fates, fates...)
	}
	return nil
}

// $1 is what counts in m², $2 how many are named.
const (
	overlaps = `
		SELECT row, ref, 'warned', 'overlap', format('it shares ground with %s', other), to_char(m2, 'FM999999999990.0') || ' m²'
		FROM (
			SELECT j.row, coalesce(j.ref, '') AS ref, concat_ws(' ', b.name, b.code) AS other,
				ST_Area(ST_CollectionExtract(ST_Intersection(a.geom, b.geom), 3)::geography) AS m2
			FROM judged j JOIN area a ON a.id = j.area_id
				JOIN area b ON b.geom && a.geom AND b.id <> a.id AND b.level = a.level AND b.parent_id IS NOT DISTINCT FROM a.parent_id
			WHERE j.fault IS NULL AND j.fate <> 'unchanged' AND (b.id < a.id OR NOT EXISTS (
				SELECT FROM judged k WHERE k.area_id = b.id AND k.fault IS NULL AND k.fate <> 'unchanged'))) pair
		WHERE m2 >= $1::int ORDER BY m2 DESC LIMIT $2`
	gaps = `
		WITH family AS (
			SELECT a.parent_id, a.level, ST_Union(a.geom) AS ground FROM area a
			WHERE EXISTS (
				SELECT FROM judged j JOIN area touched ON touched.id = j.area_id
				WHERE j.fault IS NULL AND j.fate <> 'unchanged' AND touched.level = a.level
					AND touched.parent_id IS NOT DISTINCT FROM a.parent_id)
			GROUP BY a.parent_id, a.level HAVING count(*) > 1),
		hole AS (
			SELECT f.parent_id, f.level, (ST_Dump(ST_Difference(coalesce(p.geom, (
				SELECT ST_Union(ST_MakePolygon(ST_ExteriorRing(part.geom))) FROM ST_Dump(f.ground) part)), f.ground))).geom AS geom
			FROM family f LEFT JOIN area p ON p.id = f.parent_id)
		SELECT 0, coalesce((SELECT code FROM area WHERE id = h.parent_id), ''), 'warned', 'gap',
			format('ground at %s %s is in no area; beside it: %s', round(ST_X(at)::numeric, 5), round(ST_Y(at)::numeric, 5), coalesce((
				SELECT string_agg(b.name, ', ' ORDER BY b.name) FROM area b
				WHERE b.level = h.level AND b.parent_id IS NOT DISTINCT FROM h.parent_id AND ST_DWithin(b.geom, h.geom, 1e-9)), '—')),
			to_char(m2, 'FM999999999990.0') || ' m²'
		FROM (SELECT *, ST_Area(geom::geography) AS m2, ST_PointOnSurface(geom) AS at FROM hole WHERE ST_Dimension(geom) = 2) h
		WHERE m2 >= $1::int ORDER BY m2 DESC LIMIT $2`
)
