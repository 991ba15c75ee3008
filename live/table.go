package live

const (
	fanBits = 6
	fan     = 1 << fanBits
)

// table holds values by id in a radix tree of 64-way nodes. It is persistent: a copy of the struct
// shares all nodes, and edit gives a version whose changes no older copy sees. Finding one of ten
// million dense ids takes four steps; changing one copies four nodes of half a kilobyte.
//
// An array would be a step quicker, but one far-off id would blow it up.
type table[T any] struct {
	root   *node[T]
	height int // levels of branches above the leaves
	count  int
	owner  *owner
}

// owner marks the nodes that the version being edited made itself and may change in place.
type owner struct{ _ byte }

type node[T any] struct {
	owner    *owner
	branches []*node[T] // of a branch
	values   []*T       // of a leaf
}

// edit gives a version to change; t stays as it is.
func (t table[T]) edit() table[T] {
	t.owner = new(owner)
	return t
}

// get gives the value, or nil.
func (t table[T]) get(id int64) *T {
	key := uint64(id)
	if t.root == nil || key>>(fanBits*(t.height+1)) != 0 {
		return nil
	}
	n := t.root
	for level := t.height; level > 0; level-- {
		if n = n.branches[slot(key, level)]; n == nil {
			return nil
		}
	}
	return n.values[slot(key, 0)]
}

// set puts a value, and gives the one it took the place of, or nil. A nil value removes.
func (t *table[T]) set(id int64, value *T) (old *T) {
	key := uint64(id)
	if t.root == nil {
		t.root = t.newNode(0)
	}
	for key>>(fanBits*(t.height+1)) != 0 {
		t.height++
		above := t.newNode(t.height)
		above.branches[0] = t.root
		t.root = above
	}
	place := &t.root
	for level := t.height; level > 0; level-- {
		n := t.own(place, level)
		place = &n.branches[slot(key, level)]
	}
	leaf := t.own(place, 0)
	old, leaf.values[slot(key, 0)] = leaf.values[slot(key, 0)], value
	if old != nil {
		t.count--
	}
	if value != nil {
		t.count++
	}
	return old
}

// scan visits all values in the order of their ids until visit returns false.
func (t table[T]) scan(visit func(*T) bool) {
	if t.root != nil {
		t.root.scan(visit)
	}
}

func (n *node[T]) scan(visit func(*T) bool) bool {
	for _, value := range n.values {
		if value != nil && !visit(value) {
			return false
		}
	}
	for _, branch := range n.branches {
		if branch != nil && !branch.scan(visit) {
			return false
		}
	}
	return true
}

// descend visits the values of those nodes that enter lets it into, in the order of their ids, until visit
// returns false. A node or value holds the ids from first on, 64 to the power of steps of them.
func (t table[T]) descend(enter func(first uint64, steps int) bool, visit func(*T) bool) {
	if t.root != nil && enter(0, t.height+1) {
		t.root.descend(0, t.height, enter, visit)
	}
}

func (n *node[T]) descend(first uint64, level int, enter func(uint64, int) bool, visit func(*T) bool) bool {
	for i, value := range n.values {
		if value != nil && enter(first+uint64(i), 0) && !visit(value) {
			return false
		}
	}
	for i, branch := range n.branches {
		below := first + uint64(i)<<(fanBits*level)
		if branch != nil && enter(below, level) && !branch.descend(below, level-1, enter, visit) {
			return false
		}
	}
	return true
}

// own makes the node at place one that this version may change.
func (t *table[T]) own(place **node[T], level int) *node[T] {
	n := *place
	if n == nil {
		n = t.newNode(level)
	} else if n.owner != t.owner {
		copied := t.newNode(level)
		copy(copied.branches, n.branches)
		copy(copied.values, n.values)
		n = copied
	}
	*place = n
	return n
}

func (t *table[T]) newNode(level int) *node[T] {
	if level == 0 {
		return &node[T]{owner: t.owner, values: make([]*T, fan)}
	}
	return &node[T]{owner: t.owner, branches: make([]*node[T], fan)}
}

func slot(key uint64, level int) int { return int(key>>(fanBits*level)) & (fan - 1) }
