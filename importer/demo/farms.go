package demo

import "math"

// buildVillage sets yards in double rows along lanes, each house in the north of its yard, clear of the roads
// that pass.
func (t *town) buildVillage(v *village) {
	const yard, deep, lane = 14.5, 18.0, 4.0
	t.grounds = append(t.grounds, ground{"block", v.name, v.ring})
	t.signs = append(t.signs, sign{v.name, v.at})
	f := layout{origin: v.at, angle: v.angle}
	for _, p := range v.ring {
		f.ring = append(f.ring, p.minus(v.at).turned(-v.angle))
	}
	roads := t.roadsThrough(v)
	_, south, _, north := bounds(f.ring)
	for y := south + 8; y < north; y += 2*deep + lane {
		if west, east, ok := f.span(y-lane, y); ok && east-west > 50 {
			t.ways = append(t.ways, street{rank: 5, line: []spot{f.ground(west+4, y-lane/2), f.ground(east-4, y-lane/2)}})
		}
		for _, from := range []float64{y, y + deep} {
			west, east, ok := f.span(from, from+deep)
			if !ok {
				continue
			}
			for x := west + 3; x+yard < east; x += yard {
				if t.random.Float64() < 0.13 {
					x += yard * t.random.Float64()
					continue
				}
				t.farmhouse(f, x+0.7, from+t.vary(5, 8.5), x+yard-0.7, from+deep-0.8, roads)
			}
		}
	}
}

// roadsThrough are the country roads that come near a village.
func (t *town) roadsThrough(v *village) [][]spot {
	var roads [][]spot
	for _, list := range [][]street{t.countryRoads, t.net.streets} {
		for _, r := range list {
			if v.at.toLine(r.line) < v.radius*1.6 {
				roads = append(roads, r.line)
			}
		}
	}
	return roads
}

func (t *town) farmhouse(f layout, west, south, east, north float64, roads [][]spot) {
	house := f.box(west, south, east, north)
	for _, road := range roads {
		for _, p := range append(house, middleOf(house)) {
			if p.toLine(road) < 9 {
				return
			}
		}
	}
	t.buildings = append(t.buildings, house)
}

// fields parts a stretch of country by tracks into fields, orchards and woods; what touches a village, a river
// or the border is parted until it fits.
func (t *town) fields(c cell) { t.till(c, t.villagesNear(c), 0) }

func (t *town) villagesNear(c cell) []village {
	middle := bend(c.middle())
	long := extent(c.corners, spot{1, 0}) + extent(c.corners, spot{0, 1})
	var near []village
	for _, v := range t.villages {
		if v.at.distance(middle) < long+2*v.radius {
			near = append(near, v)
		}
	}
	return near
}

func (t *town) till(c cell, villages []village, depth int) {
	if len(c.corners) < 3 || depth > 16 {
		return
	}
	area, free := c.area(), t.isFree(c, villages)
	if area > t.vary(6e4, 22e4) || !free && area > 6e3 {
		along, long, _ := c.axis()
		at := c.middle().plus(along.times(long * t.vary(-0.18, 0.18)))
		if left, right, _, ok := c.split(at, at.plus(along.left().turned(t.vary(-0.04, 0.04))), edge{half: 2}); ok {
			t.till(left, villages, depth+1)
			t.till(right, villages, depth+1)
		}
		return
	}
	field, ok := c.inset(1)
	if !free || !ok || t.random.Float64() < 0.12 {
		return
	}
	t.grounds = append(t.grounds, ground{"green", "", bentRing(field.corners, 80)})
}

// isFree tells whether the cell lies whole on dry land and off the villages.
func (t *town) isFree(c cell, villages []village) bool {
	for i := range c.corners {
		a, b := c.side(i)
		for _, p := range steps(a, b, math.Max(60, a.distance(b)/4)) {
			if !t.net.dry(p, 5) {
				return false
			}
			g := bend(p)
			for _, v := range villages {
				if g.distance(v.at) < 2*v.radius && g.within(v.ring) {
					return false
				}
			}
		}
	}
	for _, v := range villages {
		if c.holds(unbend(v.at), -v.radius) {
			return c.area() < 8e3
		}
	}
	return true
}
