package tiles

// class is what many features have in common, kept once: a million features are of a few hundred classes. It never changes.
type class struct {
	layer    string
	rule     rule
	group    uint16     // number of the kind and group that its cells sum by
	measured bool       // a quantity is said even if it is 0
	fixed    []property // status, level, code, class, rank
}

type classKey struct {
	layer, status, group string
	level, code          string
	class                string
	rank                 uint8
	dimension            dimension
}

// cellGroup is what a cell sums.
type cellGroup struct{ kind, group string }

// vocabulary keeps classes, the values of their properties and groups, for the writer alone; readers see what is in a
// snapshot. It only grows, by what is distinct.
type vocabulary struct {
	values  values
	classes map[classKey]*class
	groups  []cellGroup
	groupOf map[cellGroup]uint16
}

func newVocabulary() vocabulary {
	return vocabulary{classes: map[classKey]*class{}, groupOf: map[cellGroup]uint16{}}
}

func (v *vocabulary) class(f *Feature, d dimension) *class {
	k := classKey{f.Layer, f.Status, f.Group, f.Level, f.Code, f.Class, f.Rank, d}
	c := v.classes[k]
	if c == nil {
		c = &class{layer: f.Layer, rule: ruleOf(f, d), measured: f.Status != "", fixed: v.values.fixed(f)}
		if c.rule.cells {
			c.group = v.group(cellGroup{f.Layer, f.Group})
		}
		v.classes[k] = c
	}
	return c
}

func (v *vocabulary) group(g cellGroup) uint16 {
	n, ok := v.groupOf[g]
	if !ok {
		n = uint16(len(v.groups))
		v.groupOf[g] = n
		v.groups = append(v.groups, g)
	}
	return n
}

// feature packs what the tiles show of f.
func (v *vocabulary) feature(f *Feature, s shape) *feature {
	return &feature{
		id: f.ID, shape: s,
		traits: traits{
			class: v.class(f, s.dimension()), millionths: millionths(f.Quantity),
			unit: short[uint32](f.UnitID), area: short[uint32](f.AreaID),
			days: [...]uint16{
				short[uint16](f.ListedDay), short[uint16](f.PlannedDay), short[uint16](f.DueDay),
				short[uint16](f.SubmittedDay), short[uint16](f.VerifiedDay),
			},
			rework: short[uint16](f.Rework), owed: short[uint16](f.Owed),
		},
	}
}

// short is n, or 0 for none where it does not fit.
func short[to uint16 | uint32, from int32 | int64](n from) to {
	if s := to(n); from(s) == n && n > 0 {
		return s
	}
	return 0
}
