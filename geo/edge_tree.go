package geo

// edgeTree finds the pairs of edges whose boxes meet. Edges that follow each
// other along a ring are neighbours in space, so a plain binary tree of boxes
// over the edges in drawing order separates them well: a ring of n edges costs
// about n·log n, and no ordering or index is needed.
type edgeTree struct {
	edges []edge
	boxes []Bound // of node i; its halves are nodes 2i+1 and 2i+2
}

// span is a node of the tree with the edges it covers, [low, high).
type span struct{ node, low, high int }

func newEdgeTree(edges []edge) *edgeTree {
	t := &edgeTree{edges: edges, boxes: make([]Bound, 4*len(edges))}
	if len(edges) > 0 {
		t.build(t.root())
	}
	return t
}

// pairs calls visit with the indices i < j of each pair whose boxes meet, until
// it returns false.
func (t *edgeTree) pairs(visit func(i, j int) bool) {
	if len(t.edges) > 0 {
		t.within(t.root(), visit)
	}
}

func (t *edgeTree) root() span { return span{0, 0, len(t.edges)} }

func (s span) isLeaf() bool { return s.high-s.low == 1 }

func (s span) halves() (left, right span) {
	middle := (s.low + s.high) / 2
	return span{2*s.node + 1, s.low, middle}, span{2*s.node + 2, middle, s.high}
}

func (t *edgeTree) build(s span) Bound {
	if s.isLeaf() {
		t.boxes[s.node] = t.edges[s.low].bound()
	} else {
		left, right := s.halves()
		t.boxes[s.node] = t.build(left).Union(t.build(right))
	}
	return t.boxes[s.node]
}

func (t *edgeTree) within(s span, visit func(i, j int) bool) bool {
	if s.isLeaf() {
		return true
	}
	left, right := s.halves()
	return t.within(left, visit) && t.within(right, visit) && t.between(left, right, visit)
}

func (t *edgeTree) between(s, o span, visit func(i, j int) bool) bool {
	if !t.boxes[s.node].Intersects(t.boxes[o.node]) {
		return true
	}
	switch {
	case s.isLeaf() && o.isLeaf():
		return visit(s.low, o.low)
	case s.high-s.low >= o.high-o.low:
		left, right := s.halves()
		return t.between(left, o, visit) && t.between(right, o, visit)
	default:
		left, right := o.halves()
		return t.between(s, left, visit) && t.between(s, right, visit)
	}
}
