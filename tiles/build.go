package tiles

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// build is the work on one tile.
type build struct {
	pen
	view          *view
	values        []string
	groups        []cellGroup
	layers        layerSet
	low, high     [2]float32 // the tile's box as the index has it: what meets it
	inLow, inHigh [2]float32 // and rounded inwards: what is inside it
	hits          []hit
	crowded       []string // kinds of which the tile shows cells though it is near
	before        traits   // of the feature written before in the layer
	common        int      // how many bytes of its tags tell them; 0: there is none
}

var builds = sync.Pool{New: func() any { return new(build) }}

// draw hands over the tile of one moment's features, encoded; it is valid during the call. The tile depends on nothing
// else: the same features give the same bytes, whatever edits led to them.
func draw(s *snapshot, a Address, use func(mvt []byte)) {
	b := builds.Get().(*build)
	defer builds.Put(b)
	b.view, b.values, b.groups, b.layers = s.views[a.CRS], s.values, s.groups, a.Layers
	b.spot = spot{a.Z, a.X, a.Y}
	b.aim()
	b.reset(len(b.values))
	b.findCrowded()
	for _, l := range b.view.layers {
		if !b.layers.has(l.name) {
			continue
		}
		switch l.name {
		case layerCluster:
			b.drawCells()
		case layerLabel:
			b.drawLabels()
		default:
			b.drawFeatures(l)
		}
		b.endLayer(l.name)
	}
	b.view, b.before = nil, traits{}
	clear(b.hits[:cap(b.hits)]) // a pooled build must not hold old features
	use(b.tile)
}

// aim puts the tile's box into the index's numbers.
func (b *build) aim() {
	box, origin := b.spot.box(), b.view.origin
	b.low = [2]float32{below(box.minX, origin.x), below(box.minY, origin.y)}
	b.high = [2]float32{above(box.maxX, origin.x), above(box.maxY, origin.y)}
	b.inLow = [2]float32{above(box.minX, origin.x), above(box.minY, origin.y)}
	b.inHigh = [2]float32{below(box.maxX, origin.x), below(box.maxY, origin.y)}
}

func (b *build) drawFeatures(l layerView) {
	z, crowded := b.spot.z, slices.Contains(b.crowded, l.name)
	b.search(l, func(c *class) bool { return z >= c.rule.from && !(crowded && c.rule.cells) })
	b.common = 0
	for _, hit := range b.hits {
		r := hit.feature.shape.read()
		became, dimension := b.pen.draw(hit.feature, &r, hit.inside)
		if became == nothing {
			b.beginFeature()
			continue
		}
		b.properties(hit.feature, &r)
		if became == collapsed {
			b.flag(keyCollapsed)
		}
		b.endFeature(hit.id, dimension)
	}
}

func (b *build) drawLabels() {
	for _, l := range b.view.layers {
		b.search(l, func(c *class) bool { return b.spot.z >= c.rule.label })
		for _, hit := range b.hits {
			f := hit.feature
			r := f.shape.read()
			if r.name == "" || b.drawPoint(r.anchor) == nothing {
				continue
			}
			b.text(keyKind, l.name)
			b.text(keyName, r.name)
			for _, p := range f.class.fixed {
				if p.key == keyLevel || p.key == keyStatus {
					b.property(p, b.values)
				}
			}
			b.endFeature(f.id, points)
		}
	}
}

// drawCells draws by kind, group, row and column. Numbers of groups are of this engine alone, so that their names decide.
func (b *build) drawCells() {
	if b.spot.z >= cellZooms {
		return
	}
	var runs []block
	for cells := b.view.ofTile(b.spot); len(cells) > 0; {
		n := 1
		for n < len(cells) && cells[n].place.group() == cells[0].place.group() {
			n++
		}
		runs, cells = append(runs, cells[:n]), cells[n:]
	}
	group := func(run block) cellGroup { return b.groups[run[0].place.group()] }
	slices.SortFunc(runs, func(r, s block) int {
		return cmp.Or(strings.Compare(group(r).kind, group(s).kind), strings.Compare(group(r).group, group(s).group))
	})
	for _, run := range runs {
		g := group(run)
		if b.spot.z >= cellsBelow && !slices.Contains(b.crowded, g.kind) {
			continue
		}
		for i := range run {
			b.drawPoint(run[i].mean())
			b.text(keyKind, g.kind)
			b.text(keyGroup, g.group)
			b.quantity(keyCount, int64(run[i].count)*million)
			b.quantity(keyQuantity, run[i].millionths)
			b.endFeature(noID, points)
		}
	}
}
