package store_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestNobodyForgesHistory(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	id := plantStreets(t, db, 1)[0]
	actor := person(t, db, "checker", "", rectify.RoleVerifier)
	const forged = `INSERT INTO event (feature_id, event, from_status, to_status, cycle, actor_id, op_id, txid)
		VALUES (%d, '%s', 'unsurveyed', 'verified', 1, %s, %s, %s); UPDATE feature SET status = 'verified'`
	now, nobody, op := "pg_current_xact_id()", "NULL", "'"+uuid.NewString()+"'"
	for name, sql := range map[string]string{
		"an event that is none":         fmt.Sprintf(forged, id, "banana", fmt.Sprint(actor.ID), op, now),
		"a pass by nobody":              fmt.Sprintf(forged, id, "pass", nobody, op, now),
		"a pass without an op":          fmt.Sprintf(forged, id, "pass", fmt.Sprint(actor.ID), nobody, now),
		"a resume by nobody":            fmt.Sprintf(forged, id, "resume", nobody, nobody, now),
		"an edit that hides itself":     `SET LOCAL backstreet.service = 'on'; UPDATE feature SET name = 'x'`,
		"an entry that hides itself":    `SET LOCAL backstreet.service = 'on'; INSERT INTO feature (kind, geom) VALUES ('berth', ST_Point(114, 33, 4326))`,
		"a status set as a replica":     `SET LOCAL session_replication_role = 'replica'; UPDATE feature SET status = 'verified'`,
		"a deletion as a replica":       `SET LOCAL session_replication_role = 'replica'; DELETE FROM feature`,
		"history rewritten as replica":  `SET LOCAL session_replication_role = 'replica'; UPDATE event SET note = 'x'`,
		"a photo deleted as a replica":  `SET LOCAL session_replication_role = 'replica'; DELETE FROM photo`,
		"an edit that hides as replica": `SET LOCAL session_replication_role = 'replica'; SET LOCAL backstreet.service = 'on'; UPDATE feature SET name = 'x'`,
	} {
		tx := begin(t, db)
		_, err := tx.Exec(t.Context(), sql)
		if err == nil {
			err = tx.Commit(t.Context())
		} else if undone := tx.Rollback(t.Context()); undone != nil {
			t.Fatal(undone)
		}
		if err == nil {
			t.Errorf("%s is let through", name)
		}
	}
	execute(t, db, `
		INSERT INTO event (feature_id, event, from_status, to_status, cycle, txid) VALUES ($1, 'edit', 'unsurveyed', 'verified', 1, '9999999999')`, id)
	if later := query[bool](t, db, `SELECT EXISTS (SELECT FROM event WHERE txid > pg_current_xact_id())`); later {
		t.Error("an event says to be of a transaction to come")
	}
	if got := query[string](t, db, `SELECT status || name FROM feature WHERE id = $1`, id); got != "unsurveyed" {
		t.Errorf("the feature is %s", got)
	}
}

func TestTheHistoryKnowsTheEventsOfTheDomain(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	id := plantStreets(t, db, 1)[0]
	actor := person(t, db, "anybody", "", rectify.RoleAdmin)
	events := []rectify.EventName{
		rectify.EventCreate, rectify.EventImport, rectify.EventEdit, rectify.EventAssign, rectify.EventRevert,
	}
	for _, rule := range rectify.Transitions {
		events = append(events, rule.Event)
	}
	for _, event := range events {
		execute(t, db, `
			INSERT INTO event (feature_id, event, to_status, cycle, actor_id, op_id) VALUES ($1, $2, 'listed', 1, $3, $4)`,
			id, event, actor.ID, uuid.NewString())
	}
	execute(t, db, `
		INSERT INTO event (feature_id, event, to_status, cycle, role) VALUES ($1, 'resume', 'listed', 1, 'system')`, id)
}

// TestTheFeedMissesNothing tries what would change what followers hold without any id to tell them by.
func TestTheFeedMissesNothing(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	fill(t, db)
	for _, entity := range []string{"feature", "photo", "area", "unit", "kind", "campaign", "campaign_target", "context"} {
		if _, err := db.Pool().Exec(t.Context(), `TRUNCATE `+entity+` CASCADE`); err == nil {
			t.Errorf("TRUNCATE %s is let through", entity)
		}
		_, err := db.Pool().Exec(t.Context(), fmt.Sprintf(`UPDATE %s SET id = 77 WHERE id = (SELECT max(id) FROM %[1]s)`, entity))
		if err == nil && entity != "feature" { // a feature keeps its id without a word
			t.Errorf("another id for a row of %s is let through", entity)
		}
	}
	for _, sql := range []string{
		`DELETE FROM photo`, `UPDATE photo SET id = DEFAULT`, `UPDATE photo SET feature_id = feature_id + 1`,
		`UPDATE photo SET uid = gen_random_uuid()`,
	} {
		if _, err := db.Pool().Exec(t.Context(), sql); err == nil {
			t.Errorf("%s is let through", sql)
		}
	}
	if query[bool](t, db, `SELECT EXISTS (SELECT FROM feature WHERE id = 77)`) {
		t.Error("a feature has another id")
	}
	copied := copyOf(t, db)
	wantEqual(t, db, copied)
}

func TestAnAreaLeavesItsFeaturesToTheOneAround(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	ids := fill(t, db)
	copied := copyOf(t, db)
	for _, sql := range []string{`DELETE FROM area WHERE id = 2`, `DELETE FROM area WHERE id = 1`} {
		if _, err := db.Pool().Exec(t.Context(), sql); err == nil { // a target of it, an area below it
			t.Errorf("%s is let through", sql)
		}
	}
	execute(t, db, `DELETE FROM campaign_target`)
	execute(t, db, `DELETE FROM area WHERE id = 2`)
	if n := query[int](t, db, `SELECT count(*) FROM feature WHERE area_id = 1`); n != len(ids) {
		t.Errorf("%d features are the district's, want %d", n, len(ids))
	}
	inStep(t, copied)
	wantEqual(t, db, copied)
	execute(t, db, `DELETE FROM area`)
	if n := query[int](t, db, `SELECT count(*) FROM feature WHERE area_id IS NULL`); n != len(ids) {
		t.Errorf("%d features are nowhere, want %d", n, len(ids))
	}
}

func TestMigrateMakesTheGuardsHoldAgain(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	db := openAt(t, url)
	plantStreets(t, db, 1)
	const forge = `SET LOCAL session_replication_role = 'replica'; UPDATE feature SET status = 'verified'`
	const undo = `SET LOCAL session_replication_role = 'replica'; UPDATE feature SET status = 'unsurveyed'`
	execute(t, db, `ALTER TABLE feature DISABLE TRIGGER ALL`) // as pg_restore --disable-triggers does
	execute(t, db, `ALTER TABLE feature ENABLE TRIGGER ALL`)
	aside(t, url, forge)
	aside(t, url, undo)
	if _, err := store.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Pool().Exec(t.Context(), forge); err == nil {
		t.Error("the guards are off")
	}
}
