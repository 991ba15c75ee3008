package demo

import (
	"cmp"
	"slices"
)

// near is how close two corners are the same one, in metres.
const near = 1e-3

// clip keeps what lies left of the line from a to b. The crossing is computed the same for either direction,
// so that both sides of a cut get the same corner.
func clip(ring []spot, a, b spot) []spot {
	from, to, sign := a, b, 1.0
	if a.u > b.u || a.u == b.u && a.v > b.v {
		from, to, sign = b, a, -1
	}
	height := func(p spot) float64 { return sign * to.minus(from).cross(p.minus(from)) }
	var kept []spot
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		hp, hq := height(p), height(q)
		if hp >= 0 {
			kept = append(kept, p)
		}
		if (hp > 0) != (hq > 0) && hp != 0 && hq != 0 {
			kept = append(kept, between(p, q, hp/(hp-hq)))
		}
	}
	return kept
}

// shareCorners gives every ring the corners of others that lie on its sides, so that borders are the same
// positions on both sides.
func shareCorners(rings [][]spot) {
	var corners []spot
	for _, ring := range rings {
		corners = append(corners, ring...)
	}
	for i := range rings {
		rings[i] = withCorners(rings[i], corners)
	}
}

func withCorners(ring, corners []spot) []spot {
	var shared []spot
	for i, a := range ring {
		shared = append(shared, firstNear(corners, a))
		shared = append(shared, onSide(a, ring[(i+1)%len(ring)], corners)...)
	}
	shared = slices.Compact(shared)
	if shared[0] == shared[len(shared)-1] {
		shared = shared[1:]
	}
	return shared
}

// firstNear is the one position that stands for all that are the same corner.
func firstNear(corners []spot, p spot) spot {
	return corners[slices.IndexFunc(corners, func(c spot) bool {
		return abs(c.u-p.u) < near && abs(c.v-p.v) < near && c.distance(p) < near
	})]
}

// onSide lists the corners on the side from a to b, in order, without its ends.
func onSide(a, b spot, corners []spot) []spot {
	length := a.distance(b)
	if length < near {
		return nil
	}
	direction := b.minus(a).times(1 / length)
	along := func(p spot) float64 { return p.minus(a).dot(direction) }
	var on []spot
	for _, c := range corners {
		if abs(direction.cross(c.minus(a))) < near && along(c) > near && along(c) < length-near {
			on = append(on, firstNear(corners, c))
		}
	}
	slices.SortFunc(on, func(p, q spot) int { return cmp.Compare(along(p), along(q)) })
	return slices.Compact(on)
}

// steady puts places in between the corners of a ring, each side's the same whichever way it runs.
func steady(ring []spot) []spot {
	const farthest = 120
	var places []spot
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if a.u < b.u || a.u == b.u && a.v < b.v {
			places = append(places, steps(a, b, farthest)...)
			continue
		}
		back := steps(b, a, farthest)
		places = append(places, a)
		for k := len(back) - 1; k > 0; k-- {
			places = append(places, back[k])
		}
	}
	return places
}
