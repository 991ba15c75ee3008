package demo

import (
	"math/rand/v2"

	"backstreet/geo"
	"backstreet/rectify"
)

// batch is what is worked on together: one thing, or a row of berths, which is dispatched and photographed as one.
type batch struct {
	kind     rectify.KindKey
	things   []thing
	at       geo.Point        // of the first
	path     []rectify.AreaID // where it lies, from the district down
	number   uint64           // among all batches
	features rectify.FeatureID
	unit     int            // which looks after it, a place in the roster's units
	turn     float64        // when it is done, as a share of all of its kind in its street: 0 first, 1 last
	fate     rectify.Status // in which it has to stand on AsOf; empty for what time brings
	random   *rand.Rand
}

// A row has so many berths at most, and no gap wider than this.
const rowMost, rowGapM = 30, 12.0

// gather puts the town's things into batches, in the order in which they get their ids.
func gather(options Options, town *town, areas []rectify.Area) []*batch {
	var batches []*batch
	for _, things := range [][]thing{town.compounds, town.lanes, town.walls, town.berths} {
		for _, t := range things {
			at := geo.RepresentativePoint(t.geom)
			if last := len(batches) - 1; last >= 0 && batches[last].takes(t, at) {
				batches[last].things = append(batches[last].things, t)
				continue
			}
			batches = append(batches, &batch{kind: t.kind, things: []thing{t}, at: at, path: placed(areas, at)})
		}
	}
	next := rectify.FeatureID(1)
	for i, b := range batches {
		b.number, b.features = uint64(i), next
		b.random = rand.New(rand.NewPCG(options.Seed, uint64(i)))
		next += rectify.FeatureID(len(b.things))
		if b.things[0].void {
			b.fate = rectify.Void
		}
	}
	fateful(batches)
	return batches
}

// takes tells whether a thing goes on the row of the batch.
func (b *batch) takes(t thing, at geo.Point) bool {
	last := b.things[len(b.things)-1]
	return t.kind == rectify.KindBerth && b.kind == t.kind && len(b.things) < rowMost && last.void == t.void &&
		last.attributes["berth_class"] == t.attributes["berth_class"] &&
		geo.DistanceMetres(geo.RepresentativePoint(last.geom), at) < rowGapM
}

// fateful picks a batch of each kind for each status, so that none is missing.
func fateful(batches []*batch) {
	next := map[rectify.KindKey]int{}
	for _, b := range batches {
		n := next[b.kind]
		if b.fate == "" && n < len(rectify.Statuses) {
			if next[b.kind]++; rectify.Statuses[n] != rectify.Void {
				b.fate = rectify.Statuses[n]
			}
		}
	}
}

// placed gives the areas that cover the point, the deepest last.
func placed(areas []rectify.Area, at geo.Point) []rectify.AreaID {
	var path []rectify.AreaID
	for _, a := range areas { // parents come first
		if covers(a.Geom, at) {
			path = append(path, a.ID)
		}
	}
	return path
}

// covers counts the sides that a ray to the east crosses: odd is inside.
func covers(g geo.MultiPolygon, p geo.Point) bool {
	inside := false
	for _, polygon := range g {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1]) {
					inside = !inside
				}
			}
		}
	}
	return inside
}

// area is the deepest that covers it.
func (b *batch) area() rectify.AreaID {
	if len(b.path) == 0 {
		return 0
	}
	return b.path[len(b.path)-1]
}

// street is the one it lies in, or the district.
func (b *batch) street() rectify.AreaID {
	if len(b.path) < 2 {
		return b.area()
	}
	return b.path[1]
}
