package store_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"backstreet/live"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

// countedBySQL counts what an area has of a kind by SQL alone: features, quantity, done, overdue, owed and relapses.
// What lies in no area is everything's, and the district's where there is just one.
const countedBySQL = `
	SELECT count(*), coalesce(sum(round(quantity::numeric, 6)), 0)::float8,
		count(*) FILTER (WHERE done), coalesce(sum(round(quantity::numeric, 6)) FILTER (WHERE done), 0)::float8,
		count(*) FILTER (WHERE overdue), coalesce(sum(owed), 0)::int, coalesce(sum(cycle - 1), 0)::int
	FROM (
		SELECT f.quantity, f.cycle, f.status IN ('verified', 'compliant') AS done,
			f.status NOT IN ('verified', 'compliant', 'suspended') AND f.due_on < $3::date AS overdue,
			(SELECT count(*) FROM photo p WHERE p.feature_id = f.id AND p.state <> 'stored') AS owed
		FROM feature f LEFT JOIN area here ON here.id = f.area_id
		WHERE f.kind = $1 AND f.status <> 'void' AND ($2::bigint = 0
			OR here.path <@ (SELECT path FROM area WHERE id = $2)
			OR f.area_id IS NULL AND ARRAY [$2] = (SELECT array_agg(id) FROM area WHERE parent_id IS NULL))) f`

// TestCountersEqualSQL edits a real district at random, lets days pass, and after each step holds the
// counters, and the end of the trend, against SQL.
func TestCountersEqualSQL(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t) // for all runs: history does not go back, and what is to hold holds of any state
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 3).Draw(rt, "steps") {
			w.step(rt)
		}
		inStep(t, w.copied)
		w.compare(rt)
	})
	if events := query[int](t, w.db, `SELECT count(DISTINCT event) FROM event`); events < 8 {
		t.Errorf("only %d kinds of event were fired", events)
	}
}

// workshop is a district with a street in it, some features in and beside it, and somebody who does everything.
type workshop struct {
	db     *store.Store
	copied *live.Live
	day    *atomic.Int32
	actor  rectify.Person
	ids    []int64
}

func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	w := &workshop{day: new(atomic.Int32)}
	w.day.Store(int32(rectify.DayOf(time.Now())))
	w.db = storetest.New(t, store.Options{Now: w.now})
	execute(t, w.db, `
		INSERT INTO area (id, level, name, geom) VALUES (1, 'district', 'd', ST_Multi(ST_MakeEnvelope(113, 33, 114.0035, 34, 4326)));
		INSERT INTO area (id, parent_id, level, name, geom) VALUES (2, 1, 'street', 's', ST_Multi(ST_MakeEnvelope(113, 33, 114.0025, 34, 4326)))`)
	w.ids = plantStreets(t, w.db, 6) // in the street, in the district alone, and in no area
	w.actor = person(t, w.db, "all", "ours", rectify.RolePlanner)
	w.actor.Roles = append(w.actor.Roles, rectify.RoleField, rectify.RoleVerifier, rectify.RoleAdmin)
	w.actor.Lead = true
	w.copied = copyWith(t, w.db, live.Options{Clock: w.now})
	return w
}

func (w *workshop) now() time.Time { return rectify.Day(w.day.Load()).Time().Add(12 * time.Hour) }

// step does one thing that may happen; what a rule refuses is nothing that happened.
func (w *workshop) step(t *rapid.T) {
	id := rapid.SampledFrom(w.ids).Draw(t, "feature")
	exec := func(sql string, args ...any) {
		if _, err := w.db.Pool().Exec(context.Background(), sql, args...); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	switch rapid.IntRange(0, 8).Draw(t, "what") {
	case 0:
		w.day.Add(rapid.Int32Range(1, 20).Draw(t, "days"))
	case 1: // by QGIS
		exec(`UPDATE feature SET geom = ST_Translate(geom, $2, 0) WHERE id = $1`, id, rapid.Float64Range(-0.002, 0.002).Draw(t, "east"))
	case 2:
		exec(`UPDATE photo SET state = 'stored', stored_at = now() WHERE feature_id = $1`, id)
	case 3:
		east := rapid.SampledFrom([]float64{114.0005, 114.0025, 114.0045}).Draw(t, "border")
		exec(`UPDATE area SET geom = ST_Multi(ST_MakeEnvelope(113, 33, $1, 34, 4326)) WHERE id = 2`, east)
	default:
		w.fire(t, id)
	}
}

// fire fires one of the events that are allowed.
func (w *workshop) fire(t *rapid.T, id int64) {
	allowed, err := w.db.Allowed(context.Background(), w.actor, rectify.FeatureID(id))
	if err != nil {
		t.Fatal(err)
	}
	if len(allowed) == 0 {
		return
	}
	feature, err := w.db.Feature(context.Background(), rectify.FeatureID(id))
	if err != nil {
		t.Fatal(err)
	}
	chosen := rapid.SampledFrom(allowed).Draw(t, "event")
	today, done := rectify.Day(w.day.Load()), 1.0
	command := rectify.Command{
		Event: chosen.Event, BaseVersion: feature.Version, Note: "because", Reason: "not_ours", QuantityDone: &done,
		UnitID: w.actor.UnitID, DueOn: max(today, feature.DueOn) + rectify.Day(rapid.IntRange(0, 9).Draw(t, "due")), ReviewOn: today + 3,
	}
	if len(chosen.PhotoPhases) > 0 {
		command.Photos = shown(chosen.PhotoPhases[0])
	}
	_, _, _ = w.db.Fire(context.Background(), w.actor, "", newOp(), rectify.FeatureID(id), command) // may be refused
}

func (w *workshop) compare(t *rapid.T) {
	today := rectify.Day(w.day.Load())
	bySQL, err := grouped(context.Background(), w.db, rectify.LevelStreet, today)
	if err != nil {
		t.Fatal(err)
	}
	fromMemory, err := overlaid(w.copied.Snapshot(), rectify.LevelStreet)
	if err != nil {
		t.Fatal(err)
	}
	wantSameGroups(t, fromMemory, bySQL)
	for _, area := range []rectify.AreaID{0, 1, 2} {
		progress, err := w.copied.Snapshot().Progress(area, 0, today)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range progress.Kinds {
			var want live.Amounts
			err := w.db.Pool().QueryRow(context.Background(), countedBySQL, kind.Kind, area, today.Time()).Scan(
				&want.TotalCount, &want.TotalQuantity, &want.DoneCount, &want.DoneQuantity, &want.Overdue, &want.Owed, &want.Relapses)
			if err != nil {
				t.Fatal(err)
			}
			if kind.Amounts != want {
				t.Fatalf("area %d, %s: the copy counts %+v, SQL %+v", area, kind.Kind, kind.Amounts, want)
			}
			steps, err := w.db.Trend(context.Background(), kind.Kind, area, nil)
			if err != nil {
				t.Fatal(err)
			}
			done := 0
			for _, step := range steps {
				done += step.Count
			}
			if done != want.DoneCount {
				t.Fatalf("area %d, %s: the trend ends at %d, done are %d", area, kind.Kind, done, want.DoneCount)
			}
		}
	}
}
