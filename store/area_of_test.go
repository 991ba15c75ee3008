package store_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"backstreet/store"
	"backstreet/store/storetest"
)

// TestAreaOfIsTheDeepestThatCovers compares area_of, which asks the deepest first and then no more, with a query that
// asks every area. The areas have holes, overlap and leave gaps, as those of different sources do.
func TestAreaOfIsTheDeepestThatCovers(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	execute(t, db, `
		INSERT INTO area (id, parent_id, level, name, geom)
		SELECT planned.id, parent, level, planned.id::text, ST_Multi(ST_Difference(
			ST_MakeEnvelope(x, y, x + size, y + size, 4326), ST_MakeEnvelope(x + size / 2, y + size / 2, x + size * 0.6, y + size * 0.6, 4326)))
		FROM (
			SELECT 1 AS id, NULL::int AS parent, 'district' AS level, 113.0 AS x, 33.0 AS y, 1.0 AS size
			UNION ALL SELECT 2 + n, 1, 'street', 113 + n % 3 * 0.3, 33 + n / 3 * 0.3, 0.35 FROM generate_series(0, 8) n
			UNION ALL SELECT 20 + n, 2 + n % 9, 'community', 113 + n % 7 * 0.14, 33 + n / 7 * 0.14, 0.13 FROM generate_series(0, 48) n
		) planned ORDER BY planned.id`)
	const asksAll = `
		SELECT area_of(g) IS NOT DISTINCT FROM (
			SELECT a.id FROM area a WHERE ST_Covers(a.geom, ST_PointOnSurface(g)) ORDER BY nlevel(a.path) DESC, a.id LIMIT 1),
			coalesce((SELECT level FROM area WHERE id = area_of(g)), '')
		FROM ST_GeomFromText($1, 4326) g`
	levelOf := func(shape string) (level string) {
		var same bool
		if err := db.Pool().QueryRow(t.Context(), asksAll, shape).Scan(&same, &level); err != nil {
			t.Fatal(err)
		}
		if !same {
			t.Errorf("%s: not the area that a query of all areas finds", shape)
		}
		return level
	}

	// A regular grid meets every level, which a few random places may not.
	levels := map[string]int{}
	for n := range 24 * 24 {
		levels[levelOf(fmt.Sprintf("POINT(%g %g)", 112.93+float64(n%24)*0.05, 32.93+float64(n/24)*0.05))]++
	}
	for _, level := range []string{"", "district", "street", "community"} {
		if levels[level] == 0 {
			t.Errorf("no point of the grid lies in an area of level %q: the test tests less than it says", level)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		lon := rapid.Float64Range(112.95, 114.05).Draw(t, "lon")
		lat := rapid.Float64Range(32.95, 34.05).Draw(t, "lat")
		size := rapid.Float64Range(1e-6, 0.2).Draw(t, "degrees")
		levelOf(fmt.Sprintf("POINT(%g %g)", lon, lat))
		levelOf(fmt.Sprintf("LINESTRING(%g %g,%g %g)", lon, lat, lon+size, lat+size/2))
		levelOf(fmt.Sprintf("POLYGON((%g %g,%g %g,%g %g,%g %g))", lon, lat, lon+size, lat, lon, lat+size, lon, lat))
	})
}
