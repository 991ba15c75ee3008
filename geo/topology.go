package geo

// topology is how the rings of all polygons of one geometry lie to each other.
// It fills in two steps: the edges' meetings, which forbid crossings, and then
// which ring lies in which.
type topology struct {
	rings   []placedRing
	edges   []edge
	inside  map[[2]int]bool // {i, j}: ring i lies in ring j, where they touch
	touches []touch
}

// placedRing knows its polygon and its edges, edges[first:end].
type placedRing struct {
	polygon    int
	hole       bool
	first, end int
	positions  Ring
	bound      Bound
	left       bool // the inside is to the left: drawn counter-clockwise
}

// touch is a place where two rings meet without crossing.
type touch struct {
	rings [2]int
	at    Point
}

// findTopologyFault expects rings that are closed, finite and long enough.
func findTopologyFault(polygons []Polygon) *Fault {
	t := newTopology(polygons)
	if fault := t.findMeeting(); fault != nil {
		return fault
	}
	if fault := t.findMisplaced(); fault != nil {
		return fault
	}
	return t.findCut()
}

func newTopology(polygons []Polygon) *topology {
	t := &topology{inside: map[[2]int]bool{}}
	for i, polygon := range polygons {
		for j, ring := range polygon {
			t.add(placedRing{polygon: i, hole: j > 0, positions: ring, bound: ring.Bound()})
		}
	}
	return t
}

func (t *topology) add(r placedRing) {
	r.first = len(t.edges)
	for i := 1; i < len(r.positions); i++ {
		if a, b := r.positions[i-1], r.positions[i]; a != b {
			t.edges = append(t.edges, edge{a, b, len(t.rings)})
		}
	}
	r.end = len(t.edges)
	t.rings = append(t.rings, r)
	t.rings[len(t.rings)-1].left = t.isCounterClockwise(r)
}

// isCounterClockwise reads the turn at the westernmost position, which gives
// the direction of the whole ring without rounding.
func (t *topology) isCounterClockwise(r placedRing) bool {
	west := r.first
	for i := r.first; i < r.end; i++ {
		if a, b := t.edges[i].a, t.edges[west].a; a[0] < b[0] || a[0] == b[0] && a[1] < b[1] {
			west = i
		}
	}
	return turn(t.edges[t.before(west)].a, t.edges[west].a, t.edges[west].b) > 0
}

// findMeeting reports edges that cross or run together, rings that touch
// themselves, and remembers where different rings touch.
func (t *topology) findMeeting() (fault *Fault) {
	newEdgeTree(t.edges).pairs(func(i, j int) bool {
		how, at := meet(t.edges[i], t.edges[j])
		switch {
		case how == apart:
		case how != touching:
			fault = t.meetingFault(i, j, at)
		case t.edges[i].ring == t.edges[j].ring:
			if t.after(i) != j && t.after(j) != i {
				fault = &Fault{FaultSelfIntersection, "the ring touches itself", at}
			}
		case !t.recordTouch(i, j, at):
			fault = t.meetingFault(i, j, at)
		}
		return fault == nil
	})
	return fault
}

func (t *topology) meetingFault(i, j int, at Point) *Fault {
	one, other := t.edges[i].ring, t.edges[j].ring
	switch {
	case one == other:
		return &Fault{FaultSelfIntersection, "the ring crosses itself", at}
	case t.rings[one].polygon == t.rings[other].polygon:
		return &Fault{FaultSelfIntersection, "two rings of the polygon cross", at}
	}
	return &Fault{FaultOverlap, "two polygons overlap or share an edge", at}
}

// recordTouch is false when the rings pass through each other at the place.
func (t *topology) recordTouch(i, j int, at Point) bool {
	one, other := t.edges[i].ring, t.edges[j].ring
	oneFrom, oneTo := t.neighbours(i, at)
	otherFrom, otherTo := t.neighbours(j, at)
	fromLeft := isLeft(otherFrom, at, otherTo, oneFrom)
	if fromLeft != isLeft(otherFrom, at, otherTo, oneTo) {
		return false
	}
	t.inside[[2]int{one, other}] = fromLeft == t.rings[other].left
	t.inside[[2]int{other, one}] = isLeft(oneFrom, at, oneTo, otherTo) == t.rings[one].left
	t.touches = append(t.touches, touch{[2]int{one, other}, at})
	return true
}

// neighbours are the positions before and after a place on edge i.
func (t *topology) neighbours(i int, at Point) (from, to Point) {
	from, to = t.edges[i].a, t.edges[i].b
	if at == from {
		from = t.edges[t.before(i)].a
	}
	if at == to {
		to = t.edges[t.after(i)].b
	}
	return from, to
}

func (t *topology) before(i int) int {
	if r := t.rings[t.edges[i].ring]; i == r.first {
		return r.end - 1
	}
	return i - 1
}

func (t *topology) after(i int) int {
	if r := t.rings[t.edges[i].ring]; i == r.end-1 {
		return r.first
	}
	return i + 1
}

// isLeft says whether p lies left of the bent path from, at, to.
func isLeft(from, at, to, p Point) bool {
	first, second := turn(from, at, p) > 0, turn(at, to, p) > 0
	if turn(from, at, to) > 0 {
		return first && second
	}
	return first || second
}
