package demo

import (
	"math"
	"math/rand/v2"

	"backstreet/geo"
	"backstreet/rectify"
)

// thing is a feature before anything happened to it.
type thing struct {
	kind       rectify.KindKey
	ref, name  string
	geom       geo.Geometry
	attributes map[string]any
	void       bool // comes on top of the campaign's sums
}

// parcel is a part of a block; lane is the side that faces a back street, -1 without.
type parcel struct {
	box
	lane int
}

// town is the quarter as it is built.
type town struct {
	random    *rand.Rand
	grid      *grid
	parcels   []parcel
	buildings []box
	greens    []box

	compounds, lanes, walls, berths []thing
}

// How many there are of each, and the void ones on top.
const (
	laneCount     = 40
	compoundCount = 36
	unmanaged     = 24
	wallCount     = 90
	voidCount     = 2
)

func newTown(random *rand.Rand) *town {
	t := &town{random: random, grid: newGrid(random)}
	t.part()
	random.Shuffle(len(t.parcels), func(i, j int) { t.parcels[i], t.parcels[j] = t.parcels[j], t.parcels[i] })
	for i, p := range t.parcels {
		switch {
		case i < compoundCount+voidCount:
			t.settle(i, p)
		case i%7 == 0:
			t.greens = append(t.greens, p.box)
		default:
			t.houses(p.inset(3))
		}
	}
	return t
}

// part leads lanes through blocks here and there, each across the longer side from street to street.
func (t *town) part() {
	const half = 2.5
	for i, place := range t.random.Perm(len(t.grid.blocks)) {
		b := t.grid.blocks[place]
		if i >= laneCount+voidCount {
			t.parcels = append(t.parcels, parcel{b.inset(3), -1})
			continue
		}
		share := 0.45 + 0.1*t.random.Float64()
		if b.wide() > b.high() {
			u := b.west + b.wide()*share
			t.addLane(spot{u, b.south - 5}, spot{u, b.north + 5})
			t.parcels = append(t.parcels,
				parcel{box{b.west + 3, b.south + 3, u - half, b.north - 3}, 1},
				parcel{box{u + half, b.south + 3, b.east - 3, b.north - 3}, 3})
			continue
		}
		v := b.south + b.high()*share
		t.addLane(spot{b.west - 5, v}, spot{b.east + 5, v})
		t.parcels = append(t.parcels,
			parcel{box{b.west + 3, b.south + 3, b.east - 3, v - half}, 2},
			parcel{box{b.west + 3, v + half, b.east - 3, b.north - 3}, 0})
	}
}

// houses are old and low and stand close.
func (t *town) houses(b box) {
	const wide, deep, pitchU, pitchV = 15.0, 11.0, 19.0, 17.0
	for u := b.west; u+wide <= b.east; u += pitchU {
		for v := b.south; v+deep <= b.north; v += pitchV {
			if t.random.Float64() < 0.85 {
				t.buildings = append(t.buildings, box{u, v, u + wide, v + deep - 3*t.random.Float64()})
			}
		}
	}
}

// backdrops are the base map, the greatest first.
func (t *town) backdrops() []rectify.Backdrop {
	drawn := []rectify.Backdrop{backdrop("water", 1, "澧河", river())}
	for _, b := range t.grid.blocks {
		drawn = append(drawn, backdrop("block", 3, "", b.polygon()))
	}
	for _, g := range t.greens {
		drawn = append(drawn, backdrop("green", 3, "", g.polygon()))
	}
	for _, s := range t.grid.streets {
		drawn = append(drawn, backdrop("road", s.rank, s.name, s.line))
	}
	for _, l := range t.lanes {
		if !l.void {
			drawn = append(drawn, backdrop("road", 5, l.name, l.geom))
		}
	}
	for _, b := range t.buildings {
		drawn = append(drawn, backdrop("building", 4, "", b.polygon()))
	}
	for i := range drawn {
		drawn[i].ID = int64(i + 1)
	}
	return drawn
}

// river runs along the north of the quarter in bends of its own.
func river() geo.Polygon {
	bed := func(u float64) float64 { return 730 + 60*math.Sin(u/420) + 30*math.Sin(u/170+2) }
	var ring geo.Ring
	for u := -2600.0; u <= 2600; u += densest {
		ring = append(ring, ground(spot{u, bed(u) - 32}))
	}
	for u := 2600.0; u >= -2600; u -= densest {
		ring = append(ring, ground(spot{u, bed(u) + 32 + 8*math.Sin(u/230)}))
	}
	return geo.Polygon{append(ring, ring[0])}
}
