package tiles

import "slices"

// borders ranks the vertices of areas so that neighbours keep the same ones:
// every ring is cut where borders part or meet, and each stretch between is
// ranked once and the same for all rings that run along it.
type borders map[vertex]crossing

// crossing is what the rings do at a vertex. Two neighbours in all are a border
// running through, however many rings run along it; a third makes it a node.
type crossing struct {
	a, b  vertex
	count uint8
}

func bordersOf(outlines []*outline) borders {
	met := borders{}
	for _, o := range outlines {
		if o.dimension != areas {
			continue
		}
		o.each(func(from, to int, _ bool) {
			ring := o.vertices[from:to]
			for i, v := range ring {
				met.meet(v, ring[(i+len(ring)-1)%len(ring)])
				met.meet(v, ring[(i+1)%len(ring)])
			}
		})
	}
	return met
}

func (b borders) meet(at, neighbour vertex) {
	c := b[at]
	switch {
	case c.count > 0 && c.a == neighbour, c.count > 1 && c.b == neighbour:
		return
	case c.count == 0:
		c.a = neighbour
	case c.count == 1:
		c.b = neighbour
	}
	c.count = min(c.count+1, 3)
	b[at] = c
}

func (b borders) isNode(v vertex) bool { return b[v].count > 2 }

// rank fits the outline's ranks to the borders, and tells whether that changed any.
func (b borders) rank(o *outline) (changed bool) {
	if o.dimension != areas {
		return false
	}
	ranks := make([]uint8, len(o.vertices))
	o.each(func(from, to int, _ bool) {
		rankRing(o.vertices[from:to], ranks[from:to], b.isNode)
	})
	changed = !slices.Equal(ranks, o.ranks)
	o.ranks = ranks
	return changed
}
