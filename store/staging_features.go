package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

func (g *staging) finishFeatures(ctx context.Context, options rectify.FinishOptions, result *rectify.ImportResult) error {
	if err := g.match(ctx); err != nil {
		return err
	}
	if err := g.judge(ctx); err != nil {
		return err
	}
	if err := g.refuseShifted(ctx, `
		SELECT ST_Centroid(p.geom) AS file, ST_Centroid(f.geom) AS here FROM judged j
		JOIN placed p USING (row) JOIN feature f ON f.id = j.feature_id WHERE j.fault IS NULL`); err != nil {
		return err
	}
	if err := g.diff(ctx); err != nil {
		return err
	}
	err := g.tx.QueryRow(ctx, `
		SELECT count(*) FILTER (WHERE j.feature_id IS NULL), count(*) FILTER (WHERE d.changes <> '{}'),
			count(*) FILTER (WHERE d.changes = '{}'), count(*) FILTER (WHERE j.repaired)
		FROM judged j LEFT JOIN diff d USING (row) WHERE j.fault IS NULL`).
		Scan(&result.New, &result.Changed, &result.Unchanged, &result.Repaired)
	if err != nil {
		return err
	}
	if result.Fates, err = g.recordFates(ctx); err != nil {
		return err
	}
	if err := g.warnVoid(ctx, result); err != nil {
		return err
	}
	if err := g.findGone(ctx, result); err != nil {
		return err
	}
	if err := g.updateChanged(ctx, result); err != nil {
		return err
	}
	if err := g.findCrowded(ctx, result); err != nil {
		return err
	}
	if err := g.insertNew(ctx, result); err != nil {
		return err
	}
	if err := g.listChanges(ctx, result); err != nil {
		return err
	}
	if err := g.warnDuplicates(ctx, result); err != nil {
		return err
	}
	if options.Gone == rectify.GoneVoid {
		return g.voidGone(ctx, result)
	}
	return nil
}

// diff compares the records with the features that they are, field by field, into the table diff.
// An empty name or ref and a missing attribute say nothing. What is void keeps what it has.
// The features are locked first, so that what is compared is what will be changed.
func (g *staging) diff(ctx context.Context) error {
	_, err := g.tx.Exec(ctx, `
		WITH locked AS (
			SELECT f.id FROM feature f
			WHERE f.id IN (SELECT feature_id FROM judged WHERE fault IS NULL)
			ORDER BY f.id FOR UPDATE)
		SELECT count(*) FROM locked`)
	if err != nil {
		return err
	}
	_, err = g.tx.Exec(ctx, `
		CREATE TEMP TABLE diff ON COMMIT DROP AS
		SELECT c.row, c.feature_id, CASE WHEN c.void THEN '{}' ELSE c.changes END AS changes,
			c.void AND (c.changes <> '{}' OR c.wanted <> 'void') AS kept_void
		FROM (
			SELECT j.row, j.feature_id, f.status = 'void' AS void, p.status AS wanted,
				CASE WHEN p.name <> '' AND p.name <> f.name
					THEN jsonb_build_object('name', jsonb_build_array(f.name, p.name)) ELSE '{}' END
				|| CASE WHEN p.ref <> coalesce(f.ref, '')
					THEN jsonb_build_object('ref', jsonb_build_array(f.ref, p.ref)) ELSE '{}' END
				|| CASE WHEN f.geom = p.geom OR same_place(f.geom, p.geom) THEN '{}' ELSE
					jsonb_build_object('geom', jsonb_build_array(ST_AsGeoJSON(f.geom, 15)::jsonb, ST_AsGeoJSON(p.geom, 15)::jsonb))
					|| CASE WHEN f.source_crs = $1 THEN '{}'
						ELSE jsonb_build_object('source_crs', jsonb_build_array(f.source_crs, $1::text)) END END
				|| CASE WHEN f.attributes = p.attributes THEN '{}' ELSE coalesce((
					SELECT jsonb_object_agg('attributes.' || a.key, jsonb_build_array(f.attributes -> a.key, a.value))
					FROM jsonb_each(p.attributes) a WHERE a.value IS DISTINCT FROM f.attributes -> a.key), '{}') END AS changes
			FROM judged j JOIN placed p USING (row) JOIN feature f ON f.id = j.feature_id
			WHERE j.fault IS NULL) c`, g.run.CRS)
	return err
}

// warnVoid names the records whose feature is void here, though the file does not say so or has something new of it.
func (g *staging) warnVoid(ctx context.Context, result *rectify.ImportResult) error {
	rows, _ := g.tx.Query(ctx, `
		SELECT j.row, coalesce(j.ref, ''), 'warned', 'void',
			'it is void here and stays so with what it has; restore it to count it again or to let a file change it', ''
		FROM diff d JOIN judged j USING (row) WHERE d.kept_void ORDER BY j.row`)
	fates, err := pgx.CollectRows(rows, pgx.RowToStructByPos[rectify.Fate])
	result.Fates = append(result.Fates, fates...)
	return err
}

