package demo

import (
	"fmt"
	"math"
	"testing"

	"github.com/tidwall/rtree"

	"backstreet/geo"
)

// solid is something that may not overlap others of its layer.
type solid struct {
	what string
	ring geo.Ring
}

type layer struct {
	name   string
	solids []solid
	tree   rtree.RTreeG[int]
}

func newLayer(name string) *layer { return &layer{name: name} }

func (l *layer) add(what string, ring geo.Ring) {
	bound := ring.Bound()
	l.tree.Insert(bound.Min, bound.Max, len(l.solids))
	l.solids = append(l.solids, solid{what, ring})
}

// meeting visits the solids whose bounds meet the ring's.
func (l *layer) meeting(ring geo.Ring, visit func(i int, s solid)) {
	bound := ring.Bound()
	l.tree.Search(bound.Min, bound.Max, func(_, _ [2]float64, i int) bool {
		visit(i, l.solids[i])
		return true
	})
}

func layersOf(town *town) (compounds, buildings, berths *layer) {
	compounds, buildings, berths = newLayer("compound"), newLayer("building"), newLayer("berth")
	for _, c := range town.compounds {
		compounds.add(c.ref, c.geom.(geo.MultiPolygon)[0][0])
	}
	for _, b := range town.backdrops() {
		if b.Class == "building" {
			buildings.add(fmt.Sprint("building ", b.ID), b.Geom.(geo.Polygon)[0])
		}
	}
	for _, b := range town.berths {
		berths.add(b.ref, b.geom.(geo.MultiPolygon)[0][0])
	}
	return compounds, buildings, berths
}

func TestNothingOverlaps(t *testing.T) {
	t.Parallel()
	compounds, buildings, berths := layersOf(grown())
	for _, pair := range [][2]*layer{{compounds, compounds}, {buildings, buildings}, {berths, berths}, {berths, buildings}} {
		faults := 0
		for i, a := range pair[0].solids {
			pair[1].meeting(a.ring, func(j int, b solid) {
				if (pair[0] != pair[1] || i < j) && overlap(a.ring, b.ring) {
					if faults++; faults < 8 {
						t.Errorf("%s and %s overlap at %v", a.what, b.what, a.ring[0])
					}
				}
			})
		}
		if faults > 0 {
			t.Errorf("%d overlaps of %s and %s", faults, pair[0].name, pair[1].name)
		}
	}
}

// overlap asks the validator whether both can be parts of one multipolygon.
func overlap(a, b geo.Ring) bool {
	return geo.Validate(geo.MultiPolygon{{a}, {b}}) != nil
}

func TestBerthsStandInTheirCompoundOrBesideALane(t *testing.T) {
	t.Parallel()
	town := grown()
	compounds, _, berths := layersOf(town)
	lanes := lanesOf(town)
	for _, b := range berths.solids {
		inside, outside := 0, 0
		compounds.meeting(b.ring, func(_ int, c solid) {
			for _, p := range b.ring {
				if holds(c.ring, p) {
					inside++
				} else {
					outside++
				}
			}
		})
		switch {
		case inside == len(b.ring):
		case inside > 0:
			t.Errorf("%s stands on the wall of a compound", b.what)
		case metresTo(lanes, b.ring[0]) > 5:
			t.Errorf("%s stands nowhere", b.what)
		}
	}
}

func lanesOf(town *town) [][]spot {
	var lines [][]spot
	for _, l := range town.lanes {
		lines = append(lines, onGround(l.geom.(geo.MultiLineString)[0]))
	}
	return lines
}

func onGround(line geo.LineString) []spot {
	ground := make([]spot, len(line))
	for i, p := range line {
		ground[i] = spot{(p[0] - originLon) * metresPerLon, (p[1] - originLat) * metresPerLat}
	}
	return ground
}

func metresTo(lines [][]spot, p geo.Point) float64 {
	at, nearest := onGround(geo.LineString{p})[0], math.Inf(1)
	for _, line := range lines {
		nearest = min(nearest, at.toLine(line))
	}
	return nearest
}

// holds tells whether a place lies in a ring.
func holds(ring geo.Ring, p geo.Point) bool {
	return onGround(geo.LineString{p})[0].within(onGround(geo.LineString(ring[1:])))
}
