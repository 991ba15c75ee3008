package tiles

import (
	"maps"
	"slices"

	"backstreet/geo"

	"github.com/tidwall/rtree"
)

// feature is a Feature made ready. It never changes: an edit makes a new one.
type feature struct {
	id         int64
	layer      string
	shape      *shape
	properties []property
	name, ref  string
	group      string
	millionths int64
	rule       rule
}

type featureKey struct {
	layer string
	id    int64
}

type featureTree = rtree.RTreeGN[float64, *feature]

// index finds the features of one datum. It belongs to the writer; readers get
// views of it, which share its trees until the next change (copy on write).
type index struct {
	features map[featureKey]*feature
	trees    map[string]*featureTree
	from     map[string]uint8 // lowest zoom at which any feature of the layer was ever drawn
	grid     *grid
}

// view is an index as of one moment. It never changes.
type view struct {
	layers []string // of trees, and those made out of others, sorted
	trees  map[string]*featureTree
	from   map[string]uint8
	cells  [cellZooms]*cellTree
}

// touch is what a change may have altered: tiles whose boxes meet bounds.
type touch struct {
	bounds box
	layer  string
	rule   rule
}

func newIndex() *index {
	return &index{features: map[featureKey]*feature{}, trees: map[string]*featureTree{}, from: map[string]uint8{}, grid: newGrid()}
}

// edit is a feature to put, or to remove when it is nil.
type edit struct {
	key featureKey
	now *feature
}

// apply takes the edits in and returns what they touched.
func (ix *index) apply(edits []edit) []touch {
	var touched []touch
	sums := delta{}
	replace := func(e edit) {
		if old := ix.features[e.key]; old != nil {
			ix.remove(old)
			sums.add(old, -1)
			touched = append(touched, old.touch())
		}
		if e.now != nil {
			ix.insert(e.now)
			sums.add(e.now, 1)
			touched = append(touched, e.now.touch())
		}
	}
	areaChanged := false
	for _, e := range edits {
		replace(e)
		areaChanged = areaChanged || e.key.layer == layerArea
	}
	if areaChanged {
		for _, e := range ix.rerank() {
			replace(e)
		}
	}
	ix.grid.apply(sums)
	return touched
}

// rerank fits the ranks of all areas to the borders they now have, and returns
// those that this changed: a border that came or went moves nodes, and with
// them what neighbours draw.
func (ix *index) rerank() []edit {
	var shapes []*shape
	var all []*feature
	ix.tree(layerArea).Scan(func(_, _ [2]float64, f *feature) bool {
		all, shapes = append(all, f), append(shapes, f.shape)
		return true
	})
	met := bordersOf(shapes)
	var edits []edit
	for _, f := range all {
		if s := met.ranked(f.shape); s != f.shape {
			edits = append(edits, edit{f.key(), f.with(s)})
		}
	}
	return edits
}

func (ix *index) insert(f *feature) {
	lo, hi := f.shape.bounds.corners()
	ix.tree(f.layer).Insert(lo, hi, f)
	ix.from[f.layer] = min(ix.from[f.layer], f.rule.from, f.rule.label)
	ix.features[f.key()] = f
}

func (ix *index) tree(layer string) *featureTree {
	tree := ix.trees[layer]
	if tree == nil {
		tree = &featureTree{}
		ix.trees[layer], ix.from[layer] = tree, never
	}
	return tree
}

func (ix *index) remove(f *feature) {
	lo, hi := f.shape.bounds.corners()
	ix.tree(f.layer).Delete(lo, hi, f)
	delete(ix.features, f.key())
}

// view copies the trees, which costs nothing but what later changes must copy.
func (ix *index) view() *view {
	v := &view{trees: make(map[string]*featureTree, len(ix.trees)), from: maps.Clone(ix.from)}
	v.layers = []string{layerCluster, layerLabel}
	for layer, tree := range ix.trees {
		v.layers = append(v.layers, layer)
		v.trees[layer] = tree.Copy()
	}
	slices.Sort(v.layers)
	for z, tree := range ix.grid.trees {
		v.cells[z] = tree.Copy()
	}
	return v
}

// shifted is the index in another datum.
func (ix *index) shifted(shift func(geo.Point) geo.Point) *index {
	edits := make([]edit, 0, len(ix.features))
	for _, f := range ix.features {
		edits = append(edits, edit{f.key(), f.with(f.shape.shifted(shift))})
	}
	to := newIndex()
	to.apply(edits)
	return to
}

func (f *feature) key() featureKey { return featureKey{f.layer, f.id} }

func (f *feature) touch() touch { return touch{f.shape.bounds, f.layer, f.rule} }

func (f *feature) with(s *shape) *feature {
	g := *f
	g.shape = s
	return &g
}
