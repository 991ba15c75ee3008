package geo

// isInside says whether ring i lies in ring j; they do not cross.
func (t *topology) isInside(i, j int) bool {
	if inside, touching := t.inside[[2]int{i, j}]; touching {
		return inside
	}
	one, other := t.rings[i], t.rings[j]
	return other.bound.Contains(one.positions[0]) && inRing(one.positions[0], other.positions)
}

// findMisplaced reports holes outside their shell or within another hole, and
// polygons within another polygon (unless in a hole of it).
func (t *topology) findMisplaced() *Fault {
	shell := 0
	for i, ring := range t.rings {
		if !ring.hole {
			shell = i
			if fault := t.findContainer(i); fault != nil {
				return fault
			}
			continue
		}
		if !t.isInside(i, shell) {
			return &Fault{FaultHoleOutside, "a hole lies outside its polygon", ring.positions[0]}
		}
		for other := shell + 1; other < len(t.rings) && t.rings[other].hole; other++ {
			if other != i && t.isInside(i, other) {
				return &Fault{FaultHoleOutside, "a hole lies in another hole", ring.positions[0]}
			}
		}
	}
	return nil
}

// findContainer looks for another polygon whose interior holds the given shell.
func (t *topology) findContainer(shell int) *Fault {
	for i, ring := range t.rings {
		if i == shell || ring.hole || !t.isInside(shell, i) {
			continue
		}
		if !t.isInHoleOf(shell, i) {
			at := t.rings[shell].positions[0]
			return &Fault{FaultOverlap, "a polygon lies within another", at}
		}
	}
	return nil
}

func (t *topology) isInHoleOf(ring, shell int) bool {
	for hole := shell + 1; hole < len(t.rings) && t.rings[hole].hole; hole++ {
		if t.isInside(ring, hole) {
			return true
		}
	}
	return false
}

// findCut reports rings that touch in a circle and so cut off a part of the
// polygon's interior: with rings and places as the nodes of a graph, and an edge
// where a ring passes a place, that is a cycle.
func (t *topology) findCut() *Fault {
	type passing struct {
		ring int
		at   Point
	}
	type place struct {
		polygon int
		at      Point
	}
	group := newGroups(len(t.rings))
	places := map[place]int{}
	seen := map[passing]bool{}
	for _, touch := range t.touches {
		polygon := t.rings[touch.rings[0]].polygon
		if polygon != t.rings[touch.rings[1]].polygon {
			continue
		}
		node, known := places[place{polygon, touch.at}]
		if !known {
			node = group.add()
			places[place{polygon, touch.at}] = node
		}
		for _, ring := range touch.rings {
			if seen[passing{ring, touch.at}] {
				continue
			}
			seen[passing{ring, touch.at}] = true
			if !group.join(ring, node) {
				return &Fault{FaultInteriorCut, "touching rings cut the polygon in two", touch.at}
			}
		}
	}
	return nil
}

// groups is a union-find over nodes 0, 1, 2, …: parent[i] is i at a root.
type groups struct{ parent []int }

func newGroups(count int) *groups {
	g := &groups{}
	for range count {
		g.add()
	}
	return g
}

func (g *groups) add() int {
	g.parent = append(g.parent, len(g.parent))
	return len(g.parent) - 1
}

func (g *groups) root(i int) int {
	for g.parent[i] != i {
		g.parent[i] = g.parent[g.parent[i]]
		i = g.parent[i]
	}
	return i
}

// join is false when the nodes were in one group already.
func (g *groups) join(i, j int) bool {
	a, b := g.root(i), g.root(j)
	g.parent[a] = b
	return a != b
}
