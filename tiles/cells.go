package tiles

import "github.com/tidwall/rtree"

const (
	// cellZooms is the number of zooms, from 0, that have cells.
	cellZooms = 16
	// cellsAlongTile on each side: 32 pixels of a tile shown 512 wide.
	cellBits       = 4
	cellsAlongTile = 1 << cellBits
)

// cell sums the features of one kind and group whose anchors lie in one square
// of the grid at one zoom. The grid is the world's, so that a feature is in
// exactly one cell of a zoom and a cell in exactly one tile. It never changes:
// a sum that changes is a new cell.
type cell struct {
	cellKey
	count      int64
	millionths int64  // of quantity
	sumX, sumY uint64 // of anchors: the cell is drawn at their mean
}

type cellKey struct {
	x, y        uint32 // column and row of the grid at the zoom
	kind, group string
}

func (c *cell) mean() vertex {
	return vertex{uint32(c.sumX / uint64(c.count)), uint32(c.sumY / uint64(c.count))}
}

type cellTree = rtree.RTreeGN[float64, *cell]

// grid holds the cells of every zoom, for the writer alone; readers have copies
// of the trees.
type grid struct {
	cells [cellZooms]map[cellKey]*cell
	trees [cellZooms]*cellTree
}

func newGrid() *grid {
	g := &grid{}
	for z := range g.cells {
		g.cells[z], g.trees[z] = map[cellKey]*cell{}, &cellTree{}
	}
	return g
}

// delta gathers what a batch of changes does to the finest zoom's cells.
type delta map[cellKey]cell

// add counts f in, or out with sign -1.
func (d delta) add(f *feature, sign int64) {
	if !f.rule.cells {
		return
	}
	const shift = worldBits - (cellZooms - 1) - cellBits
	anchor := f.shape.anchor
	k := cellKey{anchor.x >> shift, anchor.y >> shift, f.layer, f.group}
	d.sum(k, cell{
		count: sign, millionths: sign * f.millionths,
		sumX: uint64(sign * int64(anchor.x)), sumY: uint64(sign * int64(anchor.y)),
	})
}

func (d delta) sum(k cellKey, more cell) {
	c := d[k]
	c.count += more.count
	c.millionths += more.millionths
	c.sumX += more.sumX
	c.sumY += more.sumY
	d[k] = c
}

// apply changes the cells from the finest zoom up, each once.
func (g *grid) apply(d delta) {
	for z := cellZooms - 1; z >= 0; z-- {
		coarser := make(delta, len(d)/2)
		for k, change := range d {
			g.change(z, k, change)
			k.x, k.y = k.x/2, k.y/2
			coarser.sum(k, change)
		}
		d = coarser
	}
}

func (g *grid) change(z int, k cellKey, change cell) {
	change.cellKey = k
	at := [2]float64{float64(k.x), float64(k.y)}
	if old := g.cells[z][k]; old != nil {
		change.count += old.count
		change.millionths += old.millionths
		change.sumX += old.sumX
		change.sumY += old.sumY
		if change == *old {
			return
		}
		g.trees[z].Delete(at, at, old)
		delete(g.cells[z], k)
	}
	if change.count != 0 {
		g.trees[z].Insert(at, at, &change)
		g.cells[z][k] = &change
	}
}
