package store_test

import (
	"strings"
	"testing"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestImportQuarantines(t *testing.T) {
	t.Parallel()
	with := func(change func(*rectify.Staged)) []rectify.Staged {
		records := berths(2)
		change(&records[1])
		return records
	}
	bowTie := geo.MultiPolygon{{{{114, 33.5}, {114.001, 33.501}, {114.001, 33.5}, {114, 33.501}, {114, 33.5}}}}
	for _, test := range []struct {
		name     string
		records  []rectify.Staged
		district geo.MultiPolygon
		fate     string
		reason   string // a part of it
	}{
		{
			"a negative capacity", with(func(r *rectify.Staged) { r.Attributes["capacity"] = -1 }), nil,
			"2 quarantined bad_attribute", "minimum",
		},
		{
			"a text that is none", with(func(r *rectify.Staged) { r.Name = "a\xffb" }), nil,
			"2 quarantined bad_attribute", "encoding",
		},
		{
			"a zero byte in an attribute", with(func(r *rectify.Staged) { r.Attributes["note"] = "a\x00b" }), nil,
			"2 quarantined bad_attribute", "zero byte",
		},
		{
			"a uid that is none", with(func(r *rectify.Staged) { r.UID = "17" }), nil,
			"2 quarantined bad_attribute", "UUID",
		},
		{
			"no geometry", with(func(r *rectify.Staged) { r.Geom = nil }), nil,
			"2 quarantined invalid_geometry", "none",
		},
		{
			"metres said to be degrees", with(func(r *rectify.Staged) { r.Geom = geo.Point{500000, 3710000} }), nil,
			"2 quarantined out_of_range", "longitude",
		},
		{
			"a place that the projection has not", with(func(r *rectify.Staged) { r.Geom, r.SRID = geo.Point{1e12, 1e12}, 4547 }), nil,
			"2 quarantined out_of_range", "",
		},
		{
			"an unknown projection", with(func(r *rectify.Staged) { r.SRID = 999999 }), nil,
			"2 quarantined out_of_range", "EPSG:999999",
		},
		{"a shape that repairs to nothing", with(func(r *rectify.Staged) {
			r.Geom = geo.MultiPolygon{{{{114, 33}, {114.1, 33}, {114.2, 33}, {114, 33}}}}
		}), nil, "2 quarantined invalid_geometry", "nothing is left"},
		{
			"the same ref twice", with(func(r *rectify.Staged) { r.Ref = "B-1" }), nil,
			"2 quarantined duplicate_ref", "record 1",
		},
		{
			"the same key twice", with(func(r *rectify.Staged) { r.Ref, r.Key = "", "B-1" }), nil,
			"2 quarantined duplicate_ref", "record 1",
		},
		{
			"outside the district", with(func(r *rectify.Staged) { r.Geom = geo.Point{120, 30} }),
			geo.MultiPolygon{{{{113, 33}, {115, 33}, {115, 34}, {113, 34}, {113, 33}}}},
			"2 quarantined outside_district", "district",
		},
		{
			"a bow tie is mended", with(func(r *rectify.Staged) { r.Geom = bowTie }), nil,
			"2 repaired repaired", "Self-intersection",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			db := storetest.New(t, store.Options{})
			run := berthFile
			run.District = test.district
			result := mustStage(t, db, run, test.records, rectify.FinishOptions{})
			wantFates(t, result, test.fate)
			if len(result.Fates) == 1 && !strings.Contains(result.Fates[0].Reason, test.reason) {
				t.Errorf("the reason is %q, want %q in it", result.Fates[0].Reason, test.reason)
			}
			want := rectify.ImportResult{New: 1}
			if strings.Contains(test.fate, "repaired") {
				want = rectify.ImportResult{New: 2, Repaired: 1}
			}
			wantNumbers(t, result, want)
			if n := query[int](t, db, `SELECT count(*) FROM feature`); n != want.New {
				t.Errorf("%d features, want %d", n, want.New)
			}
		})
	}
}

func TestImportMendsTheSameWayTwice(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	bent := berth(1)
	bent.Geom = geo.MultiPolygon{{{{114, 33.5}, {114.001, 33.501}, {114.001, 33.5}, {114, 33.501}, {114, 33.5}}}}
	mustStage(t, db, berthFile, []rectify.Staged{bent}, rectify.FinishOptions{})
	wantNumbers(t, mustStage(t, db, berthFile, []rectify.Staged{bent}, rectify.FinishOptions{}),
		rectify.ImportResult{Unchanged: 1, Repaired: 1})
	if parts := query[int](t, db, `SELECT ST_NumGeometries(geom) FROM feature`); parts != 2 {
		t.Errorf("the bow tie has %d parts, want 2", parts)
	}
}

func TestImportRefusesAnUnknownKind(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	if _, err := db.Begin(t.Context(), rectify.Incoming{Kind: "lamp"}); err == nil {
		t.Fatal("a kind that is not registered was taken")
	}
}

func TestImportKeepsToTheActorsAreas(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	execute(t, db, `INSERT INTO area (id, level, name, geom) VALUES
		(1, 'district', 'West', ST_Multi(ST_MakeEnvelope(114, 33, 114.0115, 34, 4326)))`)
	actor := query[rectify.PersonID](t, db, `
		INSERT INTO person (username, name, roles, area_ids) VALUES ('p', 'P', '{planner}', '{1}') RETURNING id`)
	run := berthFile
	run.Actor = actor
	result := mustStage(t, db, run, berths(2), rectify.FinishOptions{})
	wantFates(t, result, "2 quarantined outside_area")
	wantNumbers(t, result, rectify.ImportResult{New: 1})
}
