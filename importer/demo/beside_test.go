package demo_test

import (
	"math"
	"slices"
	"testing"

	"backstreet/geo"
	"backstreet/importer/demo"
	"backstreet/rectify"
)

func TestADistrictBesideSharesNothingThatHasToBeItsOwn(t *testing.T) {
	t.Parallel()
	d := build(t, 1)
	taken := map[any]bool{}
	claim := func(what string, id any) {
		if key := [2]any{what, id}; taken[key] {
			t.Fatalf("there are two of %s %v", what, id)
		} else {
			taken[key] = true
		}
	}
	for n := range 3 {
		one := d.Beside(n)
		for _, a := range one.Areas {
			claim("area", a.ID)
			claim("code", a.Code)
		}
		for _, u := range one.Units {
			claim("unit", u.ID)
			claim("unit", u.Name)
		}
		for _, p := range one.People {
			claim("person", p.ID)
			claim("person", p.Username)
		}
		for _, b := range one.Backdrops {
			claim("backdrop", b.ID)
		}
		for _, f := range one.Features {
			claim("feature", f.ID)
			claim("feature", f.UID)
			claim("ref", f.Ref)
		}
		for _, e := range one.Events {
			claim("event", e.ID)
			claim("op", e.OpID)
		}
		for _, p := range one.Photos {
			claim("photo", p.ID)
			claim("photo", p.UID)
		}
	}
}

func TestADistrictBesideIsTheSameTownFurtherEast(t *testing.T) {
	t.Parallel()
	d := build(t, 1)
	second := d.Beside(1)
	if got, want := len(second.Features), len(d.Features); got != want {
		t.Fatalf("%d features, not %d", got, want)
	}
	east := geo.BoundOf(d.Areas[0].Geom).Max[0]
	for i, f := range second.Features {
		first := d.Features[i]
		if west := geo.BoundOf(f.Geom).Min[0]; west < east {
			t.Fatalf("%s at %f lies in the first district", f.Ref, west)
		}
		size := geo.LengthMetres(f.Geom) + geo.AreaM2(f.Geom)
		if math.Abs(size-first.Measure) > 1e-5*first.Measure {
			t.Fatalf("%s measures %f, the first %f", f.Ref, size, first.Measure)
		}
		if f.Status != first.Status || *f.Quantity != *first.Quantity {
			t.Fatalf("%s is %s, the first %s", f.Ref, f.Status, first.Status)
		}
	}
}

// What a copy refers to has to be of the copy, or of everybody.
func TestADistrictBesideKnowsItsOwnPeopleOnly(t *testing.T) {
	t.Parallel()
	d := build(t, 1)
	second := d.Beside(1)
	people, units := map[rectify.PersonID]rectify.Person{}, map[rectify.UnitID]bool{0: true}
	for _, p := range slices.Concat(d.People[:demo.Named], second.People) {
		if p.ID > demo.Named || p.UnitID == 0 {
			people[p.ID] = p
		}
	}
	for _, u := range second.Units {
		units[u.ID] = true
	}
	for _, e := range second.Events {
		actor, known := people[e.ActorID]
		if !known || !units[e.UnitID] || actor.UnitID != e.UnitID {
			t.Fatalf("event %d is by person %d of unit %d", e.ID, e.ActorID, e.UnitID)
		}
		if unit, there := e.Changes["unit_id"]; there && unit[1] != nil && !units[rectify.UnitID(unit[1].(int64))] {
			t.Fatalf("event %d gives unit %v", e.ID, unit[1])
		}
	}
}

func TestScaledCountsEveryDistrict(t *testing.T) {
	t.Parallel()
	d := build(t, 1)
	for i, target := range d.Scaled(25).Targets {
		if want := 25 * d.Campaign.Targets[i].Quantity; target.Quantity != want {
			t.Errorf("%s: %g, not %g", target.Kind, target.Quantity, want)
		}
	}
}
