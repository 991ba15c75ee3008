package tiles

import "math"

// toleranceUnits is how far, in units of a tile, a simplified line may leave
// the true one: half a pixel of a tile shown 512 pixels wide.
const toleranceUnits = 4

// rank fills in ranks by Douglas and Peucker's rule, at all tolerances at once:
// a vertex gets the zoom whose tolerance it exceeds. A vertex which splits a
// stretch is never ranked behind those in the stretch, so that each zoom shows
// what the rule would have left at its tolerance.
func (o *outline) rank() {
	if o.dimension == points || len(o.vertices) < 5 {
		return
	}
	o.ranks = make([]uint8, len(o.vertices))
	o.each(func(from, to int, _ bool) {
		if o.dimension == lines {
			rankPath(o.vertices[from:to], o.ranks[from:to])
		} else {
			rankRing(o.vertices[from:to], o.ranks[from:to], nil)
		}
	})
}

// rankRing cuts the ring at its nodes and ranks the arcs between. A ring with
// fewer than two nodes is cut at places that depend on nothing but the set of
// its vertices, so that an island and the hole it fills are cut alike.
func rankRing(ring []vertex, ranks []uint8, isNode func(vertex) bool) {
	var cuts []int
	for i, v := range ring {
		if isNode != nil && isNode(v) {
			cuts = append(cuts, i)
		}
	}
	if len(cuts) == 0 {
		cuts = append(cuts, least(ring))
	}
	if len(cuts) == 1 {
		if i := farthest(ring, cuts[0]); i != cuts[0] {
			cuts = append(cuts, i)
		}
	}
	for i, start := range cuts {
		rankArc(ring, ranks, start, cuts[(i+1)%len(cuts)])
	}
}

// rankArc ranks the ring's vertices from start round to end, read in the
// direction that both rings sharing the arc agree on.
func rankArc(ring []vertex, ranks []uint8, start, end int) {
	count := (end - start + len(ring)) % len(ring)
	arc, arcRanks := make([]vertex, count+1), make([]uint8, count+1)
	step, at := 1, start
	if before(ring[end], ring[start]) {
		step, at = len(ring)-1, end
	}
	for i := range arc {
		arc[i] = ring[(at+i*step)%len(ring)]
	}
	rankPath(arc, arcRanks)
	for i, r := range arcRanks {
		ranks[(at+i*step)%len(ring)] = r
	}
}

// rankPath ranks a path from its first to its last vertex, which are always drawn.
func rankPath(path []vertex, ranks []uint8) {
	type stretch struct {
		from, to int
		rank     uint8
	}
	todo := []stretch{{0, len(path) - 1, 0}}
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		split, most := 0, -1.0
		for i := s.from + 1; i < s.to; i++ {
			if d := squaredDistance(path[i], path[s.from], path[s.to]); d > most {
				split, most = i, d
			}
		}
		if split == 0 {
			continue
		}
		r := max(s.rank, rankOf(most))
		ranks[split] = r
		todo = append(todo, stretch{s.from, split, r}, stretch{split, s.to, r})
	}
}

// rankOf is the lowest zoom whose tolerance is at most the distance.
func rankOf(squaredDistance float64) uint8 {
	if squaredDistance == 0 {
		return never
	}
	zoom := worldBits - extentBits - math.Log2(math.Sqrt(squaredDistance)/toleranceUnits)
	return uint8(min(max(math.Ceil(zoom), 0), never))
}

// squaredDistance from p to the line from a to b, in units of the world.
func squaredDistance(p, a, b vertex) float64 {
	dx, dy := float64(b.x)-float64(a.x), float64(b.y)-float64(a.y)
	px, py := float64(p.x)-float64(a.x), float64(p.y)-float64(a.y)
	if length := dx*dx + dy*dy; length > 0 {
		t := min(max((px*dx+py*dy)/length, 0), 1)
		px, py = px-t*dx, py-t*dy
	}
	return px*px + py*py
}

func before(a, b vertex) bool {
	return a.x < b.x || a.x == b.x && a.y < b.y
}

func least(ring []vertex) int {
	at := 0
	for i, v := range ring {
		if before(v, ring[at]) {
			at = i
		}
	}
	return at
}

func farthest(ring []vertex, from int) int {
	at, most := from, 0.0
	for i, v := range ring {
		d := squaredDistance(v, ring[from], ring[from])
		if d > most || d == most && before(v, ring[at]) {
			at, most = i, d
		}
	}
	return at
}
