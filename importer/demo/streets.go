package demo

import (
	"math"
	"math/rand/v2"
)

// street is one stretch of a road: straight on the plan from a to b, or drawn on the ground alone.
type street struct {
	name string
	rank int // as rectify.Backdrop's
	a, b spot
	line []spot // on the ground
}

// streetHalf is half the width in metres between the blocks on both sides, by rank.
var streetHalf = [...]float64{0, 19, 14, 9.5, 6, 3}

const railHalf = 24.0

// block is what streets enclose, with the community that it lies in, and how urban it is there.
type block struct {
	cell
	quarter int
	urban   float64
}

// railway is no street, but parts blocks like one.
var railway = cutStreet{"京广铁路", 0, spot{9300, -5000}, spot{10_250, 0}}

// thoroughfares cross the town through all communities.
var thoroughfares = []cutStreet{
	railway,
	{"交通路", 2, spot{0, -560}, spot{1000, -555}},
	{"建设路", 2, spot{0, -1640}, spot{1000, -1628}},
	{"柳江路", 3, spot{0, -2640}, spot{1000, -2630}},
	{"松江路", 3, spot{0, -3380}, spot{1000, -3365}},
	{"民主路", 2, spot{0, 590}, spot{1000, 600}},
	{"五一路", 3, spot{5960, -5000}, spot{6060, 0}},
	{"黄山路", 3, spot{7520, -5000}, spot{7610, 0}},
	{"金山路", 3, spot{8820, -5000}, spot{8830, 0}},
}

// network is the town's streets and what lies between them.
type network struct {
	survey
	random    *rand.Rand
	phases    [3]float64
	streets   []street
	junctions map[spot][]spot // by a coarse grid
	blocks    []block
	fields    []block
}

func newNetwork(random *rand.Rand, ground survey, p *partition) *network {
	n := &network{survey: ground, random: random, junctions: map[spot][]spot{}}
	for i := range n.phases {
		n.phases[i] = random.Float64() * 2 * math.Pi
	}
	for _, s := range p.streets {
		n.lay(s.name, s.rank, s.a, s.b)
	}
	for i, q := range p.quarters {
		c := bounded(q)
		if !n.isBuiltUp(q) {
			n.fields = append(n.fields, block{c, i, -1})
			continue
		}
		for _, part := range n.cross(c, thoroughfares) {
			n.grow(part, i)
		}
	}
	n.finish()
	return n
}

// bounded is the quarter's cell without what lies far outside the district and in the bed of the Li.
func bounded(q quarter) cell {
	west, south, east, north := bounds(q.ring)
	c := q.cell
	frame := boxCell(west, south, east, north)
	for i := range frame.corners {
		a, b := frame.side(i)
		c, _ = c.keep(a, b, edge{})
	}
	road := edge{streetHalf[3], streetBeyond}
	if middleOf(q.ring).v > 0 {
		c, _ = c.keep(spot{0, liRoad}, spot{1, liRoad}, road)
	} else {
		c, _ = c.keep(spot{1, -liRoad}, spot{0, -liRoad}, road)
	}
	return c
}

// cross parts a cell by all thoroughfares that meet it.
func (n *network) cross(c cell, lines []cutStreet) []cell {
	if len(lines) == 0 {
		return []cell{c}
	}
	s := lines[0]
	road := edge{railHalf, railBeyond}
	if s.rank > 0 {
		road = edge{streetHalf[s.rank], streetBeyond}
	}
	left, right, ends, ok := c.split(s.a, s.b, road)
	if !ok {
		return n.cross(c, lines[1:])
	}
	if s.rank > 0 {
		n.lay(s.name, s.rank, ends[0], ends[1])
	}
	return append(n.cross(left, lines[1:]), n.cross(right, lines[1:])...)
}

func (n *network) vary(low, high float64) float64 { return low + n.random.Float64()*(high-low) }

// grow parts a cell across its longer side until its blocks are as small as the place asks for. It tells
// whether anything in it is built up; streets between fields are not laid.
func (n *network) grow(c cell, quarter int) bool {
	if len(c.corners) < 3 || n.isOutside(c) {
		return false
	}
	middle, area := c.middle(), c.area()
	urban := n.urban(middle)
	if area < n.wanted(middle, urban) {
		if urban > 0 {
			n.blocks = append(n.blocks, block{c, quarter, urban})
		} else {
			n.fields = append(n.fields, block{c, quarter, urban})
		}
		return urban > 0
	}
	rank := 4
	switch {
	case area > 8e5:
		rank = 2
	case area > 3.2e5:
		rank = 3
	}
	left, right, ends, ok := n.cut(c, rank)
	if !ok {
		return false
	}
	place := len(n.streets)
	n.lay("", rank, ends[0], ends[1])
	builtLeft := n.grow(left, quarter)
	if builtRight := n.grow(right, quarter); !builtLeft && !builtRight {
		n.streets[place].rank = 0
		return false
	}
	return true
}

func (n *network) isOutside(c cell) bool {
	for i := range c.corners {
		a, b := c.side(i)
		for _, p := range steps(a, b, 300) {
			if n.dry(p, 0) {
				return false
			}
		}
	}
	return !n.dry(c.middle(), 0)
}

// cut chooses a street across the cell. It goes on where a street on the far side of the cell's edge ends, if
// one is near, so that crossings are not staggered.
func (n *network) cut(c cell, rank int) (left, right cell, ends [2]spot, ok bool) {
	along, long, _ := c.axis()
	at := c.middle().plus(along.times(long * n.vary(-0.1, 0.1)))
	direction := along.left().turned(n.vary(-0.07, 0.07))
	_, _, ends, ok = c.split(at, at.plus(direction), edge{})
	if !ok {
		return left, right, ends, ok
	}
	a, b := n.join(c, ends[0]), n.join(c, ends[1])
	half := streetHalf[rank] / across(at, b.minus(a).unit().left())
	left, right, ends, ok = c.split(a, b, edge{half, streetBeyond})
	if !ok {
		return left, right, ends, ok
	}
	return left, right, [2]spot{a, b}, true
}
