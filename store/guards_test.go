package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

// plantStreets makes n unsurveyed back streets and gives their ids.
func plantStreets(t *testing.T, db *store.Store, n int) []int64 {
	t.Helper()
	return query[[]int64](t, db, `
		WITH made AS (
			INSERT INTO feature (kind, geom)
			SELECT 'back_street', ST_Multi(ST_MakeLine(ST_Point(114 + n * 0.001, 33.5, 4326), ST_Point(114.0005 + n * 0.001, 33.5, 4326)))
			FROM generate_series(1, $1) n RETURNING id)
		SELECT array_agg(id ORDER BY id) FROM made`, n)
}

// person adds somebody with a role and, unless it is empty, a unit of that name.
func person(t *testing.T, db *store.Store, username, unit string, role rectify.Role) rectify.Person {
	t.Helper()
	p := rectify.Person{Username: username, Name: username, Roles: []rectify.Role{role}}
	if unit != "" {
		p.UnitID = query[rectify.UnitID](t, db, `
			INSERT INTO unit (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id`, unit)
	}
	added, err := db.AddPerson(t.Context(), p, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	return added
}

// fire fires an event on the feature's present version.
func fire(t *testing.T, db *store.Store, actor rectify.Person, id int64, command rectify.Command) error {
	t.Helper()
	command.BaseVersion = query[int64](t, db, `SELECT version FROM feature WHERE id = $1`, id)
	_, _, err := db.Fire(t.Context(), actor, "", newOp(), rectify.FeatureID(id), command)
	return err
}

func shown(phase rectify.Phase) []rectify.PhotoClaim {
	return []rectify.PhotoClaim{{UID: uuid.NewString(), SHA256: strings.Repeat("ab", 32), Bytes: 1, Phase: phase}}
}

func TestDatabaseRefusesWhatTheServiceNeverDoes(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	plantStreets(t, db, 1)
	for sql, words := range map[string]string{
		`UPDATE feature SET status = 'verified'`:                                                         "fire an event instead",
		`INSERT INTO feature (kind, geom, status) VALUES ('berth', ST_Point(114, 33, 4326), 'verified')`: "fire an event instead",
		`DELETE FROM feature`:                                         "never deleted",
		`TRUNCATE feature CASCADE`:                                    "append-only|never deleted",
		`UPDATE event SET note = 'x'`:                                 "append-only",
		`DELETE FROM event`:                                           "append-only",
		`TRUNCATE event CASCADE`:                                      "append-only",
		`UPDATE feature SET geom = ST_Point(114, 33, 4326)`:           "is drawn as MultiLineString",
		`UPDATE feature SET kind = 'compound'`:                        "is drawn as MultiPolygon",
		`UPDATE feature SET geom = 'SRID=4326;MULTILINESTRING EMPTY'`: "not valid",
	} {
		_, err := db.Pool().Exec(t.Context(), sql)
		refused := false
		for word := range strings.SplitSeq(words, "|") {
			refused = refused || err != nil && strings.Contains(err.Error(), word)
		}
		if !refused {
			t.Errorf("%s: got %v, want a refusal: %s", sql, err, words)
		}
	}
	if n := query[int](t, db, `SELECT count(*) FROM feature WHERE status = 'unsurveyed'`); n != 1 {
		t.Errorf("%d features are left as they were, want 1", n)
	}
}

func TestDirectEditIsRecordedWithoutActor(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	id := plantStreets(t, db, 1)[0]
	execute(t, db, `UPDATE feature SET name = '北街' WHERE id = $1`, id)
	got := query[string](t, db, `
		SELECT string_agg(format('%s by %s %s', event, coalesce(actor_id::text, 'nobody'), changes), '; ' ORDER BY id)
		FROM event WHERE feature_id = $1`, id)
	if want := `create by nobody {}; edit by nobody {"name": ["", "北街"]}`; got != want {
		t.Errorf("history: got %s, want %s", got, want)
	}
	if version := query[int64](t, db, `SELECT version FROM feature WHERE id = $1`, id); version != 2 {
		t.Errorf("version %d, want 2", version)
	}
}

func TestRedrawnAreaTakesItsFeatures(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	id := plantStreets(t, db, 1)[0]
	areaOf := func() string {
		return query[string](t, db, `
			SELECT coalesce(a.name, 'none') FROM feature f LEFT JOIN area a ON a.id = f.area_id WHERE f.id = $1`, id)
	}
	want := func(name string) {
		t.Helper()
		if got := areaOf(); got != name {
			t.Errorf("it lies in %s, want %s", got, name)
		}
	}
	const around, away = `ST_Multi(ST_MakeEnvelope(113.9, 33.4, 114.1, 33.6, 4326))`, `ST_Multi(ST_MakeEnvelope(1, 1, 2, 2, 4326))`
	want("none")
	execute(t, db, `INSERT INTO area (id, level, name, geom) VALUES (1, 'district', 'district', `+around+`)`)
	want("district")
	execute(t, db, `INSERT INTO area (id, parent_id, level, name, geom) VALUES (2, 1, 'street', 'street', `+around+`)`)
	want("street")
	execute(t, db, `UPDATE area SET geom = `+away+` WHERE id = 2`)
	want("district")
	execute(t, db, `UPDATE area SET geom = `+away+` WHERE id = 1`)
	want("none")
}

func TestWhoDidItDoesNotVerifyIt(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	id := plantStreets(t, db, 1)[0]
	planner := person(t, db, "planner", "", rectify.RolePlanner)
	worker, mate := person(t, db, "worker", "ours", rectify.RoleField), person(t, db, "mate", "ours", rectify.RoleVerifier)
	checker := person(t, db, "checker", "theirs", rectify.RoleVerifier)
	worker.Roles = append(worker.Roles, rectify.RoleVerifier)
	done, due := 1.0, rectify.DayOf(query[time.Time](t, db, `SELECT now()`))+30
	for _, step := range []struct {
		actor   rectify.Person
		command rectify.Command
	}{
		{planner, rectify.Command{Event: rectify.EventList, Note: "dark", Photos: shown(rectify.PhaseBefore)}},
		{planner, rectify.Command{Event: rectify.EventPlan, UnitID: worker.UnitID, DueOn: due}},
		{worker, rectify.Command{Event: rectify.EventSubmit, QuantityDone: &done, Note: "no signal", Photos: shown(rectify.PhaseAfter)}},
	} {
		if err := fire(t, db, step.actor, id, step.command); err != nil {
			t.Fatal(err)
		}
	}
	execute(t, db, `UPDATE photo SET state = 'stored', stored_at = now()`)
	pass := rectify.Command{Event: rectify.EventPass}
	for _, refused := range []struct {
		actor rectify.Person
		code  rectify.Code
	}{{worker, rectify.CodeDoerIsVerifier}, {mate, rectify.CodeSameUnit}} {
		var refusal *rectify.Refusal
		if err := fire(t, db, refused.actor, id, pass); !errors.As(err, &refusal) || refusal.Code != refused.code {
			t.Errorf("%s: got %v, want %s", refused.actor.Name, err, refused.code)
		}
	}
	if err := fire(t, db, checker, id, pass); err != nil {
		t.Fatal(err)
	}
}

func TestOfManyWhoFireAtOnceExactlyOneWins(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	id := plantStreets(t, db, 1)[0]
	const people = 8
	actors := make([]rectify.Person, people)
	for i := range actors {
		actors[i] = person(t, db, fmt.Sprintf("planner%d", i), "", rectify.RolePlanner)
	}
	faults := make([]error, people)
	var firing sync.WaitGroup
	for i, actor := range actors {
		firing.Go(func() {
			_, _, faults[i] = db.Fire(t.Context(), actor, "", newOp(), rectify.FeatureID(id), rectify.Command{
				Event: rectify.EventList, BaseVersion: 1, Note: "dark", Photos: shown(rectify.PhaseBefore),
			})
		})
	}
	firing.Wait()
	won := 0
	for _, err := range faults {
		var refusal *rectify.Refusal
		switch {
		case err == nil:
			won++
		case !errors.As(err, &refusal) || refusal.Code != rectify.CodeStaleVersion:
			t.Errorf("got %v, want the feature to be stale", err)
		}
	}
	events := query[int](t, db, `SELECT count(*) FROM event WHERE feature_id = $1 AND event = 'list'`, id)
	if won != 1 || events != 1 {
		t.Errorf("%d won and the history has %d events, want 1 and 1", won, events)
	}
}

func TestTheSameEditSentByManyAtOnceIsAppliedOnce(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	id := plantStreets(t, db, 1)[0]
	actor := person(t, db, "planner", "", rectify.RolePlanner)
	op, command := newOp(), rectify.Command{
		Event: rectify.EventList, BaseVersion: 1, Note: "dark", Photos: shown(rectify.PhaseBefore),
	}
	answers, replays := make([]store.Fired, 6), make([]bool, 6)
	var firing sync.WaitGroup
	for i := range answers {
		firing.Go(func() {
			var err error
			answers[i], replays[i], err = db.Fire(t.Context(), actor, "", op, rectify.FeatureID(id), command)
			if err != nil {
				t.Error(err)
			}
		})
	}
	firing.Wait()
	fresh := 0
	for i, answer := range answers {
		if answer != answers[0] {
			t.Errorf("got %+v and %+v", answer, answers[0])
		}
		if !replays[i] {
			fresh++
		}
	}
	if fresh != 1 {
		t.Errorf("%d were told that theirs was new, want 1", fresh)
	}
}
