package store_test

import (
	"errors"
	"testing"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func seedOf(id rectify.AreaID, name string) store.Seed {
	west := 114 + 0.1*float64(id)
	ring := geo.Ring{{west, 33}, {west + 0.05, 33}, {west + 0.05, 33.05}, {west, 33.05}, {west, 33}}
	return store.Seed{Areas: []rectify.Area{
		{ID: id, Level: rectify.LevelDistrict, Code: name, Name: name, Geom: geo.MultiPolygon{{ring}}},
	}}
}

func TestSeedsGoInAllOrNone(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	broken := errors.New("no more districts")
	half := func(yield func(store.Seed, error) bool) {
		if yield(seedOf(1, "东区"), nil) {
			yield(store.Seed{}, broken)
		}
	}
	if err := db.PlantAll(t.Context(), half, "a password", func(int) {}); !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	whole := func(yield func(store.Seed, error) bool) {
		_ = yield(seedOf(1, "东区"), nil) && yield(seedOf(2, "西区"), nil)
	}
	if err := db.PlantAll(t.Context(), whole, "a password", func(int) {}); err != nil {
		t.Fatalf("what broke before was not taken back: %v", err)
	}
	if err := db.PlantAll(t.Context(), whole, "a password", func(int) {}); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("a filled database: got %v", err)
	}
	state, err := db.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(state.Areas) != 2 {
		t.Errorf("%d areas", len(state.Areas))
	}
}
