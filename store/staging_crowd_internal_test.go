package store

import (
	"testing"

	"pgregory.net/rapid"

	"backstreet/geo"
	"backstreet/rectify"
)

// TestACrowdMissesNoTwin draws boxes, whose common ground is easily known, in a place so small that many cover each other.
func TestACrowdMissesNoTwin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		side := rapid.Float64Range(1, 10)
		var c crowd
		var seen []*crowdBox
		for row := range rapid.IntRange(2, 30).Draw(t, "boxes") {
			x, y := side.Draw(t, "x"), side.Draw(t, "y")
			box := &crowdBox{row: row, min: [2]float64{x, y}, max: [2]float64{x + side.Draw(t, "width"), y + side.Draw(t, "height")}}
			box.area = box.common(box)
			c.add(rectify.Staged{Row: row, SRID: 4326, Geom: geo.MultiPolygon{geo.Bound{Min: box.min, Max: box.max}.ToPolygon()}})
			for _, other := range seen {
				common := box.common(other)
				if common > sameGround*(box.area+other.area-common) && !c.near[row] {
					t.Fatalf("box %d covers the ground of box %d and is not near", row, other.row)
				}
			}
			seen = append(seen, box)
		}
	})
}

func TestACrowdLeavesNeighboursAlone(t *testing.T) {
	t.Parallel()
	var c crowd
	for row := range 9 {
		west, south := float64(row%3), float64(row/3)
		c.add(rectify.Staged{Row: row, SRID: 4326, Geom: geo.MultiPolygon{geo.Bound{
			Min: geo.Point{west, south}, Max: geo.Point{west + 1.1, south + 1.1},
		}.ToPolygon()}})
	}
	if len(c.near) != 0 {
		t.Errorf("near are %v, want none", c.near)
	}
	c.mended(map[int]bool{4: true}) // in the middle: its shape was not what its corners said
	if len(c.near) != 5 || !c.near[4] || !c.near[8] {
		t.Errorf("near are %v, want 4 to 8", c.near)
	}
	c.add(rectify.Staged{Row: 10, SRID: 4547, Geom: geo.MultiPolygon{}})
	if !c.mixed {
		t.Error("boxes of two systems are compared")
	}
}
