package tiles

import (
	"cmp"
	"slices"
)

// maxSingles is how many features of a kind that has cells are drawn one by one
// in a tile. Where more are crowded, as many bytes as a tile may have would not
// do, and the tile shows their cells instead; from zoom 16 on they are drawn.
const maxSingles = 6000

// cellsBelow is the zoom from which kinds with cells are drawn one by one.
const cellsBelow = 14

// hit is a feature in the tile. It is inside when none of it needs clipping; that costs nothing where the index says it.
type hit struct {
	id      int64 // beside the feature: sorting need not look into each
	feature *feature
	inside  bool
}

// search fills hits, by id, with the layer's features in the tile that want in.
func (b *build) search(l layerView, wanted func(*class) bool) {
	b.hits = b.hits[:0]
	if l.tree == nil || b.spot.z < l.from {
		return // at far zooms this saves visiting every berth there is
	}
	low, high, inLow, inHigh := b.low, b.high, b.inLow, b.inHigh
	l.tree.Search(low, high, func(lo, hi [2]float32, f *feature) bool {
		if wanted(f.class) {
			inside := lo[0] >= inLow[0] && lo[1] >= inLow[1] && hi[0] <= inHigh[0] && hi[1] <= inHigh[1]
			b.hits = append(b.hits, hit{f.id, f, inside})
		}
		return true
	})
	slices.SortFunc(b.hits, func(f, g hit) int { return cmp.Compare(f.id, g.id) })
}

// findCrowded looks where it matters: near, and when cells may be drawn.
func (b *build) findCrowded() {
	b.crowded = b.crowded[:0]
	if z := b.spot.z; z < cellsBelow || z >= cellZooms || !b.layers.has(layerCluster) {
		return
	}
	counts := map[string]uint32{}
	for _, c := range b.view.ofTile(b.spot) {
		counts[b.groups[c.place.group()].kind] += c.count
	}
	for kind, count := range counts {
		if count > maxSingles {
			b.crowded = append(b.crowded, kind)
		}
	}
}
