package live

import (
	"encoding/binary"
	"math"
	"slices"

	"backstreet/geo"
)

// grid finds ids by place: a loose quadtree whose cells lie in a persistent table. A cell is named by its
// level and its place on a Z-curve, six bits of which are one step of the table, so that a search descends
// only where the bound is. An id lies in the cell that holds the south-west corner of its bound, at the
// finest level whose cells are as large as the bound; it reaches into the neighbours at most. That takes
// three bytes for each id, where an rtree of boxes took eighty, and an edit that moves nothing changes
// nothing.
type grid struct {
	cells  table[cell]
	extent geo.Bound // of all that was ever put in
}

// cell holds the ids of a place, ascending, each as its difference from the one before.
type cell struct{ ids string }

const (
	gridLevels = 7
	finestBits = 18 // 262,144 cells around the earth: some 150 m
	levelBits  = 3  // a level's cells are 8 times as large as the finer's
	placeBits  = 2 * finestBits
	earth      = 360.0 // degrees; the grid is square
)

func newGrid() grid { return grid{extent: geo.BoundOf(nil)} }

// edit gives a version to change; g stays as it is.
func (g grid) edit() grid {
	g.cells = g.cells.edit()
	return g
}

// keyOf names the cell that a bound lies in. A bound without extent lies nowhere: ask first.
func keyOf(bound geo.Bound) uint64 {
	extent := max(bound.Max[0]-bound.Min[0], bound.Max[1]-bound.Min[1])
	level := 0
	for level < gridLevels-1 && !(extent < 0.999*cellSize(level)) { // a little less: what is rounded must not reach two cells
		level++
	}
	x, y := cellAt(bound.Min[0], level), cellAt(bound.Min[1], level)
	return uint64(level)<<placeBits | spread(x) | spread(y)<<1
}

func cellSize(level int) float64 { return earth / float64(uint64(1)<<levelCells(level)) }

func levelCells(level int) int { return finestBits - levelBits*level }

// cellAt never falls as degrees rise, and holds what is off the earth at its edge.
func cellAt(degrees float64, level int) uint32 {
	cells := float64(uint64(1) << levelCells(level))
	return uint32(min(max(math.Floor((degrees+earth/2)/earth*cells), 0), cells-1))
}

// spread puts a zero after each bit.
func spread(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	return (x | x<<1) & 0x5555555555555555
}

// gather is the inverse of spread.
func gather(x uint64) uint32 {
	x &= 0x5555555555555555
	x = (x | x>>1) & 0x3333333333333333
	x = (x | x>>2) & 0x0f0f0f0f0f0f0f0f
	x = (x | x>>4) & 0x00ff00ff00ff00ff
	x = (x | x>>8) & 0x0000ffff0000ffff
	return uint32(x | x>>16)
}

func (g *grid) insert(bound geo.Bound, id int64) {
	if bound.IsEmpty() {
		return
	}
	g.extent = g.extent.Union(bound)
	g.change(bound, func(ids []int64) []int64 {
		at, found := slices.BinarySearch(ids, id)
		if found {
			return ids
		}
		return slices.Insert(ids, at, id)
	})
}

func (g *grid) remove(bound geo.Bound, id int64) {
	if bound.IsEmpty() {
		return
	}
	g.change(bound, func(ids []int64) []int64 {
		if at, found := slices.BinarySearch(ids, id); found {
			ids = slices.Delete(ids, at, at+1)
		}
		return ids
	})
}

func (g *grid) change(bound geo.Bound, change func([]int64) []int64) {
	key := int64(keyOf(bound))
	var ids []int64
	if old := g.cells.get(key); old != nil {
		old.each(func(id int64) bool { ids = append(ids, id); return true })
	}
	g.cells.set(key, newCell(change(ids)))
}

// newCell gives nil for none.
func newCell(ids []int64) *cell {
	if len(ids) == 0 {
		return nil
	}
	var data []byte
	last := int64(0)
	for _, id := range ids {
		data = binary.AppendUvarint(data, uint64(id-last))
		last = id
	}
	return &cell{string(data)}
}

func (c *cell) each(visit func(id int64) bool) bool {
	r, id := bytesReader{c.ids}, int64(0)
	for r.rest != "" {
		id += int64(r.uvarint())
		if !visit(id) {
			return false
		}
	}
	return true
}

// search visits the ids whose bounds may meet a bound, in no order, until visit returns false. Whoever
// wants only those that do looks at their bounds.
func (g grid) search(bound geo.Bound, visit func(id int64) bool) {
	if bound.IsEmpty() {
		return
	}
	var windows [gridLevels]window
	for level := range windows {
		windows[level] = windowOf(bound, level)
	}
	g.cells.descend(func(first uint64, steps int) bool {
		if level := first >> placeBits; steps*fanBits <= placeBits {
			return windows[level].meets(first, steps)
		}
		return true // the node holds several levels
	}, func(c *cell) bool { return c.each(visit) })
}

// window is the cells of a level that may hold what meets a bound.
type window struct{ low, high [2]uint32 }

func windowOf(bound geo.Bound, level int) (w window) {
	for axis := range 2 {
		w.low[axis], w.high[axis] = cellAt(bound.Min[axis], level), cellAt(bound.Max[axis], level)
		if w.low[axis] > 0 {
			w.low[axis]-- // what begins in the cell before may reach in
		}
	}
	return w
}

// meets reports whether a square of the Z-curve, 8 to the power of steps cells wide, meets the window.
func (w window) meets(first uint64, steps int) bool {
	wide := uint64(1) << (steps * fanBits / 2)
	place := first & (1<<placeBits - 1)
	for axis := range 2 {
		low := uint64(gather(place >> axis))
		if low > uint64(w.high[axis]) || low+wide <= uint64(w.low[axis]) {
			return false
		}
	}
	return true
}

// gridEntry is an id that waits to be put into a grid.
type gridEntry struct {
	key uint64
	id  int64
}

// fill puts many ids into an empty grid.
func (g *grid) fill(entries []gridEntry, extent geo.Bound) {
	slices.SortFunc(entries, func(a, b gridEntry) int {
		switch {
		case a.key != b.key && a.key < b.key, a.key == b.key && a.id < b.id:
			return -1
		case a == b:
			return 0
		}
		return 1
	})
	g.extent = extent
	var ids []int64
	for i, entry := range entries {
		ids = append(ids, entry.id)
		if i == len(entries)-1 || entries[i+1].key != entry.key {
			g.cells.set(int64(entry.key), newCell(ids))
			ids = ids[:0]
		}
	}
}
