package live

import (
	"maps"

	"github.com/tidwall/rtree"

	"backstreet/geo"
)

// forest holds one rtree per key: features by kind, the base map by class. Like table it is
// persistent; edit copies the trees it touches, which rtree does lazily, node by node.
type forest[K comparable, T any] struct {
	trees map[K]*rtree.RTreeG[*T]
	owned map[K]bool // trees that this version copied and may change
}

// edit gives a version to change; f stays as it is.
func (f forest[K, T]) edit() forest[K, T] {
	trees := maps.Clone(f.trees)
	if trees == nil {
		trees = make(map[K]*rtree.RTreeG[*T])
	}
	return forest[K, T]{trees: trees, owned: make(map[K]bool)}
}

// insert puts an item; one without extent (no geometry) is in no tree.
func (f forest[K, T]) insert(key K, bound geo.Bound, item *T) {
	if !bound.IsEmpty() {
		f.own(key).Insert(bound.Min, bound.Max, item)
	}
}

// remove takes out an item that was put in with the same key and bound.
func (f forest[K, T]) remove(key K, bound geo.Bound, item *T) {
	if !bound.IsEmpty() {
		f.own(key).Delete(bound.Min, bound.Max, item)
	}
}

// search visits the items whose bounds meet bound, in no order, until visit returns false.
func (f forest[K, T]) search(key K, bound geo.Bound, visit func(*T) bool) {
	if tree := f.trees[key]; tree != nil && !bound.IsEmpty() {
		tree.Search(bound.Min, bound.Max, func(_, _ [2]float64, item *T) bool { return visit(item) })
	}
}

func (f forest[K, T]) own(key K) *rtree.RTreeG[*T] {
	if !f.owned[key] {
		tree := new(rtree.RTreeG[*T])
		if shared := f.trees[key]; shared != nil {
			tree = shared.Copy()
		}
		f.trees[key], f.owned[key] = tree, true
	}
	return f.trees[key]
}

// scan visits all items of a key, in no order, until visit returns false.
func (f forest[K, T]) scan(key K, visit func(*T) bool) {
	if tree := f.trees[key]; tree != nil {
		tree.Scan(func(_, _ [2]float64, item *T) bool { return visit(item) })
	}
}
