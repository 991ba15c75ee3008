package tiles

import (
	"math"
	"slices"
	"strings"

	"backstreet/geo"

	"github.com/tidwall/rtree"
)

// feature is a Feature made ready, in 64 bytes. It never changes: an edit makes a new one.
type feature struct {
	id    int64
	shape shape
	traits
}

// traits are what a feature's neighbours often have just like it.
type traits struct {
	class      *class
	millionths int64 // of quantity
	unit, area uint32
	days       [5]uint16 // listed, planned, due, submitted, verified
	rework     uint16
	owed       uint16
}

// The rtree's numbers are measured from a place among the features and rounded outwards: half the memory of float64, and
// exact within 150 km. What a search finds beyond draws nothing.
type featureTree = rtree.RTreeGN[float32, *feature]

// index finds the features of one datum. It belongs to the writer; readers get
// views of it, which share its trees until the next change (copy on write).
type index struct {
	layers map[string]*layer
	origin *vertex // nil: no feature came yet
	grid   *grid
}

// layer holds the features of one.
type layer struct {
	name string
	byID pages
	tree featureTree
	from uint8 // lowest zoom at which any of its features was ever drawn
	seen *featureTree
}

// view is an index as of one moment. It never changes.
type view struct {
	layers []layerView // those made out of others too, by name
	origin vertex
	cells  [cellZooms]*blockTree
}

type layerView struct {
	name string
	tree *featureTree // nil: it is made out of others
	from uint8
}

// touch is what a change may have altered: tiles whose boxes meet bounds.
type touch struct {
	bounds box
	layer  string
	rule   rule
}

func newIndex() *index { return &index{layers: map[string]*layer{}, grid: newGrid()} }

type featureKey struct {
	layer string
	id    int64
}

// edit is a feature to put, or to remove when it is nil.
type edit struct {
	key featureKey
	now *feature
}

// apply takes the edits in and returns what they touched.
func (ix *index) apply(edits []edit) []touch {
	var touched []touch
	ix.put(edits, func(f *feature, bounds box) {
		touched = append(touched, touch{bounds, f.class.layer, f.class.rule})
	})
	return touched
}

// put takes the edits in and tells of each feature that went or came.
func (ix *index) put(edits []edit, tell func(f *feature, bounds box)) {
	sums := delta{}
	replace := func(e edit) {
		l := ix.layer(e.key.layer)
		l.seen = nil
		if old := l.byID.set(e.key.id, e.now); old != nil {
			b := old.shape.bounds()
			l.tree.Delete(ix.low(b), ix.high(b), old)
			sums.add(old, -1)
			tell(old, b)
		}
		if e.now != nil {
			b, rule := e.now.shape.bounds(), e.now.class.rule
			l.tree.Insert(ix.low(b), ix.high(b), e.now)
			l.from = min(l.from, rule.from, rule.label)
			sums.add(e.now, 1)
			tell(e.now, b)
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
}

// fill is put for an index that nobody has seen.
func (ix *index) fill(edits []edit) {
	ix.put(edits, func(*feature, box) {})
}

// rerank fits the ranks of all areas to the borders they now have, and returns
// those that this changed: a border that came or went moves nodes, and with
// them what neighbours draw.
func (ix *index) rerank() []edit {
	var outlines []*outline
	var all []*feature
	ix.layer(layerArea).byID.scan(func(f *feature) {
		all, outlines = append(all, f), append(outlines, f.shape.unpack())
	})
	met := bordersOf(outlines)
	var edits []edit
	for i, f := range all {
		if met.rank(outlines[i]) {
			edits = append(edits, edit{f.key(), f.with(outlines[i].pack())})
		}
	}
	return edits
}

func (ix *index) layer(name string) *layer {
	l := ix.layers[name]
	if l == nil {
		l = &layer{name: name, byID: pages{}, from: never}
		ix.layers[name] = l
	}
	return l
}

func (ix *index) low(b box) [2]float32 {
	if ix.origin == nil {
		ix.origin = &vertex{b.minX, b.minY}
	}
	return [2]float32{below(b.minX, ix.origin.x), below(b.minY, ix.origin.y)}
}

func (ix *index) high(b box) [2]float32 {
	return [2]float32{above(b.maxX, ix.origin.x), above(b.maxY, ix.origin.y)}
}

// below is not above the distance from the origin.
func below(v, origin uint32) float32 {
	d := float64(v) - float64(origin)
	if f := float32(d); float64(f) <= d {
		return f
	}
	return math.Nextafter32(float32(d), float32(math.Inf(-1)))
}

func above(v, origin uint32) float32 { return -below(origin, v) }

// view copies the trees, which costs nothing but what later changes must copy.
func (ix *index) view() *view {
	v := &view{cells: ix.grid.view()}
	if ix.origin != nil {
		v.origin = *ix.origin
	}
	v.layers = append(make([]layerView, 0, len(ix.layers)+2), layerView{name: layerCluster}, layerView{name: layerLabel})
	for _, l := range ix.layers {
		if l.seen == nil {
			l.seen = l.tree.Copy()
		}
		v.layers = append(v.layers, layerView{l.name, l.seen, l.from})
	}
	slices.SortFunc(v.layers, func(a, b layerView) int { return strings.Compare(a.name, b.name) })
	return v
}

// shifted is the index in another datum.
func (ix *index) shifted(shift func(geo.Point) geo.Point) *index {
	var edits []edit
	for _, l := range ix.layers {
		l.byID.scan(func(f *feature) {
			edits = append(edits, edit{f.key(), f.with(f.shape.unpack().shifted(shift).pack())})
		})
	}
	to := newIndex()
	to.fill(edits)
	return to
}

func (f *feature) key() featureKey { return featureKey{f.class.layer, f.id} }

func (f *feature) with(s shape) *feature {
	g := *f
	g.shape = s
	return &g
}
