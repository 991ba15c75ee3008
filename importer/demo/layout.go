package demo

import "math"

// layout is a plot on the ground turned so that rows of houses along its u axis look south, or nearly so.
type layout struct {
	origin spot
	angle  float64
	ring   []spot // in the layout
}

// newLayout turns with the sides that make up most of the ring, by 24° at the most.
func newLayout(ring []spot) layout {
	const most = 0.42
	quarterTurn := func(a, b spot) float64 {
		angle := math.Atan2(b.v-a.v, b.u-a.u)
		return math.Mod(angle+4*math.Pi+math.Pi/4, math.Pi/2) - math.Pi/4
	}
	best, chosen := -1.0, 0.0
	for i := range ring {
		angle, alike := quarterTurn(ring[i], ring[(i+1)%len(ring)]), 0.0
		for j := range ring {
			if a, b := ring[j], ring[(j+1)%len(ring)]; abs(quarterTurn(a, b)-angle) < 0.06 {
				alike += a.distance(b)
			}
		}
		if alike > best {
			best, chosen = alike, angle
		}
	}
	f := layout{middleOf(ring), min(most, max(-most, chosen)), nil}
	for _, p := range ring {
		f.ring = append(f.ring, p.minus(f.origin).turned(-f.angle))
	}
	return f
}

func (f layout) ground(u, v float64) spot { return spot{u, v}.turned(f.angle).plus(f.origin) }

func (f layout) box(west, south, east, north float64) []spot {
	return []spot{f.ground(west, south), f.ground(east, south), f.ground(east, north), f.ground(west, north)}
}

// span is the stretch from west to east that lies in the plot all the way from south to north.
func (f layout) span(south, north float64) (west, east float64, ok bool) {
	west, east = math.Inf(-1), math.Inf(1)
	heights := []float64{south, (south + north) / 2, north}
	for _, corner := range f.ring {
		if corner.v > south && corner.v < north {
			heights = append(heights, corner.v)
		}
	}
	for _, v := range heights {
		low, high := math.Inf(1), math.Inf(-1)
		for i, p := range f.ring {
			q := f.ring[(i+1)%len(f.ring)]
			if (p.v > v) == (q.v > v) {
				continue
			}
			u := p.u + (q.u-p.u)*(v-p.v)/(q.v-p.v)
			low, high = min(low, u), max(high, u)
		}
		west, east = max(west, low), min(east, high)
	}
	west, east = west+0.5, east-0.5
	return west, east, east-west > 1 && !math.IsInf(west, 0)
}

// slab is a block of flats: its front to the south, with a stairwell standing out to the north for every pair.
func (f layout) slab(west, south, east, north float64) []spot {
	const out, half, pair = 1.1, 1.7, 15.0
	ring := []spot{f.ground(west, south), f.ground(east, south), f.ground(east, north-out)}
	wells := max(1, math.Floor((east-west)/pair))
	wide := (east - west) / wells
	for k := wells - 1; k >= 0; k-- {
		u := west + (k+0.5)*wide
		ring = append(ring, f.ground(u+half, north-out), f.ground(u+half, north), f.ground(u-half, north), f.ground(u-half, north-out))
	}
	return append(ring, f.ground(west, north-out))
}
