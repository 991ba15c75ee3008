package demo

import (
	"math"

	"backstreet/geo"
	"backstreet/rectify"
)

// backdrops are the base map, the greatest first.
func (t *town) backdrops() []rectify.Backdrop {
	var drawn []rectify.Backdrop
	add := func(class string, rank int, name string, geom geo.Geometry) {
		drawn = append(drawn, rectify.Backdrop{ID: int64(len(drawn) + 1), Class: class, Rank: rank, Name: name, Geom: geom})
	}
	add("water", 1, "沙河", polygon(ribbon(onwards(t.net.sha), shaWater)))
	add("water", 1, "澧河", polygon(ribbon(t.net.li(), liWater)))
	for _, w := range t.waters {
		add("water", 3, w.name, polygon(w.ring))
	}
	for _, c := range t.lands {
		add("block", 3, "", polygon(bentRing(c.corners, 30)))
	}
	for _, g := range t.grounds {
		add(g.class, 3, g.name, polygon(g.ring))
	}
	for _, list := range [][]street{t.countryRoads, t.net.streets, t.ways} {
		for _, s := range list {
			add("road", s.rank, s.name, lineString(s.line))
		}
	}
	for _, l := range t.lanes {
		if !l.void {
			add("road", 5, l.name, l.geom)
		}
	}
	for _, b := range t.buildings {
		add("building", 4, "", polygon(b))
	}
	for _, s := range t.signs {
		add("place", 4, s.name, onGlobe(s.at))
	}
	return drawn
}

// li is the middle of the Li from the district's border to its mouth.
func (s survey) li() []spot {
	var line []spot
	for u := -9000.0; u <= s.mouth; u += 15 {
		if g := bend(spot{u, 0}); g.within(s.outline) {
			line = append(line, g)
		}
	}
	return line
}

// onwards lets a river go on for a while beyond the border, straight on.
func onwards(line []spot) []spot {
	const metres = 900
	last := len(line) - 1
	before := line[0].plus(line[0].minus(line[3]).unit().times(metres))
	after := line[last].plus(line[last].minus(line[last-3]).unit().times(metres))
	return append(append(steps(before, line[0], 60), line...), after)
}

// ribbon is the water of a river along its middle, here a little wider and there narrower.
func ribbon(middle []spot, half float64) []spot {
	left := make([]spot, len(middle))
	right := make([]spot, len(middle))
	for i, p := range middle {
		along := middle[min(len(middle)-1, i+1)].minus(middle[max(0, i-1)]).unit()
		wide := half * (1 + 0.1*math.Sin(float64(i)*0.13) + 0.06*math.Sin(float64(i)*0.41+1))
		left[i], right[len(middle)-1-i] = p.plus(along.left().times(wide)), p.minus(along.left().times(wide))
	}
	return append(left, right...)
}

// banks are the strips of green between the water of the Li and the roads on its embankments.
func (n *network) banks() []ground {
	var green []ground
	for _, side := range []float64{-1, 1} {
		for u := -9000.0; u < n.mouth-260; {
			end := u + n.vary(260, 620)
			var inner, outer []spot
			whole := true
			for at := u; at < end-12; at += 15 {
				p, q := bend(spot{at, side * (liWater + 11)}), bend(spot{at, side * (liRoad - 11)})
				whole = whole && p.within(n.outline) && q.within(n.outline) && n.toSha(q) > shaRoad
				inner, outer = append(inner, p), append(outer, q)
			}
			if whole {
				for i := range outer {
					inner = append(inner, outer[len(outer)-1-i])
				}
				green = append(green, ground{"green", "", inner})
			}
			u = end
		}
	}
	return green
}

// tracks are the rails of the railway, from border to border.
func (n *network) tracks() []street {
	direction := railway.b.minus(railway.a).unit()
	middle := stepped([]spot{railway.a.minus(direction.times(3000)), railway.b.plus(direction.times(4000))}, 20)
	var tracks []street
	for _, off := range []float64{-7.5, -2.5, 2.5, 7.5} {
		var run []spot
		for _, p := range middle {
			if g := bend(p.plus(direction.left().times(off))); g.within(n.outline) {
				run = append(run, g)
			}
		}
		tracks = append(tracks, street{rank: 5, line: run})
	}
	tracks[0].name = railway.name
	return tracks
}
