package demo

// finish names the streets, cuts them where the land ends and adds bridges and embankment roads.
func (n *network) finish() {
	n.name()
	laid := n.streets
	n.streets = nil
	for _, s := range laid {
		if s.rank > 0 {
			n.streets = append(n.streets, n.trimmed(s)...)
		}
	}
	n.bridge()
	n.embank()
}

// trimmed keeps the stretches of a street on dry land, and ends it soon where the town does.
func (n *network) trimmed(s street) []street {
	const shortest, beyond = 45.0, -0.16
	var kept []street
	var run []spot
	end := func() {
		if len(run) > 1 && lengthOf(run) > shortest {
			kept = append(kept, street{s.name, s.rank, run[0], run[len(run)-1], bendAll(run)})
		}
		run = nil
	}
	for _, p := range stepped([]spot{s.a, s.b}, 12) {
		if n.dry(p, 0) && n.urban(p) > beyond {
			run = append(run, p)
		} else {
			end()
		}
	}
	end()
	return kept
}

// bridge leads a street over the Li to where it goes on under the same name.
func (n *network) bridge() {
	north, south := n.landings(1), n.landings(-1)
	for _, from := range north {
		for _, to := range south {
			if from.name == to.name && abs(from.a.u-to.a.u) < 150 {
				n.streets = append(n.streets, street{from.name, from.rank, from.a, to.a, bentLine([]spot{from.a, to.a}, 20)})
			}
		}
	}
}

// landings are the streets that end at the northern (1) or southern (-1) bank of the Li, turned so that they begin there.
func (n *network) landings(bank float64) []street {
	var ending []street
	for _, s := range n.streets {
		for _, end := range []spot{s.a, s.b} {
			if v := end.v * bank; v > 0 && v < liRoad+15 {
				ending = append(ending, street{name: s.name, rank: s.rank, a: end})
			}
		}
	}
	return ending
}

// embank lays the roads on the embankments, as far as they lie in the district.
func (n *network) embank() {
	for _, side := range []float64{-liRoad, liRoad} {
		var line []spot
		for u := -9000.0; u < n.mouth+300; u += 20 {
			line = append(line, bend(spot{u, side}))
		}
		n.follow("滨河路", "澧河大堤", line, func(p spot) bool { return n.toSha(p) > shaRoad-3 })
	}
	n.follow("沙河路", "沙河大堤", beside(n.sha, -shaRoad), func(p spot) bool {
		plan := unbend(p)
		return n.toSha(p) > shaRoad-3 && (abs(plan.v) > liRoad-3 || plan.u > n.mouth+60)
	})
}

// follow lays a road along a line on the ground where open tells so; in town it has another name than outside.
func (n *network) follow(inTown, outside string, line []spot, open func(spot) bool) {
	var run []spot
	town := false
	end := func() {
		if name, rank := outside, 4; len(run) > 5 {
			if town {
				name, rank = inTown, 3
			}
			n.streets = append(n.streets, street{name: name, rank: rank, line: run})
		}
	}
	for _, p := range line {
		isTown := n.urban(unbend(p)) > 0
		switch {
		case !p.within(n.outline) || !open(p):
			end()
			run = nil
			continue
		case isTown != town:
			end()
			run = run[max(0, len(run)-1):]
		}
		town = isTown
		run = append(run, p)
	}
	end()
}
