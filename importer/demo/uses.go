package demo

import (
	"cmp"
	"math"
	"slices"
)

// use is what stands on a parcel. A parcel of the first three may become a compound instead.
type use int

const (
	houses use = iota
	shops
	offices
	hall
	estateUse
	parkUse
	schoolUse
	instituteUse
	squareUse
	stationUse
	fallow
)

// useParcels gives every parcel its use and builds on it; compounds are only chosen and named.
func (t *town) useParcels() {
	uses := make([]use, len(t.parcels))
	for i, p := range t.parcels {
		uses[i] = t.useOf(p)
	}
	t.appoint(uses, stationUse, stationSpot, func(p parcel) bool { return p.meets(railBeyond) && p.area() > 5e3 })
	t.appoint(uses, squareUse, townMiddle, func(p parcel) bool { return p.area() > 7e3 && p.meets(streetBeyond) })
	for _, i := range t.bestForCompounds(uses) {
		uses[i] = estateUse
	}
	parks, schools, officials := &roll{names: parkNames}, &roll{names: schoolNames}, &roll{names: officeNames}
	for i, p := range t.parcels {
		switch uses[i] {
		case estateUse:
			t.estates = append(t.estates, estate{parcel: p})
		case parkUse:
			t.garden(p, parks.next())
		case squareUse:
			t.square(p)
		case stationUse:
			t.station(p)
		case schoolUse:
			t.school(p, schools.next())
		case instituteUse:
			t.institute(p, officials.next())
		default:
			t.fabricOf(p, uses[i])
			t.laneWalls(p)
		}
	}
}

func (t *town) useOf(p parcel) use {
	area, chance := p.area(), t.random.Float64()
	switch {
	case t.net.urban(p.middle()) < t.vary(-0.02, 0.05):
		return fallow
	case isWorks(p.middle()):
		return hall
	case area > 8e3 && (chance < 0.02 || chance < 0.17 && abs(p.middle().v) < 190):
		return parkUse
	case area > 8e3 && chance > 0.967:
		return schoolUse
	case area > 9e3 && chance > 0.953:
		return instituteUse
	case p.urban > 0.7 && chance < 0.75:
		return shops
	case chance < 0.42:
		return shops
	case chance < 0.52:
		return offices
	}
	return houses
}

// appoint finds the parcel nearest to a place that fits a use of which there is one.
func (t *town) appoint(uses []use, as use, at spot, fits func(parcel) bool) {
	best, nearest := -1, math.Inf(1)
	for i, p := range t.parcels {
		if d := p.middle().distance(at); d < nearest && fits(p) {
			best, nearest = i, d
		}
	}
	if best >= 0 {
		uses[best] = as
	}
}

// bestForCompounds chooses parcels that are large and square enough, those beside lanes first.
func (t *town) bestForCompounds(uses []use) []int {
	var fit []int
	score := make([]float64, len(t.parcels))
	for i, p := range t.parcels {
		_, long, wide := p.axis()
		square := wide / long * p.area() / (long * wide)
		if uses[i] > offices || p.area() < 5500 || wide < 64 || square < 0.3 || !p.meets(streetBeyond) && !p.meets(laneBeyond) {
			continue
		}
		score[i] = 0.7*t.random.Float64() + 0.3*square - 0.5*max(0, p.urban-0.72)
		if p.lane >= 0 {
			score[i] += 0.4
		}
		fit = append(fit, i)
	}
	slices.SortStableFunc(fit, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	fit = fit[:min(len(fit), compoundCount+voidCount)]
	slices.Sort(fit)
	return fit
}

// fabricOf fills a parcel with houses of the size of its use.
func (t *town) fabricOf(p parcel, as use) {
	switch as {
	case fallow:
		t.fields(p.cell)
	case hall:
		t.fabric(p.cell, 2600, 9000, 0)
	case shops:
		t.fabric(p.cell, 750, 2800, 0)
	case offices:
		t.fabric(p.cell, 1500, 4200, 0)
	default:
		t.fabric(p.cell, 210, 580, 0)
	}
}

// fabric parts a cell across its longer side down to single houses of low to high m² each.
func (t *town) fabric(c cell, low, high float64, depth int) {
	area := c.area()
	if area > t.vary(low, high) && depth < 14 {
		along, long, _ := c.axis()
		at := c.middle().plus(along.times(long * t.vary(-0.12, 0.12)))
		if left, right, _, ok := c.split(at, at.plus(along.left().turned(t.vary(-0.02, 0.02))), edge{}); ok {
			t.fabric(left, low, high, depth+1)
			t.fabric(right, low, high, depth+1)
			return
		}
	}
	if t.random.Float64() < 0.08 {
		return
	}
	house, ok := c.inset(t.vary(0.8, 1.8) + math.Sqrt(area)*t.vary(0.01, 0.08))
	if !ok || house.area() < 45 {
		return
	}
	if _, long, wide := house.axis(); wide < 4.5 || long > 6*wide {
		return
	}
	t.buildings = append(t.buildings, bentRing(house.corners, 60))
}

// garden is a park with a pond in its middle.
func (t *town) garden(p parcel, name string) {
	inner, ok := p.inset(1.5)
	if !ok {
		return
	}
	ring := bentRing(inner.corners, 25)
	t.grounds = append(t.grounds, ground{"green", name, ring})
	middle, room := middleOf(ring), math.Inf(1)
	for i, a := range ring {
		room = min(room, middle.toSegment(a, ring[(i+1)%len(ring)]))
	}
	t.signs = append(t.signs, sign{name, middle})
	t.waters = append(t.waters, ground{"water", "", blob(middle, room*0.55, t.vary(0, 6), 30)})
}

// blob is an uneven round of about that radius.
func blob(middle spot, radius, phase float64, corners int) []spot {
	var ring []spot
	for k := range corners {
		angle := 2 * math.Pi * float64(k) / float64(corners)
		out := radius * (1 + 0.2*math.Sin(2*angle+phase) + 0.12*math.Sin(3*angle+2*phase))
		ring = append(ring, middle.plus(spot{math.Cos(angle) * out, math.Sin(angle) * out}))
	}
	return ring
}
