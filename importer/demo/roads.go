package demo

import (
	"cmp"
	"math"
	"slices"
)

// joinVillages grows a tree of roads from the ends of the town's streets, always by the shortest road that is
// still missing. The more villages use a road, the greater it is.
func (t *town) joinVillages() {
	gates := t.gates()
	for range t.villages {
		shortest, village := math.Inf(1), -1
		var to downhill
		for i, v := range t.villages {
			if v.joined {
				continue
			}
			offer := func(at spot, next int, cost float64) {
				if d := v.at.distance(at) * cost; d < shortest && t.sameBank(v.at, at) {
					shortest, village, to = d, i, downhill{at, next, true, 1}
				}
			}
			for _, g := range gates {
				offer(g, -1, 1)
			}
			for j, w := range t.villages {
				if w.joined {
					offer(w.at, j, 1.05)
				}
			}
		}
		if village < 0 {
			break
		}
		t.villages[village].downhill = to
		for next := to.next; next >= 0; next = t.villages[next].next {
			t.villages[next].through++
		}
	}
	t.layCountryRoads()
}

// gates are the ends of the town's greater streets that lie at its edge.
func (t *town) gates() []spot {
	var gates []spot
	for _, s := range t.net.streets {
		if s.rank > 3 {
			continue
		}
		for _, end := range []spot{s.line[0], s.line[len(s.line)-1]} {
			if p := unbend(end); t.net.urban(p) < -0.08 && t.net.dry(p, 60) {
				gates = append(gates, end)
			}
		}
	}
	return gates
}

// sameBank tells whether a straight road crosses neither river nor border.
func (t *town) sameBank(a, b spot) bool {
	if a.distance(b) > 9000 {
		return false
	}
	north := unbend(a).v > 0
	for _, g := range steps(a, b, 150)[1:] {
		p := unbend(g)
		if !t.net.dry(p, 0) || (p.v > 0) != north {
			return false
		}
	}
	return true
}

// layCountryRoads names a road on from the village where most come from.
func (t *town) layCountryRoads() {
	order := make([]int, len(t.villages))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.villages[b].through, t.villages[a].through) })
	named := map[int]string{} // by the village that the road of this name comes to
	roads := &roll{names: []string{"漯舞路", "沙澧大道", "漯阴路", "空问路", "大刘路", "问十路", "滨澧路", "源汇路"}}
	for _, i := range order {
		v := t.villages[i]
		if !v.joined {
			continue
		}
		rank, name := 4, ""
		if v.through >= 5 {
			rank, name = 3, named[v.next]
			if v.through >= 13 {
				rank = 2
			}
			if name == "" {
				name = roads.next()
			}
			delete(named, v.next)
			named[i] = name
		}
		line := t.swing(i)
		t.countryRoads = append(t.countryRoads, street{name: name, rank: rank, line: line})
	}
}

// swing draws the road down from a village so that it comes smoothly from the busiest road above and goes on
// smoothly below.
func (t *town) swing(i int) []spot {
	const places = 10
	v := t.villages[i]
	knots, first := []spot{v.at, v.to}, 0
	above := -1
	for k, w := range t.villages {
		if w.joined && w.next == i && (above < 0 || w.through > t.villages[above].through) {
			above = k
		}
	}
	if above >= 0 {
		knots, first = append([]spot{t.villages[above].at}, knots...), places
	}
	if v.next >= 0 {
		knots = append(knots, t.villages[v.next].to)
	}
	return rounded(knots, places)[first : first+places+1]
}
