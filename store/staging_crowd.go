package store

import (
	"math"

	"github.com/tidwall/rtree"

	"backstreet/geo"
	"backstreet/rectify"
)

// crowd knows the boxes of a file's areas as they come, and which of these may cover the same ground as an earlier one.
// It only says where it is worth looking: what two areas have in common lies in what their boxes have in common.
// Looking in the database costs ten times as much.
type crowd struct {
	boxes rtree.RTreeGN[float64, *crowdBox]
	srid  int  // of the first area
	mixed bool // some areas have other coordinates: their boxes cannot be compared
	near  map[int]bool
}

type crowdBox struct {
	row      int
	min, max [2]float64
	area     float64 // of the shape, in the squares of its coordinates
}

// nearGround is sameGround less what a transformation to degrees may change: next to nothing, over so small a place.
const nearGround = sameGround - 0.05

// add takes one record of the file. Rows must ascend.
func (c *crowd) add(record rectify.Staged) {
	shape, ok := record.Geom.(geo.MultiPolygon)
	if !ok {
		return
	}
	if c.near == nil {
		c.near, c.srid = map[int]bool{}, record.SRID
	}
	if record.SRID != c.srid {
		c.mixed = true
	}
	bound := geo.BoundOf(shape)
	box := &crowdBox{row: record.Row, min: bound.Min, max: bound.Max, area: planeArea(shape)}
	c.boxes.Search(box.min, box.max, func(_, _ [2]float64, other *crowdBox) bool {
		if box.common(other) >= nearGround*max(box.area, other.area) {
			c.near[box.row] = true
		}
		return !c.near[box.row]
	})
	c.boxes.Insert(box.min, box.max, box)
}

// mended takes note that the shapes of these rows were no valid ones: their areas were nothing to go by.
func (c *crowd) mended(rows map[int]bool) {
	if len(rows) == 0 {
		return
	}
	var odd []*crowdBox
	c.boxes.Scan(func(_, _ [2]float64, box *crowdBox) bool {
		if rows[box.row] {
			odd = append(odd, box)
		}
		return true
	})
	for _, box := range odd {
		c.boxes.Search(box.min, box.max, func(_, _ [2]float64, other *crowdBox) bool {
			c.near[max(box.row, other.row)] = true
			return true
		})
	}
}

// common is the area of what two boxes share.
func (b *crowdBox) common(other *crowdBox) float64 {
	width := min(b.max[0], other.max[0]) - max(b.min[0], other.min[0])
	height := min(b.max[1], other.max[1]) - max(b.min[1], other.min[1])
	return max(width, 0) * max(height, 0)
}

// planeArea is the area of shells less that of holes, whichever way they turn.
func planeArea(shape geo.MultiPolygon) (area float64) {
	for _, polygon := range shape {
		for i, ring := range polygon {
			if twice := math.Abs(crossSum(ring)); i == 0 {
				area += twice / 2
			} else {
				area -= twice / 2
			}
		}
	}
	return area
}

// crossSum is twice the signed area of a ring. It counts from the ring's first position, so that large coordinates
// leave no more rounding than the ring is large.
func crossSum(ring geo.Ring) (sum float64) {
	for i := 1; i+1 < len(ring); i++ {
		x, y := ring[i][0]-ring[0][0], ring[i][1]-ring[0][1]
		sum += x*(ring[i+1][1]-ring[0][1]) - y*(ring[i+1][0]-ring[0][0])
	}
	return sum
}
