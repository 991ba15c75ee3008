package demo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"

	"backstreet/geo"
	"backstreet/rectify"
)

// grown is shared: growing a town takes seconds.
var grown = sync.OnceValue(func() *town { return newTown(rand.New(rand.NewPCG(1, 0x5eed))) })

func TestAnotherSeedGivesAnotherTown(t *testing.T) {
	t.Parallel()
	other := newTown(rand.New(rand.NewPCG(2, 0x5eed)))
	if reflect.DeepEqual(grown().lanes, other.lanes) {
		t.Error("two seeds give the same lanes")
	}
	checkSums(t, other)
}

func TestTheTownHasWhatTheDistrictPublished(t *testing.T) {
	t.Parallel()
	checkSums(t, grown())
}

func checkSums(t *testing.T, town *town) {
	t.Helper()
	count := map[string]int{}
	painted := 0.0
	for _, things := range [][]thing{town.compounds, town.lanes, town.walls, town.berths} {
		for _, it := range things {
			kind := string(it.kind)
			if it.void {
				count["void "+kind]++
				continue
			}
			count[kind]++
			for _, key := range []string{"management", "berth_class", "has_committee"} {
				if value, has := it.attributes[key]; has {
					count[fmt.Sprint(key, " ", value)]++
				}
			}
			if it.kind == rectify.KindPaintedWall {
				painted += geo.LengthMetres(it.geom)*it.attributes["height_m"].(float64) - it.attributes["openings_m2"].(float64)
			}
		}
	}
	for what, want := range map[string]int{
		"compound": 308, "management none": 202, "has_committee true": 111,
		"back_street": 167, "berth": 36_000, "berth_class non_motor": 27_400, "berth_class motor": 8600,
		"void compound": 3, "void back_street": 3, "void painted_wall": 3, "void berth": 6,
	} {
		if count[what] != want {
			t.Errorf("%d of %s, not %d", count[what], what, want)
		}
	}
	if red := count["management red_property"]; red == 0 || red+count["management professional"] != 106 {
		t.Errorf("%d with a manager, %d of them red", red+count["management professional"], red)
	}
	if math.Abs(painted-96_000) > 1e-6 {
		t.Errorf("the walls have %.9f m²", painted)
	}
	if n := len(town.backdrops()); n < 45_000 || n > 60_000 {
		t.Errorf("the base map has %d features", n)
	}
}

func TestOneCompoundIsTheKnownOne(t *testing.T) {
	t.Parallel()
	for _, c := range grown().compounds {
		if c.name != "滨河春天小区" {
			continue
		}
		if c.attributes["households"] != 142 || c.attributes["branch_members"] != 18 || c.attributes["has_branch"] != true {
			t.Errorf("%s has %v", c.ref, c.attributes)
		}
		return
	}
	t.Error("滨河春天小区 is missing")
}

func TestEverythingInTheTownIsValid(t *testing.T) {
	t.Parallel()
	town := grown()
	refs, names := map[string]bool{}, map[string]bool{}
	for _, things := range [][]thing{town.compounds, town.lanes, town.walls, town.berths} {
		for _, it := range things {
			if err := geo.Validate(it.geom); err != nil {
				t.Errorf("%s: %v", it.ref, err)
			}
			if refs[it.ref] {
				t.Errorf("%s is there twice", it.ref)
			}
			refs[it.ref] = true
			if it.kind == rectify.KindCompound || it.kind == rectify.KindBackStreet {
				if names[it.name] {
					t.Errorf("two are called %s", it.name)
				}
				names[it.name] = true
			}
		}
	}
	for i, b := range town.backdrops() {
		if err := geo.Validate(b.Geom); err != nil {
			t.Errorf("%s %d %q: %v", b.Class, b.ID, b.Name, err)
		}
		if b.ID != int64(i+1) || b.Rank < 1 || b.Rank > 5 {
			t.Errorf("%s %d has rank %d", b.Class, b.ID, b.Rank)
		}
	}
}

func TestLanesMeetStreetsAtBothEnds(t *testing.T) {
	t.Parallel()
	town := grown()
	var streets [][]spot
	for _, s := range town.net.streets {
		streets = append(streets, s.line)
	}
	for _, l := range town.lanes {
		line := l.geom.(geo.MultiLineString)[0]
		for _, end := range []geo.Point{line[0], line[len(line)-1]} {
			if d := metresTo(streets, end); d > 0.5 {
				t.Errorf("%s %s ends %.1f m from a street", l.ref, l.name, d)
			}
		}
	}
}
