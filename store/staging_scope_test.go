package store_test

import (
	"errors"
	"strconv"
	"testing"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

// The tree of these tests has a street in the west, where the scoped person works, and one in the east.
var (
	west = box(114.0, 33.5, 114.05, 33.6)
	east = box(114.05, 33.5, 114.1, 33.6)
)

// scopedDistrict is a database with two streets and somebody who is limited to the one in the west.
func scopedDistrict(t *testing.T) (db *store.Store, limited rectify.PersonID) {
	t.Helper()
	db = storetest.New(t, store.Options{})
	mustStage(t, db, areaFile, []rectify.Staged{
		area(1, rectify.LevelDistrict, "D", "", "District", box(113.9, 33.4, 114.1, 33.6)),
		area(2, rectify.LevelStreet, "W", "D", "West Street", west),
		area(3, rectify.LevelStreet, "E", "D", "East Street", east),
	}, rectify.FinishOptions{})
	limited = rectify.PersonID(query[int64](t, db, `
		INSERT INTO person (username, name, roles, area_ids)
		SELECT 'limited', 'Limited', '{planner}', ARRAY [id] FROM area WHERE code = 'W' RETURNING id`))
	return db, limited
}

// at is record n of a file of berths, moved to a place.
func at(n int, lon float64) rectify.Staged {
	record := berth(n)
	record.Geom = box(lon, 33.57, lon+0.0001, 33.5701)
	return record
}

func TestAnImportKeepsToTheAreasOfWhoAskedForIt(t *testing.T) {
	t.Parallel()

	t.Run("features are not taken over from outside by their ref", func(t *testing.T) {
		t.Parallel()
		db, limited := scopedDistrict(t)
		mustStage(t, db, berthFile, []rectify.Staged{at(1, 114.01), at(2, 114.07)}, rectify.FinishOptions{})
		run := berthFile
		run.Actor = limited
		result := mustStage(t, db, run, []rectify.Staged{at(1, 114.02), at(2, 114.02)}, rectify.FinishOptions{})
		wantNumbers(t, result, rectify.ImportResult{Changed: 1})
		wantFates(t, result, "2 quarantined outside_area")
	})

	t.Run("nothing outside is void because the file does not have it", func(t *testing.T) {
		t.Parallel()
		db, limited := scopedDistrict(t)
		mustStage(t, db, berthFile, []rectify.Staged{at(1, 114.01), at(2, 114.02), at(3, 114.07)}, rectify.FinishOptions{})
		run := berthFile
		run.Actor = limited
		result := mustStage(t, db, run, []rectify.Staged{at(1, 114.01)}, rectify.FinishOptions{Gone: rectify.GoneVoid})
		wantNumbers(t, result, rectify.ImportResult{Unchanged: 1, Gone: 1})
		if got := query[string](t, db, `SELECT string_agg(ref, ' ') FROM feature WHERE status = 'void'`); got != "B-2" {
			t.Errorf("void are %s, want B-2", got)
		}
	})

	for name, test := range map[string]struct {
		records []rectify.Staged
		numbers rectify.ImportResult
		fates   []string
	}{
		"a community of the own street": {
			[]rectify.Staged{area(1, rectify.LevelCommunity, "C", "W", "Mill", box(114.01, 33.51, 114.02, 33.52))},
			rectify.ImportResult{New: 1},
			nil,
		},
		"a grid below an area of the same file": {
			[]rectify.Staged{
				area(1, rectify.LevelCommunity, "C", "W", "Mill", box(114.01, 33.51, 114.02, 33.52)),
				area(2, rectify.LevelGrid, "G", "C", "Grid", box(114.01, 33.51, 114.015, 33.52)),
			},
			rectify.ImportResult{New: 2},
			nil,
		},
		"a community of another street": {
			[]rectify.Staged{area(1, rectify.LevelCommunity, "C", "E", "Mill", box(114.06, 33.51, 114.07, 33.52))},
			rectify.ImportResult{},
			[]string{"1 quarantined outside_area"},
		},
		"another street, renamed": {
			[]rectify.Staged{area(1, rectify.LevelStreet, "E", "D", "Mine", east)},
			rectify.ImportResult{},
			[]string{"1 quarantined outside_area"},
		},
		"another street, put below the own one": {
			[]rectify.Staged{area(1, rectify.LevelCommunity, "E", "W", "East Street", east)},
			rectify.ImportResult{},
			[]string{"1 quarantined outside_area"},
		},
		"the own street, drawn over its neighbour": {
			[]rectify.Staged{area(1, rectify.LevelStreet, "W", "D", "West Street", box(114.0, 33.5, 114.1, 33.6))},
			rectify.ImportResult{},
			[]string{"1 quarantined outside_area"},
		},
		"a community of the own street, drawn over the neighbour": {
			[]rectify.Staged{area(1, rectify.LevelCommunity, "C", "W", "Mill", box(114.01, 33.51, 114.08, 33.52))},
			rectify.ImportResult{},
			[]string{"1 quarantined outside_area"},
		},
		"the district": {
			[]rectify.Staged{area(1, rectify.LevelDistrict, "D", "", "District", box(113.9, 33.4, 114.1, 33.6))},
			rectify.ImportResult{},
			[]string{"1 quarantined outside_area"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, limited := scopedDistrict(t)
			run := areaFile
			run.Actor = limited
			result := mustStage(t, db, run, test.records, rectify.FinishOptions{})
			wantNumbers(t, result, test.numbers)
			wantFates(t, result, test.fates...)
		})
	}

	t.Run("the base map is the whole district's", func(t *testing.T) {
		t.Parallel()
		db, limited := scopedDistrict(t)
		roads := rectify.Incoming{Kind: rectify.ImportContext, Source: "roads", File: "roads.geojson", Actor: limited}
		_, err := stage(db, roads, nil, rectify.FinishOptions{})
		if !errors.Is(err, rectify.ErrForbidden) {
			t.Errorf("got %v, want forbidden", err)
		}
	})
}

func TestNobodyRevertsTheImportOfWhoMayWriteElsewhere(t *testing.T) {
	t.Parallel()
	db, limited := scopedDistrict(t)
	whole := person(t, db, "whole", "", rectify.RolePlanner)
	actor := rectify.Person{
		ID: limited, Roles: []rectify.Role{rectify.RolePlanner},
		AreaIDs: []rectify.AreaID{rectify.AreaID(query[int64](t, db, `SELECT id FROM area WHERE code = 'W'`))},
	}
	for _, began := range []struct {
		by      rectify.PersonID
		allowed bool
	}{{whole.ID, false}, {limited, true}} {
		run := berthFile
		run.Actor, run.Source = began.by, "of "+strconv.Itoa(int(began.by))
		result := mustStage(t, db, run, []rectify.Staged{at(int(began.by), 114.01)}, rectify.FinishOptions{})
		_, _, err := db.Revert(t.Context(), actor, newOp(), result.Run)
		if got := err == nil; got != began.allowed || err != nil && !errors.Is(err, rectify.ErrForbidden) {
			t.Errorf("the import of person %d: got %v", began.by, err)
		}
	}
}

func TestAnEditKeepsToTheAreasOfWhoMakesIt(t *testing.T) {
	t.Parallel()
	db, limited := scopedDistrict(t)
	mustStage(t, db, berthFile, []rectify.Staged{at(1, 114.01), at(2, 114.07)}, rectify.FinishOptions{})
	actor := rectify.Person{
		ID: limited, Roles: []rectify.Role{rectify.RolePlanner},
		AreaIDs: []rectify.AreaID{rectify.AreaID(query[int64](t, db, `SELECT id FROM area WHERE code = 'W'`))},
	}
	for _, test := range []struct {
		name, ref string
		to        geo.Geometry
		allowed   bool
	}{
		{"into another street", "B-1", box(114.07, 33.58, 114.0701, 33.5801), false},
		{"out of another street", "B-2", box(114.02, 33.58, 114.0201, 33.5801), false},
		{"within the own street", "B-1", box(114.02, 33.58, 114.0201, 33.5801), true},
	} {
		id := rectify.FeatureID(query[int64](t, db, `SELECT id FROM feature WHERE ref = '`+test.ref+`'`))
		_, _, err := db.Edit(t.Context(), actor, "", newOp(), id, rectify.Edit{BaseVersion: 1, Geom: test.to})
		if got := err == nil; got != test.allowed || err != nil && !errors.Is(err, rectify.ErrForbidden) {
			t.Errorf("%s: got %v", test.name, err)
		}
	}
}
