package store_test

import (
	"net/url"
	"strings"
	"testing"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

// enterOne calls enter_features for one berth of 5 places; geom, status and attrs are SQL.
func enterOne(geom, status, attrs string) string {
	return `SELECT enter_features((SELECT max(id) FROM import_run), 'berth', 'f', 'EPSG:4326', NULL, NULL, ARRAY [gen_random_uuid()],
		ARRAY [NULL::text], ARRAY ['x'], ARRAY [` + geom + `], ARRAY [` + status + `], ARRAY [` + attrs + `::jsonb], ARRAY ['k'])`
}

const (
	enteredPoint = `ST_Point(114, 33.5, 4326)`
	fivePlaces   = `'{"capacity": 5}'`
)

// TestTheServiceEntersNothingUnchecked tries, as a role that owns nothing, to get past the checks of a single feature by
// the way that many take at once.
func TestTheServiceEntersNothingUnchecked(t *testing.T) {
	t.Parallel()
	owner := storetest.URL(t)
	service := servedBy(t, owner)
	if err := store.Grant(t.Context(), owner, service); err != nil {
		t.Fatal(err)
	}
	db := openAt(t, service)
	execute(t, db, `INSERT INTO area (id, level, name, geom)
		VALUES (1, 'district', 'd', ST_Multi(ST_MakeEnvelope(113.9, 33.4, 114.1, 33.6, 4326)))`)
	mustStage(t, db, berthFile, berths(1), rectify.FinishOptions{}) // leaves an import to refer to

	for name, refused := range map[string]struct{ sql, word string }{
		"a bow tie":       {enterOne(`'SRID=4326;MULTIPOLYGON(((114 33,115 34,115 33,114 34,114 33)))'::geometry`, `'unsurveyed'`, fivePlaces), "not valid"},
		"nothing":         {enterOne(`'SRID=4326;MULTIPOLYGON EMPTY'::geometry`, `'unsurveyed'`, fivePlaces), "empty"},
		"a line":          {enterOne(`'SRID=4326;MULTILINESTRING((114 33,115 34))'::geometry`, `'unsurveyed'`, fivePlaces), "is drawn as"},
		"another system":  {enterOne(`ST_Point(114, 33, 3857)`, `'unsurveyed'`, fivePlaces), "SRID"},
		"a verified one":  {enterOne(enteredPoint, `'verified'`, fivePlaces), "no import brings"},
		"minus places":    {enterOne(enteredPoint, `'unsurveyed'`, `'{"capacity": -5}'`), "feature_quantity_counts"},
		"another kind":    {strings.Replace(enterOne(enteredPoint, `'unsurveyed'`, fivePlaces), "'berth'", "'lamp'", 1), "no kind"},
		"of no import":    {strings.Replace(enterOne(enteredPoint, `'unsurveyed'`, fivePlaces), "(SELECT max(id) FROM import_run)", "-1", 1), "no import"},
		"as it pleases":   {`SET backstreet.entering = 'on'; SET backstreet.service = 'on'; INSERT INTO feature (kind, geom) VALUES ('berth', ` + enteredPoint + `)`, "fire an event instead"},
		"a row of no run": {`INSERT INTO event (feature_id, event, to_status, cycle) VALUES (-1, 'import', 'listed', 1)`, "event_feature_id_fkey"},
	} {
		if _, err := db.Pool().Exec(t.Context(), refused.sql); err == nil || !strings.Contains(err.Error(), refused.word) {
			t.Errorf("%s: got %v, want a refusal: %s", name, err, refused.word)
		}
	}
	const asItPleases = `SET LOCAL backstreet.entering = 'on'; SET LOCAL backstreet.service = 'off';
		INSERT INTO feature (kind, geom, measure, quantity, area_id, version, attributes)
		VALUES ('berth', ` + enteredPoint + `, 99, 99, NULL, 99, ` + fivePlaces + `)`
	execute(t, db, asItPleases)
	execute(t, db, enterOne(enteredPoint, `'listed'`, fivePlaces))
	if n := query[int](t, db, `
		SELECT count(*) FROM feature WHERE quantity = 5 AND measure = 0 AND area_id = 1 AND version = 1 AND name IN ('', 'x')
			AND ST_GeometryType(geom) = 'ST_Point'`); n != 2 {
		t.Errorf("%d of 2 features have what the database computes", n)
	}
	if role := query[string](t, db, `SELECT current_setting('session_replication_role')`); role != "origin" {
		t.Errorf("the session is left as %s", role)
	}
}

// TestManyAtOnceAreEnteredLikeEachAlone compares what enter_features and a single INSERT make of the same rows.
func TestManyAtOnceAreEnteredLikeEachAlone(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	execute(t, db, `
		INSERT INTO area (id, parent_id, level, name, geom) VALUES
			(1, NULL, 'district', 'd', ST_Multi(ST_MakeEnvelope(113.9, 33.4, 114.1, 33.6, 4326))),
			(2, 1, 'street', 's', ST_Multi(ST_MakeEnvelope(114, 33.4, 114.1, 33.6, 4326)))`)
	records := berths(40)
	mustStage(t, db, berthFile, records, rectify.FinishOptions{})
	execute(t, db, `
		INSERT INTO feature (kind, ref, name, geom, attributes, source, source_key, source_crs, import_id)
		SELECT kind, 'alone-' || ref, name, geom, attributes, source, source_key, source_crs, import_id FROM feature`)
	if n := query[int](t, db, `
		SELECT count(*) FROM feature a JOIN feature b ON b.ref = 'alone-' || a.ref
		WHERE (to_jsonb(a) - '{id,uid,ref,created_at,updated_at}'::text[]) = (to_jsonb(b) - '{id,uid,ref,created_at,updated_at}'::text[])
			AND a.geom = b.geom AND a.area_id IS NOT NULL`); n != len(records) {
		t.Errorf("%d of %d are the same", n, len(records))
	}
	if n := query[int](t, db, `
		SELECT count(*) FROM feature f JOIN event e ON e.feature_id = f.id AND e.import_id = f.import_id
		WHERE e.event = 'import' AND e.to_status = f.status AND e.txid IS NOT NULL AND f.ref NOT LIKE 'alone-%'`); n != len(records) {
		t.Errorf("%d of %d have their event", n, len(records))
	}
}

// TestAnOwnerThatIsNoSuperuserEntersThem takes the way on which foreign keys are asked for each row.
func TestAnOwnerThatIsNoSuperuserEntersThem(t *testing.T) {
	t.Parallel()
	address := storetest.URL(t)
	plain := servedBy(t, address)
	owner, err := url.Parse(plain)
	if err != nil {
		t.Fatal(err)
	}
	role := `"` + owner.User.Username() + `"`
	aside(t, address, `GRANT ALL ON ALL TABLES IN SCHEMA public TO `+role+`; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO `+role+`;
		GRANT CREATE ON SCHEMA public TO `+role+`; ALTER FUNCTION enter_features OWNER TO `+role)
	db := openAt(t, address)
	if result := mustStage(t, db, berthFile, berths(3), rectify.FinishOptions{}); result.New != 3 {
		t.Errorf("%d new, want 3", result.New)
	}
	if n := query[int](t, db, `SELECT count(*) FROM event WHERE event = 'import'`); n != 3 {
		t.Errorf("%d events, want 3", n)
	}
}
