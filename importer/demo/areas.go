package demo

import (
	"math"
	"slices"

	"backstreet/geo"
	"backstreet/rectify"
)

// quarter is a community: what it is, its ring on the plan, and the cell of straight cuts that it lies in.
type quarter struct {
	place
	ring []spot
	cell cell
}

// cutStreet is a street along the border of communities, from end to end of the cell that it cuts.
type cutStreet struct {
	name string
	rank int
	a, b spot
}

// partition is the district divided.
type partition struct {
	areas    []rectify.Area // without geometries
	rings    [][]spot       // on the plan, one to each area
	quarters []quarter
	streets  []cutStreet
}

func newPartition(outline []spot) *partition {
	p := &partition{}
	ring := make([]spot, len(outline))
	for i, g := range outline {
		ring[i] = unbend(g)
	}
	district := p.add(0, rectify.LevelDistrict, place{"411102000000", "源汇区", "Yuanhui District"}, ring)
	p.divide(division(), district, ring, boxCell(-far, -far, far, far))
	shareCorners(p.rings)
	return p
}

// areas are the district's, parents first; the same for every seed.
func areas() []rectify.Area {
	p := newPartition(newSurvey().outline)
	for i := range p.areas {
		p.areas[i].Geom = geo.MultiPolygon{polygon(bendAll(steady(p.rings[i])))}
	}
	return p.areas
}

func (p *partition) add(parent rectify.AreaID, level rectify.AreaLevel, named place, ring []spot) rectify.AreaID {
	id := rectify.AreaID(len(p.areas) + 1)
	p.areas = append(p.areas, rectify.Area{
		ID: id, ParentID: parent, Level: level, Code: named.code, Name: named.name, NameEN: named.english,
	})
	p.rings = append(p.rings, ring)
	return id
}

func (p *partition) divide(part *piece, parent rectify.AreaID, ring []spot, within cell) {
	switch {
	case part.level == rectify.LevelStreet:
		p.divide(part.low, p.add(parent, part.level, part.place, ring), ring, within)
	case part.level == rectify.LevelCommunity:
		p.settle(part.place, parent, ring, within)
	case part.villages != nil:
		p.share(part.villages, parent, ring, within)
	default:
		road := edge{}
		if part.street != "" {
			road = edge{streetHalf[part.rank], streetBeyond}
		}
		low, high, ends, ok := within.split(part.b, part.a, road)
		if ok && part.street != "" {
			p.streets = append(p.streets, cutStreet{part.street, part.rank, ends[0], ends[1]})
		}
		p.divide(part.low, parent, clip(ring, part.b, part.a), low)
		p.divide(part.high, parent, clip(ring, part.a, part.b), high)
	}
}

func (p *partition) settle(named place, parent rectify.AreaID, ring []spot, within cell) {
	p.add(parent, rectify.LevelCommunity, named, ring)
	p.quarters = append(p.quarters, quarter{named, ring, within})
}

// share gives each village as much land as the others, by cuts across the longer side: first in two halves of
// the villages, then each half, and so on.
func (p *partition) share(among []place, parent rectify.AreaID, ring []spot, within cell) {
	if len(among) == 1 {
		p.settle(among[0], parent, ring, within)
		return
	}
	low := len(among) / 2
	a, b := fairCut(ring, float64(low)/float64(len(among)), 0.09*math.Sin(float64(len(p.rings))*2.3))
	right, left, _, _ := within.split(b, a, edge{})
	p.share(among[:low], parent, clip(ring, b, a), right)
	p.share(among[low:], parent, clip(ring, a, b), left)
}

// fairCut is a line with that share of the ring on its right, across the longer side and turned by lean. It
// meets the ring's sides twice where either direction can, so that no part falls in pieces.
func fairCut(ring []spot, share, lean float64) (a, b spot) {
	directions := []spot{{0, 1}, {-1, 0}} // cuts to the north, which part west from east, and to the west
	if extent(ring, spot{0, 1}) > extent(ring, spot{1, 0}) {
		slices.Reverse(directions)
	}
	for _, direction := range directions {
		along := direction.turned(lean)
		low, high := -2*far, 2*far
		for range 50 {
			middle := (low + high) / 2
			a = along.left().times(middle)
			b = a.plus(along)
			if abs(areaOf(clip(ring, b, a))) > share*abs(areaOf(ring)) {
				high = middle
			} else {
				low = middle
			}
		}
		if crossings(ring, a, b) == 2 {
			break
		}
	}
	return a, b
}

func crossings(ring []spot, a, b spot) int {
	count := 0
	for i, q := range ring {
		p := ring[(i+len(ring)-1)%len(ring)]
		if (b.minus(a).cross(p.minus(a)) > 0) != (b.minus(a).cross(q.minus(a)) > 0) {
			count++
		}
	}
	return count
}
