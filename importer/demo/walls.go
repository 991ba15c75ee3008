package demo

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"backstreet/geo"
	"backstreet/rectify"
)

// front is a stretch of wall that could be painted.
type front struct {
	name   string
	line   []spot // its foot, on the ground
	height float64
	score  float64 // the higher, the sooner it is painted
}

// enclose walls a compound in, with gates on the sides that meet a street or a lane. Only what can be seen from
// there is a front.
func (t *town) enclose(e *estate) {
	gates := 0
	for i, side := range e.inner.edges {
		a, b := e.inner.side(i)
		length := a.distance(b)
		if side.beyond != streetBeyond && side.beyond != laneBeyond || length < 8 {
			continue
		}
		name := e.name + facing(a, b) + "墙"
		score := t.random.Float64()
		if side.beyond == laneBeyond {
			score += 0.7
		}
		if gates < 2 && length > 42 && (gates == 0 || t.random.Float64() < 0.5) {
			gates++
			gate := length * t.vary(0.35, 0.65)
			t.addFront(name, score, a, between(a, b, (gate-3.5)/length))
			t.addFront(name, score, between(a, b, (gate+3.5)/length), b)
			in := b.minus(a).unit().left()
			at := between(a, b, gate/length)
			t.ways = append(t.ways, street{rank: 5, line: bendAll([]spot{at.minus(in.times(6)), at.plus(in.times(2.9))})})
			continue
		}
		t.addFront(name, score, a, b)
	}
}

// laneWalls are those of other plots, along a lane, with a door in each.
func (t *town) laneWalls(p parcel) {
	if p.lane < 0 {
		return
	}
	inner, ok := p.inset(0.4)
	if !ok {
		return
	}
	for i, side := range inner.edges {
		a, b := inner.side(i)
		if length := a.distance(b); side.beyond == laneBeyond && length > 16 {
			door := t.vary(0.3, 0.7)
			name := t.lanes[p.lane].name + facing(b, a) + "侧墙"
			t.addFront(name, t.random.Float64()+0.55, a, between(a, b, door-1.8/length))
			t.addFront(name, t.random.Float64()+0.55, between(a, b, door+1.8/length), b)
		}
	}
}

// facing is to which side a counter-clockwise edge looks.
func facing(a, b spot) string {
	out := bend(a).minus(bend(b)).left()
	angle := math.Atan2(out.v, out.u) / (math.Pi / 2)
	return []string{"东", "北", "西", "南"}[(int(math.Round(angle))+4)%4]
}

func (t *town) addFront(name string, score float64, a, b spot) {
	if a.distance(b) < 4 {
		return
	}
	t.fronts = append(t.fronts, front{name, bentLine([]spot{a, b}, 20), rounding(t.vary(2.1, 2.9), 1), score})
}

// paint takes fronts until their sum is met, those along lanes first. Of the last one openings take off what is
// too much. The next ones are void.
func (t *town) paint() {
	slices.SortStableFunc(t.fronts, func(a, b front) int { return cmp.Compare(b.score, a.score) })
	left, voids := paintedM2, 0
	for _, f := range t.fronts {
		m2 := geo.LengthMetres(lineString(f.line)) * f.height
		openings := rounding(m2*t.vary(0, 0.06), 1)
		if left == 0 {
			t.addWall(f, openings, true)
			if voids++; voids == voidCount {
				return
			}
			continue
		}
		if last := m2-openings >= left; last {
			openings, left = m2-left, 0
		} else {
			left -= m2 - openings
		}
		t.addWall(f, openings, false)
	}
}

func (t *town) addWall(f front, openings float64, void bool) {
	t.walls = append(t.walls, thing{
		kind: rectify.KindPaintedWall, ref: fmt.Sprintf("QT-%04d", len(t.walls)+1), name: f.name,
		geom: geo.MultiLineString{lineString(f.line)}, void: void,
		attributes: map[string]any{
			"height_m": f.height, "openings_m2": openings, "finish": pick(t.random, []string{"真石漆", "乳胶漆", "白灰", "彩绘"}),
		},
	})
}

func rounding(x float64, places int) float64 {
	scale := math.Pow10(places)
	return math.Round(x*scale) / scale
}
