package store

import (
	"context"

	"backstreet/rectify"
)

// contextHash tells two features of the base map apart; they have no other identity.
const contextHash = `md5(class || '/' || rank || '/' || name || '/' || encode(ST_AsBinary(geom), 'hex'))`

// finishContext replaces what the base map has of the source. What is the same stays as it is.
func (g *staging) finishContext(ctx context.Context, result *rectify.ImportResult) error {
	_, err := g.tx.Exec(ctx, `
		CREATE TEMP TABLE judged ON COMMIT DROP AS
		SELECT j.*, `+contextHash+` AS hash, row_number() OVER (PARTITION BY fault, `+contextHash+` ORDER BY row) AS nth
		FROM (
			SELECT p.row, p.ref, p.name, p.geom, p.attributes ->> 'class' AS class,
				coalesce((p.attributes ->> 'rank')::numeric::int, 3) AS rank,
				p.code IS NOT DISTINCT FROM 'repaired' AS repaired,
				CASE WHEN NOT p.taken THEN 'refused'
					WHEN p.code <> 'repaired' THEN p.code
					WHEN NOT ST_IsEmpty($1::geometry) AND NOT ST_Intersects($1::geometry, p.geom) THEN 'outside_district'
				END AS fault,
				coalesce(p.reason, $2) AS reason, coalesce(p.value, '') AS value
			FROM placed p) j`, g.district, g.outside)
	if err != nil {
		return err
	}
	_, err = g.tx.Exec(ctx, `
		CREATE TEMP TABLE there ON COMMIT DROP AS
		SELECT id, `+contextHash+` AS hash, row_number() OVER (PARTITION BY `+contextHash+` ORDER BY id) AS nth
		FROM context WHERE source = $1`, g.run.Source)
	if err != nil {
		return err
	}
	if _, err := g.tx.Exec(ctx, `ANALYSE judged; ANALYSE there`); err != nil {
		return err
	}
	err = g.tx.QueryRow(ctx, `
		SELECT count(*) FILTER (WHERE t.id IS NULL), count(t.id), count(*) FILTER (WHERE j.repaired)
		FROM judged j LEFT JOIN there t USING (hash, nth) WHERE j.fault IS NULL`).
		Scan(&result.New, &result.Unchanged, &result.Repaired)
	if err != nil {
		return err
	}
	if result.Fates, err = g.recordFates(ctx); err != nil {
		return err
	}
	tag, err := g.tx.Exec(ctx, `
		DELETE FROM context c USING there t
		WHERE c.id = t.id AND NOT EXISTS (
			SELECT FROM judged j WHERE j.fault IS NULL AND j.hash = t.hash AND j.nth = t.nth)`)
	if err != nil {
		return err
	}
	result.Gone = int(tag.RowsAffected())
	_, err = g.tx.Exec(ctx, `
		INSERT INTO context (class, rank, name, source, geom)
		SELECT class, rank, name, $1, geom FROM judged j
		WHERE fault IS NULL AND NOT EXISTS (SELECT FROM there t WHERE t.hash = j.hash AND t.nth = j.nth)
		ORDER BY row`, g.run.Source)
	return err
}
