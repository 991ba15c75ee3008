package demo

// families are the streets that go by one name: of leads from each towards the one that has it.
type families struct {
	streets []street
	of      []int
}

func (f families) root(i int) int {
	if f.of[i] != i {
		f.of[i] = f.root(f.of[i])
	}
	return f.of[i]
}

// join makes two streets one, unless they have a name each.
func (f families) join(i, j int) {
	i, j = f.root(i), f.root(j)
	switch {
	case f.streets[i].name == "":
		f.of[i] = j
	case f.streets[j].name == "":
		f.of[j] = i
	}
}

// name gives a street that goes straight on over a crossing the name it had before.
func (n *network) name() {
	all := families{n.streets, make([]int, len(n.streets))}
	ends := map[spot][]int{}
	for i, s := range n.streets {
		all.of[i] = i
		if s.rank == 0 {
			continue
		}
		for _, end := range []spot{s.a, s.b} {
			for _, j := range ends[end] {
				if goesOn(s, n.streets[j], end) {
					all.join(i, j)
				}
			}
			ends[end] = append(ends[end], i)
		}
	}
	roads := [2]*roll{{names: eastward}, {names: northward}}
	sides := &roll{names: mixed(n.random, sideFronts, sideBacks)}
	for i := range n.streets {
		first := &n.streets[all.root(i)]
		if first.name == "" {
			first.name = chosen(*first, roads, sides)
		}
		n.streets[i].name = first.name
	}
}

// goesOn tells whether two streets that meet at an end are one.
func goesOn(s, t street, at spot) bool {
	out := func(s street) spot {
		if s.a == at {
			return s.b.minus(at).unit()
		}
		return s.a.minus(at).unit()
	}
	return out(s).dot(out(t)) < -0.9
}

func chosen(s street, roads [2]*roll, sides *roll) string {
	if s.rank > 3 {
		return sides.next()
	}
	if d := s.b.minus(s.a); abs(d.u) > abs(d.v) {
		return roads[0].next()
	}
	return roads[1].next()
}