// findGone lists what came from the same source once and is not in the file, into the table gone. To who is
// limited to areas, what lies elsewhere is not gone: that person's file need not have it.
func (g *staging) findGone(ctx context.Context, result *rectify.ImportResult) error {
	// By an index of what is known, a plan that expects one row is as good as one that expects a million.
	_, err := g.tx.Exec(ctx, `
		CREATE TEMP TABLE known ON COMMIT DROP AS
		SELECT by_uid AS id FROM judged WHERE by_uid IS NOT NULL
		UNION SELECT by_ref FROM judged WHERE by_ref IS NOT NULL
		UNION SELECT by_key FROM judged WHERE by_key IS NOT NULL;
		ALTER TABLE known ADD PRIMARY KEY (id)`)
	if err != nil {
		return err
	}
	_, err = g.tx.Exec(ctx, `
		CREATE TEMP TABLE gone ON COMMIT DROP AS
		SELECT f.id, coalesce(f.ref, f.uid::text) AS ref, f.name, f.status FROM feature f
		WHERE f.kind = $1 AND f.source = $2 AND f.source_key IS NOT NULL AND f.status <> 'void'
			AND NOT EXISTS (SELECT FROM known WHERE known.id = f.id)
			AND (cardinality($3::bigint[]) = 0 OR `+liesWithin("f.area_id", "$3")+`)`,
		g.run.Kind, g.run.Source, scopeIDs(g.scope))
	if err != nil {
		return err
	}
	rows, _ := g.tx.Query(ctx, `
		SELECT 0, ref, 'gone', 'gone', 'it came from this source and is not in this file', name FROM gone ORDER BY id`)
	fates, err := pgx.CollectRows(rows, pgx.RowToStructByPos[rectify.Fate])
	result.Gone = len(fates)
	result.Fates = append(result.Fates, fates...)
	return err
}

// enterAtOnce is how many rows of the file go in with one call, as arrays.
const enterAtOnce = 5000

// insertNew makes a feature of each record that is none yet, each with its first event.
func (g *staging) insertNew(ctx context.Context, result *rectify.ImportResult) error {
	var last int
	if err := g.tx.QueryRow(ctx, `SELECT coalesce(max(row), 0) FROM judged`).Scan(&last); err != nil {
		return err
	}
	entered := int64(0)
	for first := 0; first <= last && result.New > 0; first += enterAtOnce {
		var some int64
		err := g.tx.QueryRow(ctx, `
			SELECT enter_features($1, $2, $3, $4, nullif($5::bigint, 0), day_date($6), array_agg(uid), array_agg(ref),
				array_agg(name), array_agg(geom), array_agg(status), array_agg(attributes), array_agg(key))
			FROM (
				SELECT coalesce(p.uid, p.fresh_uid) AS uid, p.ref, p.name, p.geom, p.status, p.attributes, p.key
				FROM judged j JOIN placed p USING (row)
				WHERE j.row >= $7 AND j.row < $8 AND j.fault IS NULL AND j.feature_id IS NULL ORDER BY row) fresh`,
			result.Run, g.run.Kind, g.run.Source, g.run.CRS, g.run.Actor, g.today, first, first+enterAtOnce).Scan(&some)
		if err != nil {
			return fmt.Errorf("insert: %w", err)
		}
		entered += some
	}
	return counted("entered", entered, result.New)
}

// updateChanged writes the fields that differ, never a status.
func (g *staging) updateChanged(ctx context.Context, result *rectify.ImportResult) error {
	tag, err := g.tx.Exec(ctx, `
		WITH edited AS (
			UPDATE feature f SET
				name = CASE WHEN d.changes ? 'name' THEN p.name ELSE f.name END,
				ref = CASE WHEN d.changes ? 'ref' THEN p.ref ELSE f.ref END,
				geom = CASE WHEN d.changes ? 'geom' THEN p.geom ELSE f.geom END,
				source_crs = CASE WHEN d.changes ? 'geom' THEN $3 ELSE f.source_crs END,
				attributes = f.attributes || p.attributes
			FROM placed p JOIN diff d USING (row)
			WHERE f.id = d.feature_id AND d.changes <> '{}'
			RETURNING f.id, f.status, f.cycle, d.changes)
		INSERT INTO event (feature_id, event, from_status, to_status, cycle, actor_id, unit_id, changes, import_id)
		SELECT e.id, 'edit', e.status, e.status, e.cycle, p.id, p.unit_id, e.changes, $1
		FROM edited e LEFT JOIN person p ON p.id = $2 ORDER BY e.id`, result.Run, g.run.Actor, g.run.CRS)
	if err != nil {
		return fmt.Errorf("update: %w", err)
	}
	return counted("edited", tag.RowsAffected(), result.Changed)
}

// voidGone takes what is gone off the map; it stays in the history and can be restored.
func (g *staging) voidGone(ctx context.Context, result *rectify.ImportResult) error {
	tag, err := g.tx.Exec(ctx, `
		WITH voided AS (
			UPDATE feature f SET status = 'void' FROM gone WHERE f.id = gone.id AND f.status = gone.status
			RETURNING f.id, gone.status, f.cycle)
		INSERT INTO event (feature_id, event, from_status, to_status, cycle, actor_id, unit_id, note, import_id)
		SELECT v.id, 'import', v.status, 'void', v.cycle, p.id, p.unit_id, 'not in the file any more', $1
		FROM voided v LEFT JOIN person p ON p.id = $2 ORDER BY v.id`, result.Run, g.run.Actor)
	if err != nil {
		return fmt.Errorf("void what is gone: %w", err)
	}
	return counted("voided", tag.RowsAffected(), result.Gone)
}

// counted holds what was said of an import to what was done: a difference takes everything back.
func counted(what string, done int64, said int) error {
	if done != int64(said) {
		return fmt.Errorf("%s %d features, not %d as compared: somebody changed them meanwhile; import again: %w",
			what, done, said, rectify.ErrConflict)
	}
	return nil
}
