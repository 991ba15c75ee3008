package demo

import (
	"fmt"
	"math"

	"backstreet/geo"
	"backstreet/rectify"
)

// stallSize is in metres; painted lines keep stalls a little apart.
type stallSize struct {
	class             string
	wide, deep, pitch float64
}

var (
	bikeStall = stallSize{"non_motor", 0.6, 2.0, 0.65}
	carStall  = stallSize{"motor", 2.4, 5.3, 2.5}
)

// row is stalls side by side.
type row struct {
	stallSize
	stalls   [][]spot
	charging bool
	angle    float64 // of the row, in degrees from east to north
}

// stalls fills a row along a line of the layout that begins at v, as far as it lies in the plot.
func (t *town) stalls(e *estate, f layout, west, east, v float64, size stallSize) {
	low, high, ok := f.span(v, v+size.deep)
	if !ok {
		return
	}
	r := row{stallSize: size, charging: size == bikeStall && t.random.IntN(4) == 0, angle: f.angle * 180 / math.Pi}
	for u := max(west, low); u+size.wide < min(east, high); u += size.pitch {
		r.stalls = append(r.stalls, f.box(u, v, u+size.wide, v+size.deep))
	}
	if len(r.stalls) > 3 {
		e.rows = append(e.rows, r)
	}
}

// kerb sets rows of bicycles along one side of most lanes, clear of the streets at both ends.
func (t *town) kerb(lane int, line []spot) {
	if lane%6 == 5 || lane >= laneCount {
		return
	}
	const clear, offMiddle = 30.0, 1.2
	side := float64(1 - 2*(lane%2))
	for from := clear; ; {
		count := 6 + t.random.IntN(20)
		to := from + float64(count)*bikeStall.pitch
		a, b := along(line, from), along(line, to)
		if to > lengthOf(line)-clear {
			return
		}
		u := b.minus(a).unit()
		r := row{stallSize: bikeStall, charging: t.random.IntN(4) == 0, angle: math.Atan2(u.v, u.u) * 180 / math.Pi}
		out := u.left().times(side)
		for k := range count {
			first := a.plus(u.times(float64(k) * bikeStall.pitch)).plus(out.times(offMiddle))
			second, deep := first.plus(u.times(bikeStall.wide)), out.times(bikeStall.deep)
			r.stalls = append(r.stalls, []spot{first, second, second.plus(deep), first.plus(deep)})
		}
		t.rows = append(t.rows, r)
		from = to + 6 + 40*t.random.Float64()
	}
}

// along is the place so many metres from a line's start, its end where it is shorter.
func along(line []spot, metres float64) spot {
	for i := 1; i < len(line); i++ {
		length := line[i].distance(line[i-1])
		if metres <= length {
			return between(line[i-1], line[i], metres/length)
		}
		metres -= length
	}
	return line[len(line)-1]
}

// park takes rows until there are enough of either class: those along lanes, then one of each compound in turn.
// The void ones come from the rows that are left.
func (t *town) park() {
	left := map[string]int{bikeStall.class: bikeCount, carStall.class: carCount}
	rows := t.rows
	deepest := 0
	for i := range t.estates {
		own := t.estates[i].rows
		t.random.Shuffle(len(own), func(a, b int) { own[a], own[b] = own[b], own[a] })
		deepest = max(deepest, len(own))
	}
	for k := range deepest {
		for i := range min(len(t.estates), compoundCount) {
			if own := t.estates[i].rows; k < len(own) {
				rows = append(rows, own[k])
			}
		}
	}
	var spare []row
	for _, r := range rows {
		taken := min(len(r.stalls), left[r.class])
		left[r.class] -= taken
		for _, s := range r.stalls[:taken] {
			t.addBerth(r, s, false)
		}
		if taken == 0 {
			spare = append(spare, r)
		}
	}
	for i := range min(len(spare), 2*voidCount) {
		t.addBerth(spare[i], spare[i].stalls[0], true)
	}
}

func (t *town) addBerth(r row, ring []spot, void bool) {
	t.berths = append(t.berths, thing{
		kind: rectify.KindBerth, ref: fmt.Sprintf("BW-%05d", len(t.berths)+1), geom: geo.MultiPolygon{polygon(ring)}, void: void,
		attributes: map[string]any{
			"capacity": 1, "berth_class": r.class, "charging": r.charging,
			"angle_deg": math.Mod(rounding(r.angle, 0)+360, 360),
		},
	})
}
