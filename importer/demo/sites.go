package demo

import (
	"math"
	"slices"
)

// school has a running track in its south and teaching blocks in the north.
func (t *town) school(p parcel, name string) {
	inner, ok := p.inset(6)
	if !ok {
		return
	}
	f := newLayout(bentRing(inner.corners, 40))
	_, south, _, north := bounds(f.ring)
	t.signs = append(t.signs, sign{name, f.origin})
	t.grounds = append(t.grounds, ground{"block", name, bentRing(p.corners, 40)})
	if west, east, ok := f.span(south+4, south+48); ok && east-west > 70 {
		t.grounds = append(t.grounds, ground{"green", "", f.track((west+east)/2, south+26, min(east-west, 140)/2-18)})
		south += 56
	}
	t.bars(f, south, north, 14, 34)
}

// track is a running track with straights of twice half metres.
func (f layout) track(u, v, half float64) []spot {
	const radius, corners = 18.0, 20
	var ring []spot
	for k := range 2 * corners {
		angle := 2*math.Pi*(float64(k)+0.5)/(2*corners) - math.Pi/2
		out := half
		if math.Cos(angle) < 0 {
			out = -half
		}
		ring = append(ring, f.ground(u+out+radius*math.Cos(angle), v+radius*math.Sin(angle)))
	}
	return ring
}

// bars are long houses one behind the other, the southernmost not south of south.
func (t *town) bars(f layout, south, north, deep, pitch float64) {
	for v := north - deep; v > south; v -= pitch {
		west, east, ok := f.span(v, v+deep)
		if !ok || east-west < 24 {
			v += pitch - 6
			continue
		}
		wide := min(east-west, t.vary(46, 84))
		u := west + (east-west-wide)*t.random.Float64()
		t.buildings = append(t.buildings, f.box(u, v, u+wide, v+deep))
	}
}

// institute is a few large houses in a green court.
func (t *town) institute(p parcel, name string) {
	inner, ok := p.inset(8)
	if !ok {
		return
	}
	f := newLayout(bentRing(inner.corners, 40))
	_, south, _, north := bounds(f.ring)
	t.signs = append(t.signs, sign{name, f.origin})
	t.bars(f, south, north, 22, 52)
}

// square is the town's open middle: a green with a hall on its northern side.
func (t *town) square(p parcel) {
	inner, ok := p.inset(6)
	if !ok {
		return
	}
	f := newLayout(bentRing(inner.corners, 25))
	_, south, _, north := bounds(f.ring)
	t.signs = append(t.signs, sign{"人民广场", f.origin})
	if west, east, ok := f.span(north-34, north-6); ok && east-west > 30 {
		t.buildings = append(t.buildings, f.box(west+6, north-34, east-6, north-6))
		north -= 46
	}
	if west, east, ok := f.span(south+8, north); ok {
		middle := (west + east) / 2
		t.grounds = append(t.grounds,
			ground{"green", "人民广场", f.box(west+4, south+8, middle-9, north)}, ground{"green", "", f.box(middle+9, south+8, east-4, north)})
	}
}

// station is the hall along the tracks; the place before it stays open.
func (t *town) station(p parcel) {
	i := slices.IndexFunc(p.edges, func(e edge) bool { return e.beyond == railBeyond })
	a, b := p.side(i)
	length := a.distance(b)
	u := b.minus(a).times(1 / length)
	in := u.left()
	half := min(80, length/2-8)
	middle := between(a, b, 0.5)
	hall := []spot{
		middle.minus(u.times(half)).plus(in.times(4)), middle.plus(u.times(half)).plus(in.times(4)),
		middle.plus(u.times(half)).plus(in.times(26)), middle.minus(u.times(half)).plus(in.times(26)),
	}
	t.buildings = append(t.buildings, bentRing(hall, 60))
	t.signs = append(t.signs, sign{"漯河站", bend(middle.plus(in.times(15)))})
	t.grounds = append(t.grounds, ground{"block", "站前广场", bentRing(p.corners, 40)})
	for _, side := range []float64{-1, 1} { // awnings over the platforms
		at := middle.minus(in.times(railHalf + side*11))
		t.buildings = append(t.buildings, bentRing([]spot{
			at.minus(u.times(half * 1.6)).minus(in.times(2.5)), at.plus(u.times(half * 1.6)).minus(in.times(2.5)),
			at.plus(u.times(half * 1.6)).plus(in.times(2.5)), at.minus(u.times(half * 1.6)).plus(in.times(2.5)),
		}, 60))
	}
}
