package store

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// sameGround is the share of their common ground, overlap by union, from which two areas of one kind may be one thing.
const sameGround = 0.6

// findCrowded lists the new records that may cover the ground of a feature that is here or of one before them in the
// file, into the table crowded. It looks while the index of features holds none of the file's: most files bring what
// nobody has, and an index that has nothing in a place is quickly done with it.
func (g *staging) findCrowded(ctx context.Context, result *rectify.ImportResult) error {
	mended := map[int]bool{}
	for _, fate := range result.Fates {
		if fate.Fate == rectify.FateRepaired {
			mended[fate.Row] = true
		}
	}
	g.crowd.mended(mended)
	near := slices.Collect(maps.Keys(g.crowd.near))
	_, err := g.tx.Exec(ctx, findCrowded, near, sameGround, g.crowd.mixed, g.run.Kind)
	return err
}

// $1 are the rows that are near an earlier one, $2 the share, $3 takes all, $4 the kind. IS NOT DISTINCT FROM keeps the
// planner from the index by kind, which is the wrong one.
const findCrowded = `
	CREATE TEMP TABLE crowded ON COMMIT DROP AS
	SELECT j.row FROM judged j JOIN placed p USING (row) LEFT JOIN unnest($1::int[]) AS near (row) USING (row)
	WHERE j.fault IS NULL AND j.feature_id IS NULL AND ST_Dimension(p.geom) = 2 AND ($3 OR near.row IS NOT NULL OR EXISTS (
		SELECT FROM feature o
		WHERE o.geom && p.geom AND o.kind IS NOT DISTINCT FROM $4 AND o.status <> 'void' AND ST_Dimension(o.geom) = 2
			AND ST_Area(o.geom) > $2 * ST_Area(p.geom) AND ST_Area(p.geom) > $2 * ST_Area(o.geom)))`

// warnDuplicates names records that cover about the same ground as another feature of the kind: one of the file
// before them, or one that was there. It looks when they are in, since the index of features then holds them all. Each
// names one other at most, so that a thousand things in one place cost a thousand looks.
func (g *staging) warnDuplicates(ctx context.Context, result *rectify.ImportResult) error {
	tag, err := g.tx.Exec(ctx, findTwins, result.Run, sameGround)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	rows, _ := g.tx.Query(ctx, `
		WITH mine AS (
			SELECT f.id, j.row FROM judged j JOIN placed p USING (row) JOIN feature f ON f.uid = coalesce(p.uid, p.fresh_uid)
			WHERE j.fault IS NULL AND j.feature_id IS NULL
			UNION ALL
			SELECT feature_id, row FROM judged WHERE fault IS NULL AND feature_id IS NOT NULL)
		SELECT mine.row, coalesce(f.ref, ''), 'warned', 'possible_duplicate',
			format('%s %% of the ground is common to it and to %s', round(t.share * 100), CASE
				WHEN other.row IS NOT NULL THEN 'record ' || other.row ELSE 'a feature that is here already' END),
			coalesce(o.ref, nullif(o.name, ''), CASE WHEN other.row IS NULL THEN o.uid::text END, '')
		FROM twin t JOIN mine USING (id) JOIN feature f USING (id) JOIN feature o ON o.id = t.other_id
			LEFT JOIN mine other ON other.id = t.other_id
		ORDER BY mine.row`)
	fates, err := pgx.CollectRows(rows, pgx.RowToStructByPos[rectify.Fate])
	result.Fates = append(result.Fates, fates...)
	return err
}

// findTwins makes the table twin; $1 is the run, $2 the share.
const findTwins = `
	CREATE TEMP TABLE twin ON COMMIT DROP AS
	SELECT f.id, o.id AS other_id, o.share
	FROM (
		SELECT f.id, f.kind, f.geom, f.measure, f.status FROM crowded
		JOIN placed p USING (row) JOIN feature f ON f.uid = coalesce(p.uid, p.fresh_uid)
		UNION ALL
		SELECT f.id, f.kind, f.geom, f.measure, f.status FROM diff d JOIN feature f ON f.id = d.feature_id
		WHERE d.changes ? 'geom') f
	CROSS JOIN LATERAL (
		SELECT o.id, s.share FROM feature o,
			LATERAL (SELECT ST_Area(ST_Intersection(o.geom, f.geom)) AS common) c,
			LATERAL (SELECT c.common / (ST_Area(o.geom) + ST_Area(f.geom) - c.common) AS share) s
		WHERE o.geom && f.geom AND o.kind IS NOT DISTINCT FROM f.kind AND o.id <> f.id AND o.status <> 'void'
			AND ST_Dimension(o.geom) = 2 AND o.measure > $2 * f.measure AND f.measure > $2 * o.measure
			AND (o.import_id IS DISTINCT FROM $1 OR o.id < f.id) AND s.share > $2
		LIMIT 1) o
	WHERE f.status <> 'void' AND ST_Dimension(f.geom) = 2`
