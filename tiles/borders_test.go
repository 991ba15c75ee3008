package tiles

import (
	"math"
	"testing"

	"backstreet/geo"
)

// wavy is a border with detail at every scale.
func wavy(a, b geo.Point, count int) geo.LineString {
	line := make(geo.LineString, count+1)
	for i := range line {
		s := float64(i) / float64(count)
		swing := 0.002 * math.Sin(math.Pi*s) * (math.Sin(9*s) + 0.4*math.Sin(61*s) + 0.1*math.Sin(401*s))
		line[i] = geo.Point{a[0] + s*(b[0]-a[0]) + swing*(b[1]-a[1])*10, a[1] + s*(b[1]-a[1]) - swing*(b[0]-a[0])*10}
	}
	return line
}

func loop(sides ...geo.LineString) geo.Polygon {
	var r geo.Ring
	for _, s := range sides {
		r = append(r, s[:len(s)-1]...)
	}
	return geo.Polygon{append(r, r[0])}
}

func back(l geo.LineString) geo.LineString {
	c := l.Clone()
	c.Reverse()
	return c
}

// Two communities side by side in a street: what one leaves out of their
// border at a zoom, so does the other, and the street's outline with both.
func TestSharedBordersKeepTheSameVertices(t *testing.T) {
	t.Parallel()
	sw, s, se := geo.Point{114, 30}, geo.Point{114.1, 30.001}, geo.Point{114.2, 30}
	nw, n, ne := geo.Point{114, 30.1}, geo.Point{114.1, 30.102}, geo.Point{114.2, 30.1}
	south1, south2, east := wavy(sw, s, 300), wavy(s, se, 200), wavy(se, ne, 250)
	north2, north1, west, middle := wavy(ne, n, 220), wavy(n, nw, 310), wavy(nw, sw, 270), wavy(s, n, 500)
	left, right := loop(south1, middle, north1, west), loop(south2, east, north2, back(middle))
	street := loop(south1, south2, east, north2, north1, west)
	island := geo.Polygon{loop(wavy(geo.Point{114.02, 30.02}, geo.Point{114.04, 30.05}, 90), wavy(geo.Point{114.04, 30.05}, geo.Point{114.02, 30.02}, 70))[0]}
	hole := island[0].Clone()
	hole.Reverse()
	hole = append(hole[17:len(hole)-1:len(hole)-1], hole[:18]...)
	left = append(left, hole)

	var outlines []*outline
	for _, g := range []geo.Polygon{left, right, street, island} {
		outlines = append(outlines, outlineOf(g))
	}
	met := bordersOf(outlines)
	ranks := map[vertex]uint8{}
	dropped := 0
	for i, o := range outlines {
		met.rank(o)
		for j, v := range o.vertices {
			r := o.ranks[j]
			if known, ok := ranks[v]; ok && known != r {
				t.Fatalf("shape %d ranks vertex %v %d, a neighbour %d", i, v, r, known)
			}
			ranks[v] = r
			if r > 10 {
				dropped++
			}
		}
	}
	if dropped < len(ranks)/2 {
		t.Errorf("only %d of %d vertices are left out at zoom 10", dropped, len(ranks))
	}
	for _, corner := range []geo.Point{s, n} {
		if r := ranks[worldOf(corner)]; r != 0 {
			t.Errorf("the node at %v has rank %d and may be left out", corner, r)
		}
	}
}

func TestEdgesCutAtTheSamePlaceInBothDirections(t *testing.T) {
	t.Parallel()
	a, b := point{-1000, 17}, point{3999, 2222}
	for side := range 4 {
		if there, here := crossingAt(a, b, side), crossingAt(b, a, side); there != here {
			t.Errorf("side %d: %v one way, %v the other", side, there, here)
		}
	}
}
