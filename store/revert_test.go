package store_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func planner(t *testing.T, db *store.Store) rectify.Person {
	t.Helper()
	id := query[rectify.PersonID](t, db, `
		INSERT INTO person (username, name, roles) VALUES ('planner', 'Planner', '{planner}') RETURNING id`)
	return rectify.Person{ID: id, Name: "Planner", Roles: []rectify.Role{rectify.RolePlanner}}
}

func newOp() store.Op { return store.Op{ID: uuid.NewString()} }

func TestRevert(t *testing.T) {
	t.Parallel()

	t.Run("what was created is void, and the mended file comes in its place", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		actor := planner(t, db)
		first := mustStage(t, db, berthFile, berths(3), rectify.FinishOptions{})
		op := newOp()
		run, replay, err := db.Revert(t.Context(), actor, op, first.Run)
		if err != nil || replay || run.State != rectify.ImportReverted {
			t.Fatalf("got %+v, replay %v, %v", run, replay, err)
		}
		if _, replay, err := db.Revert(t.Context(), actor, op, first.Run); err != nil || !replay {
			t.Errorf("sent again: replay %v, %v; want the same answer", replay, err)
		}
		got := query[string](t, db, `
			SELECT string_agg(format('%s %s→%s %s %s', f.status, e.from_status, e.to_status, e.actor_id, e.changes), '; ' ORDER BY f.id)
			FROM feature f JOIN event e ON e.feature_id = f.id AND e.event = 'revert'`)
		if !strings.HasPrefix(got, `void unsurveyed→void 1 {"ref": ["B-1", null]}; `) {
			t.Errorf("got %s", got)
		}
		again := mustStage(t, db, berthFile, berths(3), rectify.FinishOptions{})
		wantNumbers(t, again, rectify.ImportResult{New: 3})
	})

	t.Run("what lies outside the actor's area is refused", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		actor := planner(t, db)
		actor.AreaIDs = []rectify.AreaID{99}
		run := mustStage(t, db, berthFile, berths(3), rectify.FinishOptions{})
		_, _, err := db.Revert(t.Context(), actor, newOp(), run.Run)
		var refusal *rectify.Refusal
		if !errors.As(err, &refusal) || refusal.Code != rectify.CodeOutsideArea {
			t.Errorf("got %v, want outside_area", err)
		}
	})

	t.Run("what was changed has its old values, what was voided comes back", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		actor := planner(t, db)
		records := berths(3)
		records[2].Status = rectify.Compliant
		mustStage(t, db, berthFile, records, rectify.FinishOptions{})
		state := `SELECT string_agg(format('%s %s %s %s %s', ref, name, status, attributes, ST_AsEWKT(geom)), '; ' ORDER BY id) FROM feature`
		before := query[string](t, db, state)
		records = berths(2)
		records[0].Name, records[0].Attributes, records[0].Geom = "Other", map[string]any{"capacity": 3, "charging": true}, square(7)
		second := mustStage(t, db, berthFile, records, rectify.FinishOptions{Gone: rectify.GoneVoid})
		wantNumbers(t, second, rectify.ImportResult{Changed: 1, Unchanged: 1, Gone: 1})
		if _, _, err := db.Revert(t.Context(), actor, newOp(), second.Run); err != nil {
			t.Fatal(err)
		}
		if after := query[string](t, db, state); after != before {
			t.Errorf("got  %s\nwant %s", after, before)
		}
	})

	t.Run("later edits are in the way and are named", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		actor := planner(t, db)
		first := mustStage(t, db, berthFile, berths(30), rectify.FinishOptions{})
		execute(t, db, `UPDATE feature SET name = 'by hand' WHERE ref <> 'B-7'`)
		before := fingerprint(t, db)
		_, _, err := db.Revert(t.Context(), actor, newOp(), first.Run)
		var refusal *rectify.Refusal
		if !errors.As(err, &refusal) || refusal.Code != rectify.CodeHasHistory {
			t.Fatalf("got %v, want a refusal", err)
		}
		for _, part := range []string{"29 features", "B-1, B-2", "and 9 more"} {
			if !strings.Contains(refusal.Message, part) {
				t.Errorf("%q is not in %q", part, refusal.Message)
			}
		}
		if after := fingerprint(t, db); after != before {
			t.Errorf("got  %s\nwant %s", after, before)
		}
	})

	t.Run("a run that is not applied, and a role that may not", func(t *testing.T) {
		t.Parallel()
		db := storetest.New(t, store.Options{})
		actor := planner(t, db)
		first := mustStage(t, db, berthFile, berths(1), rectify.FinishOptions{})
		field := actor
		field.Roles = []rectify.Role{rectify.RoleField}
		if _, _, err := db.Revert(t.Context(), field, newOp(), first.Run); !errors.Is(err, rectify.ErrForbidden) {
			t.Errorf("field staff: got %v, want ErrForbidden", err)
		}
		if _, _, err := db.Revert(t.Context(), actor, newOp(), first.Run); err != nil {
			t.Fatal(err)
		}
		if _, _, err := db.Revert(t.Context(), actor, newOp(), first.Run); !errors.Is(err, rectify.ErrConflict) {
			t.Errorf("twice: got %v, want ErrConflict", err)
		}
		if _, _, err := db.Revert(t.Context(), actor, newOp(), 999); !errors.Is(err, rectify.ErrNotFound) {
			t.Errorf("unknown: got %v, want ErrNotFound", err)
		}
	})
}

func TestARevertOfNothingSaysSoOnce(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	_, err := db.RevertAtConsole(t.Context(), 7)
	if !errors.Is(err, rectify.ErrNotFound) || strings.Count(err.Error(), rectify.ErrNotFound.Error()) != 1 {
		t.Errorf("got %v", err)
	}
}
