package store

import (
	"context"
	"fmt"

	"backstreet/rectify"
)

// finishAreas puts areas into the tree, level by level from the top: a record is the area with its
// code, or without a code the one of its level and name. An area that names no parent lies in the one
// that its own code begins with, else in the deepest one that contains it.
func (g *staging) finishAreas(ctx context.Context, result *rectify.ImportResult) error {
	_, err := g.tx.Exec(ctx, `
		CREATE TEMP TABLE judged ON COMMIT DROP AS
		SELECT p.row, p.ref, p.name, p.geom, p.attributes ->> 'level' AS level, p.attributes ->> 'parent' AS parent,
			coalesce(p.attributes ->> 'name_en', '') AS name_en, a.id AS area_id, NULL::bigint AS parent_id,
			p.code IS NOT DISTINCT FROM 'repaired' AS repaired, NULL::text AS fate,
			CASE WHEN NOT p.taken THEN 'refused'
				WHEN p.code <> 'repaired' THEN p.code
				WHEN NOT ST_IsEmpty($1::geometry) AND NOT ST_Intersects($1::geometry, p.geom) THEN 'outside_district'
			END AS fault,
			coalesce(p.reason, $2) AS reason, coalesce(p.value, '') AS value
		FROM placed p LEFT JOIN LATERAL (
			SELECT id FROM area a
			WHERE a.code = p.ref OR p.ref IS NULL AND a.level = p.attributes ->> 'level' AND a.name = p.name
			ORDER BY id LIMIT 1) a ON true`, g.district, g.outside)
	if err != nil {
		return err
	}
	err = g.refuseShifted(ctx, `
		SELECT ST_Centroid(j.geom) AS file, ST_Centroid(a.geom) AS here FROM judged j JOIN area a ON a.id = j.area_id
		WHERE j.fault IS NULL`)
	if err != nil {
		return err
	}
	_, err = g.tx.Exec(ctx, `
		UPDATE judged j SET fault = 'duplicate_ref', reason = format('it is the same area as record %s', d.first_row)
		FROM (SELECT row, min(row) OVER (PARTITION BY coalesce(ref, level || '/' || name)) AS first_row
			FROM judged WHERE fault IS NULL) d
		WHERE j.row = d.row AND j.fault IS NULL AND d.first_row < j.row`)
	if err != nil {
		return err
	}
	for _, level := range rectify.AreaLevels {
		if err := g.finishLevel(ctx, level); err != nil {
			return fmt.Errorf("areas of level %s: %w", level, err)
		}
	}
	err = g.tx.QueryRow(ctx, `
		SELECT count(*) FILTER (WHERE fate = 'new'), count(*) FILTER (WHERE fate = 'changed'),
			count(*) FILTER (WHERE fate = 'unchanged'), count(*) FILTER (WHERE repaired)
		FROM judged WHERE fault IS NULL`).Scan(&result.New, &result.Changed, &result.Unchanged, &result.Repaired)
	if err != nil {
		return err
	}
	if result.Fates, err = g.recordFates(ctx); err != nil {
		return err
	}
	return g.warnNeighbours(ctx, result)
}

func (g *staging) finishLevel(ctx context.Context, level rectify.AreaLevel) error {
	for _, step := range []string{findParents, refuseOrphans, sortAreas, insertAreas, updateAreas} {
		if _, err := g.tx.Exec(ctx, step, level); err != nil {
			return err
		}
		if step == refuseOrphans && len(g.scope) > 0 {
			if _, err := g.tx.Exec(ctx, refuseOutsideAreas, level, g.scope); err != nil {
				return err
			}
		}
	}
	return nil
}

// refuseOutsideAreas is the step for who is limited to the areas $2: a new area lies below one of them, one that is
// there lies in them already and stays there, and neither is drawn beyond them. What boundaries that do not quite
// meet have in common may be a hundredth. The district is nobody's who is limited.
var refuseOutsideAreas = `
	UPDATE judged j SET fault = 'outside_area', reason = 'it lies outside the areas you may write in'
	WHERE level = $1 AND fault IS NULL AND (level = 'district'
		OR area_id IS NOT NULL AND NOT ` + liesWithin("j.area_id", "$2") + `
		OR NOT ` + liesWithin("j.parent_id", "$2") + `
			AND NOT EXISTS (SELECT FROM area a WHERE a.id = j.area_id AND a.parent_id = j.parent_id)
		OR ST_Area(ST_Difference(j.geom, (SELECT ST_Union(mine.geom) FROM area mine WHERE mine.id = ANY ($2))))
			> 0.01 * ST_Area(j.geom))`

// The steps of one level; $1 is the level.
const (
	findParents = `
		UPDATE judged j SET parent_id = CASE WHEN j.parent IS NOT NULL THEN (
			SELECT a.id FROM area a WHERE a.code = j.parent AND level_rank(a.level) < level_rank(j.level))
		ELSE coalesce((
			SELECT a.id FROM area a -- of GB/T 2260, GB/T 10114: district 6 digits, street 3 more, community 3 more
			WHERE a.code = CASE WHEN j.ref ~ '^\d+$' THEN CASE length(j.ref) WHEN 12 THEN left(j.ref, 9) WHEN 9 THEN left(j.ref, 6) END END
				AND level_rank(a.level) < level_rank(j.level)), (
			SELECT a.id FROM area a
			WHERE ST_Covers(a.geom, ST_PointOnSurface(j.geom)) AND level_rank(a.level) < level_rank(j.level)
			ORDER BY nlevel(a.path) DESC, a.id LIMIT 1)) END
		WHERE j.level = $1 AND j.fault IS NULL`
	refuseOrphans = `
		UPDATE judged SET fault = 'unknown_parent', value = coalesce(parent, ''),
			reason = CASE WHEN parent IS NULL THEN 'it lies in no area of a higher level; import those first'
				ELSE 'there is no area of a higher level with this code; import it first' END
		WHERE level = $1 AND fault IS NULL AND parent_id IS NULL AND level <> 'district'`
	sortAreas = `
		UPDATE judged j SET fate = CASE WHEN j.area_id IS NULL THEN 'new'
			WHEN EXISTS (SELECT FROM area a WHERE a.id = j.area_id AND a.level = j.level
				AND a.parent_id IS NOT DISTINCT FROM j.parent_id AND j.name IN ('', a.name) AND j.name_en IN ('', a.name_en)
				AND same_place(a.geom, j.geom)) THEN 'unchanged'
			ELSE 'changed' END
		WHERE j.level = $1 AND j.fault IS NULL`
	insertAreas = `
		INSERT INTO area (parent_id, level, code, name, name_en, geom)
		SELECT parent_id, level, ref, name, name_en, geom FROM judged
		WHERE level = $1 AND fault IS NULL AND fate = 'new' ORDER BY row`
	updateAreas = `
		UPDATE area a SET parent_id = j.parent_id, level = j.level,
			name = coalesce(nullif(j.name, ''), a.name), name_en = coalesce(nullif(j.name_en, ''), a.name_en),
			geom = CASE WHEN same_place(a.geom, j.geom) THEN a.geom ELSE j.geom END
		FROM judged j WHERE a.id = j.area_id AND j.level = $1 AND j.fault IS NULL AND j.fate = 'changed'`
)
