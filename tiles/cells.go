package tiles

import (
	"cmp"
	"slices"

	"github.com/tidwall/rtree"
)

const (
	// cellZooms is the number of zooms, from 0, that have cells.
	cellZooms = 16
	// cellsAlongTile on each side: 32 pixels of a tile shown 512 wide.
	cellBits       = 4
	cellsAlongTile = 1 << cellBits
)

// cell sums the features of one kind and group whose anchors lie in one square
// of the grid at one zoom. The grid is the world's, so that a feature is in
// exactly one cell of a zoom and a cell in exactly one tile.
type cell struct {
	place      cellPlace
	count      uint32
	millionths int64  // of quantity
	sumX, sumY uint64 // of anchors: the cell is drawn at their mean
}

// cellPlace is the group's number, then row and column within the tile: the order of a tile's cells.
type cellPlace uint32

func (p cellPlace) group() uint16 { return uint16(p >> (2 * cellBits)) }

func (c *cell) mean() vertex {
	return vertex{uint32(c.sumX / uint64(c.count)), uint32(c.sumY / uint64(c.count))}
}

// block has the cells of one tile, in order. It never changes: a sum that changes makes a new block, so that readers
// need no lock and an edit costs a few kilobytes at each zoom.
type block []cell

// blockTree finds blocks by column and row of their tile. They are exact in a float32: there are 2^15 at most.
type blockTree = rtree.RTreeGN[float32, *block]

// grid holds the blocks of every zoom, for the writer alone; readers have copies of the trees.
type grid struct {
	blocks [cellZooms]map[tilePlace]*block
	trees  [cellZooms]*blockTree
	seen   [cellZooms]*blockTree // copies that views hold; nil when changed since
}

type tilePlace struct{ x, y uint32 }

func newGrid() *grid {
	g := &grid{}
	for z := range g.blocks {
		g.blocks[z], g.trees[z] = map[tilePlace]*block{}, &blockTree{}
	}
	return g
}

func (g *grid) view() [cellZooms]*blockTree {
	for z, tree := range g.trees {
		if g.seen[z] == nil {
			g.seen[z] = tree.Copy()
		}
	}
	return g.seen
}

// delta gathers what a batch of changes does to one zoom's cells.
type delta map[deltaKey]*change

type deltaKey struct {
	x, y  uint32 // column and row of the cell
	group uint16
}

type change struct{ count, millionths, sumX, sumY int64 }

// add counts f in, or out with sign -1, at the finest zoom.
func (d delta) add(f *feature, sign int64) {
	if !f.class.rule.cells {
		return
	}
	const shift = worldBits - (cellZooms - 1) - cellBits
	anchor := f.shape.anchor()
	d.sum(deltaKey{anchor.x >> shift, anchor.y >> shift, f.class.group},
		change{sign, sign * f.millionths, sign * int64(anchor.x), sign * int64(anchor.y)})
}

func (d delta) sum(k deltaKey, more change) {
	c := d[k]
	if c == nil {
		c = &change{}
		d[k] = c
	}
	c.count += more.count
	c.millionths += more.millionths
	c.sumX += more.sumX
	c.sumY += more.sumY
}

// apply changes the cells from the finest zoom up, each block once.
func (g *grid) apply(d delta) {
	for z := cellZooms - 1; z >= 0; z-- {
		coarser := make(delta, len(d)/2)
		byTile := map[tilePlace]block{}
		for k, c := range d {
			coarser.sum(deltaKey{k.x / 2, k.y / 2, k.group}, *c)
			if *c == (change{}) {
				continue
			}
			at := tilePlace{k.x >> cellBits, k.y >> cellBits}
			inTile := k.y&(cellsAlongTile-1)<<cellBits | k.x&(cellsAlongTile-1)
			byTile[at] = append(byTile[at], cell{
				place: cellPlace(uint32(k.group)<<(2*cellBits) | inTile),
				count: uint32(c.count), millionths: c.millionths, sumX: uint64(c.sumX), sumY: uint64(c.sumY),
			})
		}
		for at, changes := range byTile {
			g.change(z, at, changes)
		}
		d = coarser
	}
}

// change adds to the cells of a tile. What is to be taken away is there modulo 2^32 and 2^64, as differences are.
func (g *grid) change(z int, at tilePlace, changes block) {
	slices.SortFunc(changes, func(a, b cell) int { return cmp.Compare(a.place, b.place) })
	old := g.blocks[z][at]
	var now block
	if old == nil {
		now = changes
	} else {
		now = merge(*old, changes)
	}
	now = slices.Clip(slices.DeleteFunc(now, func(c cell) bool { return c.count == 0 }))
	point := [2]float32{float32(at.x), float32(at.y)}
	if old != nil {
		g.trees[z].Delete(point, point, old)
		delete(g.blocks[z], at)
	}
	if len(now) > 0 {
		g.trees[z].Insert(point, point, &now)
		g.blocks[z][at] = &now
	}
	g.seen[z] = nil
}

func merge(a, b block) block {
	sum := make(block, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0].place < b[0].place:
			sum, a = append(sum, a[0]), a[1:]
		case a[0].place > b[0].place:
			sum, b = append(sum, b[0]), b[1:]
		default:
			c := a[0]
			c.count += b[0].count
			c.millionths += b[0].millionths
			c.sumX += b[0].sumX
			c.sumY += b[0].sumY
			sum, a, b = append(sum, c), a[1:], b[1:]
		}
	}
	return append(append(sum, a...), b...)
}

// ofTile gives the cells of a tile.
func (v *view) ofTile(s spot) block {
	var found block
	at := [2]float32{float32(s.x), float32(s.y)}
	v.cells[s.z].Search(at, at, func(_, _ [2]float32, b *block) bool {
		found = *b
		return false
	})
	return found
}
