package demo

import (
	"cmp"
	"fmt"
	"slices"

	"backstreet/geo"
	"backstreet/rectify"
)

// estate is a compound with its walls; inner is the plot within them, on the plan.
type estate struct {
	parcel
	inner      cell
	ring       []spot // on the ground
	name       string
	management string
	committee  bool // of the owners
	tall       bool
	buildings  int
	households int
	rows       []row
}

const wallSetback = 1.4 // metres from the plot's edge

// fill chooses who manages which compound, builds them all and enters them in the ledger by community.
func (t *town) fill() {
	t.nameEstates()
	t.appointManagers()
	for i := range t.estates {
		e := &t.estates[i]
		e.ring = bentRing(e.inner.corners, 20)
		t.raise(e)
		t.enclose(e)
	}
	for i, e := range t.estates {
		t.addCompound(i, e)
	}
}

// springOfRiverside is the compound of which it is told how its residents took its rectification in hand.
const springOfRiverside, itsHouseholds, itsMembers = "滨河春天小区", 142, 18

// nameEstates orders by community and puts first the compound nearest to the Li.
func (t *town) nameEstates() {
	t.estates = slices.DeleteFunc(t.estates, func(e estate) bool {
		_, ok := e.parcel.inset(wallSetback)
		return !ok
	})
	slices.SortStableFunc(t.estates, func(a, b estate) int { return cmp.Compare(a.quarter, b.quarter) })
	first := 0
	for i, e := range t.estates {
		if abs(e.middle().v) < abs(t.estates[first].middle().v) && e.area() < 12e3 || t.estates[first].area() >= 12e3 {
			first = i
		}
	}
	t.estates[0], t.estates[first] = t.estates[first], t.estates[0]
	for i := range t.estates {
		t.estates[i].inner, _ = t.estates[i].parcel.inset(wallSetback)
		t.estates[i].name = t.compoundNames.next()
	}
	t.estates[0].name = springOfRiverside
}

// appointManagers gives the larger ones a manager, as far as there are managers, and no void one.
func (t *town) appointManagers() {
	var order []int
	size := make([]float64, len(t.estates))
	for i, e := range t.estates {
		t.estates[i].management = "none"
		size[i] = e.area() * t.vary(0.7, 1.4)
		if i > 0 && i < compoundCount {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size[b], size[a]) })
	for k, i := range order[:min(len(order), managedCount)] {
		e := &t.estates[i]
		e.management = "professional"
		if k%4 == 3 {
			e.management = "red_property"
		}
		e.tall = e.area() > 11e3 && t.random.Float64() < 0.55
	}
	t.electCommittees()
}

// electCommittees: owners have one wherever there is a manager, and in a few compounds that manage themselves.
func (t *town) electCommittees() {
	alone := committeeCount - managedCount
	for i := range t.estates {
		e := &t.estates[i]
		switch {
		case e.management != "none":
			e.committee = true
		case i%7 == 0 && alone > 0:
			e.committee = true
			alone--
		}
	}
}

func (t *town) addCompound(i int, e estate) {
	managed := e.management != "none"
	attributes := map[string]any{
		"management": e.management, "management_at_start": e.management, "households": e.households,
		"residents": e.households*2 + t.random.IntN(e.households+1), "buildings": e.buildings,
		"has_branch": t.random.IntN(2) == 0, "has_committee": e.committee, "built_year": 1982 + t.random.IntN(20),
	}
	if managed {
		attributes["built_year"] = 2001 + t.random.IntN(19)
	}
	if i == 0 {
		attributes["households"], attributes["residents"] = itsHouseholds, itsHouseholds*3
		attributes["has_branch"], attributes["branch_members"] = true, itsMembers
	}
	t.compounds = append(t.compounds, thing{
		kind: rectify.KindCompound, ref: fmt.Sprintf("XQ-%04d", i+1), name: e.name,
		geom: geo.MultiPolygon{polygon(e.ring)}, void: i >= compoundCount, attributes: attributes,
	})
}

// raise sets rows of slabs that look south: bicycles stand along their south walls, then comes the drive, then
// cars, then the north wall of the next row.
func (t *town) raise(e *estate) {
	inner, ok := e.inner.inset(5.6)
	if !ok {
		return
	}
	f := newLayout(bentRing(inner.corners, 20))
	_, south, _, north := bounds(f.ring)
	deep, gap, floors, wanted := t.vary(11, 13.5), t.vary(17.5, 21), 5+t.random.IntN(2), t.vary(40, 64)
	if e.tall {
		deep, gap, floors, wanted = t.vary(14, 17), t.vary(32, 42), 11+t.random.IntN(16), t.vary(26, 44)
	}
	var drives [][2]spot
	for v := north - deep - t.vary(1, 4); v > south+5; v -= deep + gap {
		west, east, ok := f.span(v-5, v+deep+0.5)
		if !ok || east-west < 18 {
			v += deep + gap - 5 // try a little further south
			continue
		}
		t.slabsOf(e, f, west, east, v, deep, wanted, floors)
		t.stalls(e, f, west, east, v-gap+2.9, carStall)
		if west, east, ok := f.span(v-gap+9, v-3.4); ok && e.tall && east-west > 16 {
			t.grounds = append(t.grounds, ground{"green", "", f.box(west+3, v-gap+15, east-3, v-9)})
		}
		if west, east, ok := f.span(v-8.2, v-4.2); ok {
			drives = append(drives, [2]spot{f.ground(west-2.5, v-6.2), f.ground(east+2.5, v-6.2)})
		}
	}
	for v := north - 10; e.buildings == 0 && v > south; v-- { // a plot too narrow for a row gets one house
		if west, east, ok := f.span(v, v+9.5); ok && east-west > 9 {
			t.buildings = append(t.buildings, f.slab(west, v, east, v+9.5))
			e.buildings, e.households = 1, 2*floors
		}
	}
	t.drive(e, drives)
}

// slabsOf sets one row of slabs of about the wanted length, with bicycle stalls before each.
func (t *town) slabsOf(e *estate, f layout, west, east, v, deep, wanted float64, floors int) {
	apart := t.vary(8, 13)
	if e.tall {
		apart = t.vary(18, 27)
	}
	count := max(1, int((east-west+apart)/(wanted+apart)+0.5))
	wide := (east-west+apart)/float64(count) - apart
	for k := range count {
		if count > 2 && t.random.Float64() < 0.04 {
			continue
		}
		u := west + float64(k)*(wide+apart)
		t.buildings = append(t.buildings, f.slab(u, v, u+wide, v+deep))
		e.buildings++
		e.households += max(1, int(wide/14)) * 2 * floors
		t.stalls(e, f, u+2, u+wide-2, v-3.2, bikeStall)
	}
}

// drive lays the ways in a compound: a ring inside its wall, and one along each row of slabs.
func (t *town) drive(e *estate, rows [][2]spot) {
	for _, r := range rows {
		t.ways = append(t.ways, street{rank: 5, line: r[:]})
	}
	if ring, ok := e.inner.inset(2.9); ok && len(rows) > 0 {
		line := bentRing(ring.corners, 25)
		t.ways = append(t.ways, street{rank: 5, line: append(line, line[0])})
	}
}
