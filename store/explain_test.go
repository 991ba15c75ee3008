package store_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"backstreet/store"
	"backstreet/store/storetest"
)

// TestSpatialQueriesUseTheIndex plans each query that looks for a place, as it stands in the schema
// or the code, over enough rows that reading them all would be the worse plan.
func TestSpatialQueriesUseTheIndex(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	execute(t, db, `
		INSERT INTO area (level, name, geom)
		SELECT 'community', n::text, ST_Multi(ST_MakeEnvelope(x, y, x + 0.001, y + 0.001, 4326))
		FROM (SELECT n, 113 + n % 50 * 0.002 AS x, 33 + n / 50 * 0.002 AS y FROM generate_series(0, 2499) n) grid`)
	execute(t, db, `
		INSERT INTO feature (kind, geom, attributes)
		SELECT 'berth', ST_SetSRID(ST_MakePoint(113 + n % 50 * 0.002, 33 + n / 50 * 0.002), 4326), '{}' FROM generate_series(0, 4999) n`)
	execute(t, db, `ANALYSE`)

	source := func(function string) string {
		return query[string](t, db, `SELECT prosrc FROM pg_proc WHERE proname = $1`, function)
	}
	place := `ST_MakeEnvelope(113.01, 33.01, 113.012, 33.012, 4326)`
	_, redrawn, _ := strings.Cut(source("area_redrawn"), "FROM (")
	redrawn, _, _ = strings.Cut(redrawn, ") moved")
	areasAt := query[string](t, db, `SELECT pg_get_function_sqlbody('areas_at'::regproc)`)
	areasAt = strings.TrimSuffix(strings.TrimPrefix(areasAt, "BEGIN ATOMIC"), "END")
	for _, test := range []struct{ name, prepare, sql, index string }{
		{"the area of a feature", "", strings.ReplaceAll(areasAt, "areas_at.p", place), "area_geom"},
		{
			"the features under a redrawn area", "",
			strings.NewReplacer("NEW.geom", place, "OLD.geom", place, "TG_OP", "'UPDATE'").Replace(redrawn), "feature_geom",
		},
		{
			"the area around an imported area",
			`CREATE TEMP TABLE judged ON COMMIT DROP AS
			SELECT 'grid' AS level, NULL AS ref, NULL AS parent, NULL::bigint AS parent_id, NULL AS fault, ` + place + ` AS geom`,
			strings.ReplaceAll(store.FindParents, "$1", "'grid'"), "area_geom",
		},
		{
			"the features that cover an imported one",
			`CREATE TEMP TABLE diff ON COMMIT DROP AS SELECT 1 AS row, 1::bigint AS feature_id, '{}'::jsonb AS changes;
			CREATE TEMP TABLE crowded ON COMMIT DROP AS SELECT 1 AS row;
			CREATE TEMP TABLE placed ON COMMIT DROP AS SELECT 1 AS row, NULL::uuid AS uid, NULL::uuid AS fresh_uid`,
			strings.NewReplacer("$1", "1", "$2", "0.6").Replace(store.FindTwins), "feature_geom",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			tx, err := db.Pool().Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Rollback(t.Context())
			if _, err := tx.Exec(t.Context(), test.prepare); err != nil {
				t.Fatal(err)
			}
			rows, _ := tx.Query(t.Context(), fmt.Sprintf("EXPLAIN %s", test.sql))
			lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
			if err != nil {
				t.Fatalf("%s: %v", test.sql, err)
			}
			if plan := strings.Join(lines, "\n"); !strings.Contains(plan, "on "+test.index) && !strings.Contains(plan, "using "+test.index) {
				t.Errorf("%s is not used:\n%s", test.index, plan)
			}
		})
	}
}
