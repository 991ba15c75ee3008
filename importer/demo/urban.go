package demo

import "math"

// The town's middle on the plan, its works by the railway, and its station.
var (
	townMiddle  = spot{8130, -830}
	worksMiddle = spot{8750, -3250}
	stationSpot = spot{10_010, -1060}
	oldTown     = spot{9000, 560}
)

// urban is 1 in the middle of the town, above 0 where it is built up, and uneven along its edge.
func (n *network) urban(p spot) float64 {
	d := p.minus(spot{8050, -1000})
	angle := math.Atan2(d.v, d.u)
	wobble := 1 + 0.13*math.Sin(3*angle+n.phases[0]) + 0.09*math.Sin(5*angle+n.phases[1]) + 0.05*math.Sin(11*angle+n.phases[2])
	return 1 - math.Hypot(d.u/2800, d.v/2520)/wobble
}

func (n *network) isBuiltUp(q quarter) bool {
	for _, p := range append([]spot{middleOf(q.ring)}, q.ring...) {
		if n.urban(p) > 0 {
			return true
		}
	}
	return false
}

// wanted is the area in m² of blocks: small in the middle and in the old town, large at the edge, and larger
// still for works.
func (n *network) wanted(p spot, urban float64) float64 {
	switch {
	case urban <= 0:
		return 3e5
	case p.distance(oldTown) < 700:
		return n.vary(15e3, 30e3)
	case isWorks(p):
		return n.vary(80e3, 130e3)
	}
	return 24e3 + 62e3*math.Pow(1-urban, 1.4)*n.vary(0.7, 1.4)
}

func isWorks(p spot) bool { return p.distance(worksMiddle) < 780 }
