package store_test

import (
	"errors"
	"fmt"
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
	state, err := db.Load(t.Context(), func(rectify.Part) {})
	if err != nil {
		t.Fatal(err)
	}
	if len(state.Areas) != 2 {
		t.Errorf("%d areas", len(state.Areas))
	}
}

// TestSeedsAreCheckedByIndex plants as a role that owns nothing, over statistics of a load that is gone.
func TestSeedsAreCheckedByIndex(t *testing.T) {
	t.Parallel()
	owner := storetest.URL(t)
	aside(t, owner, `INSERT INTO unit (name) VALUES ('of an earlier load')`)
	aside(t, owner, `ANALYSE unit`)
	aside(t, owner, `DELETE FROM unit`)
	service := servedBy(t, owner)
	if err := store.Grant(t.Context(), owner, service); err != nil {
		t.Fatal(err)
	}
	small, large := seedOf(1, "东区"), seedOf(2, "西区")
	for n := range 100 {
		to := &large
		if n == 0 {
			to = &small
		}
		to.Units = append(to.Units, rectify.Unit{ID: rectify.UnitID(n + 1), Name: fmt.Sprint(n)})
		to.People = append(to.People, rectify.Person{
			ID: rectify.PersonID(n + 1), Username: fmt.Sprint(n), Name: fmt.Sprint(n), UnitID: rectify.UnitID(n + 1),
		})
	}
	both := func(yield func(store.Seed, error) bool) { _ = yield(small, nil) && yield(large, nil) }
	planter, err := store.Open(t.Context(), service, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = planter.PlantAll(t.Context(), both, "a password", func(int) {})
	planter.Close()
	if err != nil {
		t.Fatal(err)
	}
	db := openAt(t, owner)
	// A backend tells what it counted before it goes.
	for query[int](t, db, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user`) > 0 {
	}
	if read := query[int](t, db, `SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'unit'`); read >= len(large.People) {
		t.Errorf("the units were read from end to end %d times for %d people", read, len(large.People))
	}
}
