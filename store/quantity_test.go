package store_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestQuantitiesAgreeWithRectify(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	rules := []rectify.QuantityRule{
		rectify.QuantityEach, rectify.QuantityLength, rectify.QuantityArea, rectify.QuantityPaintedArea, rectify.QuantityCapacity,
	}
	rapid.Check(t, func(t *rapid.T) {
		rule := rapid.SampledFrom(rules).Draw(t, "rule")
		measure := amount(1e6).Draw(t, "measure")
		attributes := map[string]any{}
		for _, name := range []string{"height_m", "openings_m2", "capacity"} {
			if rapid.Bool().Draw(t, "has "+name) {
				attributes[name] = amount(1e4).Draw(t, name)
			}
		}
		encoded, err := json.Marshal(attributes)
		if err != nil {
			t.Fatal(err)
		}
		var got *float64
		err = db.Pool().QueryRow(t.Context(), `SELECT feature_quantity($1, $2, $3)`, rule, measure, string(encoded)).Scan(&got)
		if err != nil {
			t.Fatal(err)
		}
		want := rule.Quantity(measure, attributes)
		if (got == nil) != (want == nil) || got != nil && math.Abs(*got-*want) > 1e-9*math.Max(1, *want) {
			t.Errorf("%s of %g with %s: the database counts %v, rectify %v", rule, measure, encoded, got, want)
		}
	})
}

// amount is to a millionth, as columns hold it: of much less, PostgreSQL refuses the product.
func amount(most float64) *rapid.Generator[float64] {
	return rapid.Map(rapid.Float64Range(0, most), func(v float64) float64 { return math.Round(v*1e6) / 1e6 })
}

func TestQuantitiesThatWouldSpoilSumsAreRefused(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	for _, capacity := range []string{`"NaN"`, `"Infinity"`, `-50`} {
		_, err := db.Pool().Exec(t.Context(), `
			INSERT INTO feature (kind, geom, attributes)
			VALUES ('berth', ST_Point(114, 33.5, 4326), jsonb_build_object('capacity', $1::jsonb))`, capacity)
		if err == nil || !strings.Contains(err.Error(), "feature_quantity_counts") {
			t.Errorf("a capacity of %s: %v, want a refusal", capacity, err)
		}
	}
}

func TestAQuantityThatIsNoneIsToldByItsCode(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	execute(t, db, `UPDATE kind SET schema = '{"type": "object"}' WHERE key = 'berth'`) // as of a kind that sets no limits
	actor := person(t, db, "planner", "", rectify.RolePlanner)
	_, _, err := db.Create(t.Context(), actor, "", newOp(), rectify.Draft{
		UID: uuid.NewString(), Kind: rectify.KindBerth, Geom: geo.Point{114, 33.5}, Attributes: map[string]any{"capacity": -1},
	})
	var invalid *rectify.Invalid
	if !errors.As(err, &invalid) || invalid.Field != "attributes" || invalid.Rule != "quantity_invalid" {
		t.Errorf("got %#v", err)
	}
}

func TestAKindWhoseRuleChangesIsCountedAnew(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	plantStreets(t, db, 2)
	if _, err := db.Pool().Exec(t.Context(), `UPDATE kind SET quantity_rule = 'length_m' WHERE key = 'back_street'`); err != nil {
		t.Fatal(err)
	}
	if n := query[int](t, db, `SELECT count(*) FROM feature WHERE quantity = measure AND measure > 40`); n != 2 {
		t.Errorf("%d of 2 streets are counted by their length", n)
	}
	if n := query[int](t, db, `SELECT count(*) FROM event WHERE event = 'edit' AND changes ? 'quantity'`); n != 2 {
		t.Errorf("the history tells %d of 2 new quantities", n)
	}
}
