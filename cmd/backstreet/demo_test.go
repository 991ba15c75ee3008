package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/importer/demo"
	"backstreet/photo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

// Two districts go through every guard of the database and count twice what one does.
func TestDemoOfTwoDistricts(t *testing.T) {
	t.Parallel()
	db, photos := storetest.New(t, store.Options{}), bucket(t)
	district, err := demo.Build(demo.Options{Seed: 1, AsOf: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	district.Backdrops = nil // they have no rules
	load := demoLoad{photos: photos, district: district, scale: 2}
	told := 0
	if err := db.PlantAll(t.Context(), load.seeds(t.Context()), "a password", func(rows int) { told += rows }); err != nil {
		t.Fatal(err)
	}
	if want := load.rows(); told > want || told < want*9/10 {
		t.Errorf("told of %d rows, there are about %d", told, want)
	}
	want := map[string]float64{}
	for _, f := range district.Features {
		want[string(f.Kind)+" "+string(f.Status)] += 2
	}
	if diff := cmp.Diff(want, sums(t, db, `SELECT kind || ' ' || status, count(*)::float8 FROM feature GROUP BY 1`)); diff != "" {
		t.Errorf("statuses, -want +got:\n%s", diff)
	}
	short := sums(t, db, `
		SELECT t.kind, t.quantity - sum(f.quantity) FROM campaign_target t
		JOIN feature f ON f.kind = t.kind AND f.status <> 'void' AND f.attributes @> t.filter
		GROUP BY t.kind, t.quantity HAVING abs(t.quantity - sum(f.quantity)) > 1.5`)
	if len(short) > 0 {
		t.Errorf("targets are not what there is: %v", short)
	}
	unplaced := sums(t, db, `SELECT 'features', count(*)::float8 FROM feature WHERE area_id IS NULL HAVING count(*) > 0`)
	if len(unplaced) > 0 {
		t.Errorf("in no area: %v", unplaced)
	}
	opens(t, photos, district.Photos)
	opens(t, photos, district.Beside(1).Photos)
}

// opens looks at every hundredth photo, and at one of each picture.
func opens(t *testing.T, photos *photo.Bucket, rows []rectify.Photo) {
	t.Helper()
	seen := map[string]bool{}
	for i, p := range rows {
		if i%100 != 0 && seen[p.SHA256] {
			continue
		}
		seen[p.SHA256] = true
		reader, _, err := photos.Open(t.Context(), p.UID, photo.Original)
		if err != nil {
			t.Fatalf("photo %d is not there: %v", p.ID, err)
		}
		_ = reader.Close()
	}
}

func sums(t *testing.T, db *store.Store, sql string) map[string]float64 {
	t.Helper()
	found := map[string]float64{}
	rows, err := db.Pool().Query(t.Context(), sql)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var of string
		var sum float64
		if err := rows.Scan(&of, &sum); err != nil {
			t.Fatal(err)
		}
		found[of] = sum
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

func bucket(t *testing.T) *photo.Bucket {
	t.Helper()
	photos, err := photo.Open(t.Context(), "file://"+t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = photos.Close() }) // nothing is buffered in it
	return photos
}

func TestDemoStoppedLeavesNothing(t *testing.T) {
	t.Parallel()
	db, photos := storetest.New(t, store.Options{}), bucket(t)
	ctx, stop := context.WithCancel(t.Context())
	district, err := demo.Build(demo.Options{Seed: 1, AsOf: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	load := demoLoad{photos: photos, district: district, scale: 1}
	if err := db.PlantAll(ctx, load.seeds(ctx), "a password", func(int) { stop() }); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped: got %v", err)
	}
	left := sums(t, db, `
		SELECT 'area', count(*)::float8 FROM area UNION ALL SELECT 'person', count(*) FROM person
		UNION ALL SELECT 'feature', count(*) FROM feature`)
	if diff := cmp.Diff([]float64{0, 0, 0}, slices.Collect(maps.Values(left))); diff != "" {
		t.Errorf("it left something, -want +got:\n%s", diff)
	}
}
