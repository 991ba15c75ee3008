package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"backstreet/geo"
	"backstreet/rectify"
)

// place brings the staged geometries to EPSG:4326 and mends them, into the table placed.
func (g *staging) place(ctx context.Context) error {
	_, err := g.tx.Exec(ctx, `
		CREATE TEMP TABLE placed ON COMMIT DROP AS
		SELECT s.row, s.uid, s.fresh_uid, s.ref, s.key, s.name, s.status, s.attributes, s.taken,
			p.placed AS geom, p.code, p.reason, p.value
		FROM staged s LEFT JOIN LATERAL import_place(s.geom, s.srid, $1::text[]) p ON s.taken`, g.kind.GeometryTypes)
	if err != nil {
		return err
	}
	_, err = g.tx.Exec(ctx, `ANALYSE placed`)
	return err
}

// match finds which feature each record is, into the table matched. A record with a fault is
// matched too: what it stands for is not gone.
func (g *staging) match(ctx context.Context) error {
	_, err := g.tx.Exec(ctx, `
		CREATE TEMP TABLE matched ON COMMIT DROP AS
		SELECT p.*, u.id AS by_uid, r.id AS by_ref, k.id AS by_key, coalesce(u.id, r.id, k.id) AS feature_id,
			CASE
				WHEN NOT p.taken THEN 'refused'
				WHEN p.code <> 'repaired' THEN p.code
				WHEN u.kind <> $1 OR r.id <> u.id THEN 'duplicate_ref'
				WHEN ST_IsEmpty($3::geometry) OR ST_Intersects($3::geometry, p.geom) THEN NULL
				ELSE 'outside_district'
			END AS fault,
			CASE
				WHEN u.kind <> $1 THEN 'the uid belongs to a ' || u.kind
				WHEN r.id <> u.id THEN 'the ref belongs to another feature than the uid: ' || r.uid
			END AS clash
		FROM placed p
		LEFT JOIN feature u ON u.uid = p.uid
		LEFT JOIN feature r ON r.kind = $1 AND r.ref = p.ref
		LEFT JOIN LATERAL (
			SELECT f.id FROM feature f WHERE f.kind = $1 AND f.source = $2 AND f.source_key = p.key ORDER BY f.id LIMIT 1
		) k ON true`, g.run.Kind, g.run.Source, g.district())
	return err
}

// district is a geometry in any case; an empty one stands for none.
func (g *staging) district() geo.MultiPolygon {
	if len(g.run.District) == 0 {
		return geo.MultiPolygon{}
	}
	return g.run.District
}

// judge finds records that are the same thing twice and those outside the actor's areas, into the
// table judged. The first of several wins.
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
		SELECT f.row, f.uid, f.fresh_uid, f.ref, f.key, f.name, f.status, f.attributes, f.geom, f.feature_id,
			f.by_uid, f.by_ref, f.by_key,
			CASE WHEN f.fault IS NOT NULL THEN f.fault
				WHEN f.first_row < f.row THEN 'duplicate_ref'
				WHEN cardinality($1::bigint[]) > 0 AND NOT EXISTS (
					SELECT FROM area a WHERE a.id = ANY ($1) AND ST_Covers(a.geom, ST_PointOnSurface(f.geom))) THEN 'outside_area'
			END AS fault,
			CASE WHEN f.fault = 'outside_district' THEN 'it does not meet the district'
				WHEN f.fault IS NOT NULL THEN coalesce(f.clash, f.reason, '')
				WHEN f.first_row < f.row THEN format('it is the same as record %s', f.first_row)
				ELSE coalesce(f.reason, 'it lies outside the areas you may write in')
			END AS reason,
			f.code IS NOT DISTINCT FROM 'repaired' AS repaired,
			coalesce(f.value, CASE WHEN f.fault = 'outside_district' THEN
				(SELECT format('%s %s', round(ST_X(c)::numeric, 6), round(ST_Y(c)::numeric, 6)) FROM ST_Centroid(f.geom) c) END, '') AS value
		FROM first f`, scopeIDs(g.scope))
	if err != nil {
		return err
	}
	_, err = g.tx.Exec(ctx, `CREATE INDEX ON judged (feature_id); ANALYSE judged`)
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
