package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// goodAlready says that a staged geometry is in degrees, valid and of one of the types $1.
const goodAlready = `taken AND srid IN (4326, 4490) AND substr(ST_GeometryType(geom), 4) = ANY ($1::text[])
	AND ST_XMin(geom) >= -180 AND ST_XMax(geom) <= 180 AND ST_YMin(geom) >= -90 AND ST_YMax(geom) <= 90 AND ST_IsValid(geom)`

// place brings the staged geometries to EPSG:4326 and mends them, into the table placed. A good one goes in as it is.
func (g *staging) place(ctx context.Context, result *rectify.ImportResult) error {
	_, err := g.tx.Exec(ctx, `
		CREATE TEMP TABLE placed ON COMMIT DROP AS
		SELECT row, uid, fresh_uid, ref, key, name, status, attributes, taken, geom,
			NULL::text AS code, NULL::text AS reason, NULL::text AS value, NULL::double precision AS was
		FROM staged WHERE `+goodAlready+`
		UNION ALL
		SELECT s.row, s.uid, s.fresh_uid, s.ref, s.key, s.name, s.status, s.attributes, s.taken,
			p.placed, p.code, p.reason, p.value, p.was
		FROM staged s LEFT JOIN LATERAL import_place(s.geom, s.srid, $1::text[]) p ON s.taken
		WHERE (`+goodAlready+`) IS NOT TRUE`, g.kind.GeometryTypes)
	if err != nil {
		return err
	}
	// What is joined is analysed, not the wide columns.
	if _, err = g.tx.Exec(ctx, `CREATE INDEX ON placed (row); ANALYSE placed (row, uid, ref, key)`); err != nil {
		return err
	}
	return g.noteRepairs(ctx, result)
}

// match finds which feature each record is, into the table matched. A record with a fault is
// matched too: what it stands for is not gone.
func (g *staging) match(ctx context.Context) error {
	_, err := g.tx.Exec(ctx, `
		CREATE TEMP TABLE matched ON COMMIT DROP AS
		SELECT p.row, u.id AS by_uid, r.id AS by_ref, k.id AS by_key, coalesce(u.id, r.id, k.id) AS feature_id,
			CASE
				WHEN NOT p.taken THEN 'refused'
				WHEN p.code <> 'repaired' THEN p.code
				WHEN u.kind <> $1 OR r.id <> u.id THEN 'duplicate_ref'
				WHEN ST_IsEmpty($3::geometry) OR ST_Intersects($3::geometry, p.geom) THEN NULL
				ELSE 'outside_district'
			END AS fault, p.uid, p.ref, p.key,
			CASE
				WHEN u.kind <> $1 THEN 'the uid belongs to a ' || u.kind
				WHEN r.id <> u.id THEN 'the ref belongs to another feature than the uid: ' || r.uid
			END AS clash
		FROM placed p
		LEFT JOIN feature u ON u.uid = p.uid
		LEFT JOIN feature r ON r.kind = $1 AND r.ref = p.ref
		LEFT JOIN LATERAL (
			SELECT f.id FROM feature f WHERE f.kind = $1 AND f.source = $2 AND f.source_key = p.key ORDER BY f.id LIMIT 1
		) k ON true`, g.run.Kind, g.run.Source, g.district)
	return err
}

// judge finds records that are the same thing twice and those outside the actor's areas, into the
// table judged. The first of several wins. It holds what was decided; the records stay in placed.
func (g *staging) judge(ctx context.Context) error {
	_, err := g.tx.Exec(ctx, `
		CREATE TEMP TABLE judged ON COMMIT DROP AS
		WITH first AS (
			SELECT m.*, least(
				min(row) FILTER (WHERE fault IS NULL AND feature_id IS NOT NULL) OVER (PARTITION BY feature_id),
				min(row) FILTER (WHERE fault IS NULL AND ref IS NOT NULL) OVER (PARTITION BY ref),
				min(row) FILTER (WHERE fault IS NULL AND uid IS NOT NULL) OVER (PARTITION BY uid),
				min(row) FILTER (WHERE fault IS NULL AND key IS NOT NULL) OVER (PARTITION BY key)) AS first_row
			FROM matched m
		)
		SELECT f.row, f.ref, f.feature_id, f.by_uid, f.by_ref, f.by_key,
			CASE WHEN f.fault IS NOT NULL THEN f.fault
				WHEN f.first_row < f.row THEN 'duplicate_ref'
				WHEN cardinality($1::bigint[]) > 0 AND NOT EXISTS (
					SELECT FROM area a WHERE a.id = ANY ($1) AND ST_Covers(a.geom, ST_PointOnSurface(p.geom))) THEN 'outside_area'
				WHEN cardinality($1::bigint[]) > 0 AND f.feature_id IS NOT NULL AND NOT `+featureLiesWithin("f.feature_id", "$1")+` THEN 'outside_area'
			END AS fault,
			CASE WHEN f.fault = 'outside_district' THEN $2
				WHEN f.fault IS NOT NULL THEN coalesce(f.clash, p.reason, '')
				WHEN f.first_row < f.row THEN format('it is the same as record %s', f.first_row)
				ELSE coalesce(p.reason, 'it lies outside the areas you may write in')
			END AS reason,
			p.code IS NOT DISTINCT FROM 'repaired' AS repaired,
			coalesce(p.value, CASE WHEN f.fault = 'outside_district' THEN
				(SELECT format('%s %s', round(ST_X(c)::numeric, 6), round(ST_Y(c)::numeric, 6)) FROM ST_Centroid(p.geom) c) END, '') AS value
		FROM first f JOIN placed p USING (row)`, scopeIDs(g.scope), g.outside)
	if err != nil {
		return err
	}
	_, err = g.tx.Exec(ctx, `CREATE INDEX ON judged (row); ANALYSE judged (row, feature_id, fault)`)
	return err
}

func scopeIDs(scope []rectify.AreaID) []rectify.AreaID {
	if scope == nil {
		return []rectify.AreaID{}
	}
	return scope
}

// recordFates lists the records that were quarantined or mended, in the file's order.
func (g *staging) recordFates(ctx context.Context) ([]rectify.Fate, error) {
	rows, _ := g.tx.Query(ctx, `
		SELECT row, coalesce(ref, ''), CASE WHEN fault IS NULL THEN 'repaired' ELSE 'quarantined' END,
			coalesce(fault, 'repaired'), reason, value
		FROM judged WHERE fault <> 'refused' OR fault IS NULL AND repaired ORDER BY row`)
	return pgx.CollectRows(rows, pgx.RowToStructByPos[rectify.Fate])
}
