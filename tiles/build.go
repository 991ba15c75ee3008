package tiles

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// maxSingles is how many features of a kind that has cells are drawn one by one
// in a tile. Where more are crowded, as many bytes as a tile may have would not
// do, and the tile shows their cells instead; from zoom 16 on they are drawn.
const maxSingles = 6000

// cellsBelow is the zoom from which kinds with cells are drawn one by one.
const cellsBelow = 14

// build is the work on one tile.
type build struct {
	pen
	view    *view
	values  []string
	layers  layerSet
	hits    []*feature
	sums    []*cell
	crowded []string // kinds of which the tile shows cells though it is near
}

var builds = sync.Pool{New: func() any { return new(build) }}

// draw encodes the tile of one moment's features. It depends on nothing else:
// the same features give the same bytes, whatever edits led to them.
func draw(s *snapshot, a Address) []byte {
	b := builds.Get().(*build)
	defer builds.Put(b)
	b.view, b.values, b.layers = s.views[a.CRS], s.values, a.Layers
	b.spot = spot{a.Z, a.X, a.Y}
	b.crowded = b.crowded[:0]
	b.reset(len(b.values))
	b.findCrowded()
	for _, layer := range b.view.layers {
		if !b.layers.has(layer) {
			continue
		}
		switch layer {
		case layerCluster:
			b.drawCells()
		case layerLabel:
			b.drawLabels()
		default:
			b.drawFeatures(layer)
		}
		b.endLayer(layer)
	}
	b.view = nil
	clear(b.hits[:cap(b.hits)]) // a pooled build must not hold old features
	clear(b.sums[:cap(b.sums)])
	return slices.Clone(b.tile)
}

// search fills hits, by id, with the layer's features in the tile that want in.
func (b *build) search(layer string, wanted func(*feature) bool) {
	b.hits = b.hits[:0]
	tree := b.view.trees[layer]
	if tree == nil || b.spot.z < b.view.from[layer] {
		return // at far zooms this saves visiting every berth there is
	}
	lo, hi := b.spot.box().corners()
	tree.Search(lo, hi, func(_, _ [2]float64, f *feature) bool {
		if wanted(f) {
			b.hits = append(b.hits, f)
		}
		return true
	})
	slices.SortFunc(b.hits, func(f, g *feature) int { return cmp.Compare(f.id, g.id) })
}

func (b *build) drawFeatures(layer string) {
	z, crowded := b.spot.z, slices.Contains(b.crowded, layer)
	b.search(layer, func(f *feature) bool { return z >= f.rule.from && !(crowded && f.rule.cells) })
	for _, f := range b.hits {
		became, dimension := b.pen.draw(f)
		if became == nothing {
			b.beginFeature()
			continue
		}
		for _, p := range f.properties {
			b.property(p, b.values)
		}
		if f.name != "" && z >= f.rule.name {
			b.text(keyName, f.name)
		}
		if f.ref != "" && z >= f.rule.ref {
			b.text(keyRef, f.ref)
		}
		if became == collapsed {
			b.flag(keyCollapsed)
		}
		b.endFeature(f.id, dimension)
	}
}

func (b *build) drawLabels() {
	for _, layer := range b.view.layers {
		b.search(layer, func(f *feature) bool { return b.spot.z >= f.rule.label && f.name != "" })
		for _, f := range b.hits {
			if b.drawPoints([]vertex{f.shape.anchor}) == nothing {
				continue
			}
			b.text(keyKind, layer)
			b.text(keyName, f.name)
			for _, p := range f.properties {
				if p.key == keyLevel {
					b.property(p, b.values)
				}
			}
			b.endFeature(f.id, points)
		}
	}
}

// findCrowded counts only where it matters: near, and when cells may be drawn.
func (b *build) findCrowded() {
	if z := b.spot.z; z < cellsBelow || z >= cellZooms || !b.layers.has(layerCluster) {
		return
	}
	lo, hi := b.spot.box().corners()
	for _, layer := range b.view.layers {
		tree, count := b.view.trees[layer], 0
		if tree == nil {
			continue
		}
		tree.Search(lo, hi, func(_, _ [2]float64, f *feature) bool {
			if f.rule.cells {
				count++
			}
			return count <= maxSingles
		})
		if count > maxSingles {
			b.crowded = append(b.crowded, layer)
		}
	}
}

func (b *build) drawCells() {
	z := b.spot.z
	if z >= cellZooms {
		return
	}
	b.sums = b.sums[:0]
	lo := [2]float64{float64(b.spot.x) * cellsAlongTile, float64(b.spot.y) * cellsAlongTile}
	hi := [2]float64{lo[0] + cellsAlongTile - 1, lo[1] + cellsAlongTile - 1}
	b.view.cells[z].Search(lo, hi, func(_, _ [2]float64, c *cell) bool {
		if z < cellsBelow || slices.Contains(b.crowded, c.kind) {
			b.sums = append(b.sums, c)
		}
		return true
	})
	slices.SortFunc(b.sums, func(c, d *cell) int {
		return cmp.Or(strings.Compare(c.kind, d.kind), strings.Compare(c.group, d.group),
			cmp.Compare(c.y, d.y), cmp.Compare(c.x, d.x))
	})
	for _, c := range b.sums {
		b.drawPoints([]vertex{c.mean()})
		b.text(keyKind, c.kind)
		b.text(keyGroup, c.group)
		b.quantity(keyCount, c.count*million)
		b.quantity(keyQuantity, c.millionths)
		b.endFeature(noID, points)
	}
}
