package live

import (
	"slices"
	"strings"

	"backstreet/rectify"
)

// Filter says which features are meant; see rectify.Filter, which the exports ask too.
type Filter = rectify.Filter

// matcher is a filter made ready for asking many features of one snapshot.
type matcher struct {
	Filter
	snapshot *Snapshot
	ids      map[rectify.FeatureID]bool
}

func (s *Snapshot) matcher(f Filter) *matcher {
	m := &matcher{Filter: f, snapshot: s}
	m.Text = strings.ToLower(strings.TrimSpace(f.Text)) // once, not for each feature
	if f.IDs != nil {
		m.IDs = nil // each takes them from ids
		m.ids = make(map[rectify.FeatureID]bool, len(f.IDs))
		for _, id := range f.IDs {
			m.ids[id] = true
		}
	}
	return m
}

// Match reports whether the filter means the feature.
func (s *Snapshot) Match(filter Filter, f *Feature) bool { return s.matcher(filter).match(f) }

// Select visits the features that the filter means, in no order, until visit returns false.
func (s *Snapshot) Select(filter Filter, visit func(*Feature) bool) { s.matcher(filter).each(visit) }

// each asks the cheapest source of candidates there is for the filter.
func (m *matcher) each(visit func(*Feature) bool) {
	matching := func(f *Feature) bool { return !m.match(f) || visit(f) }
	switch bound, bounded := m.Within(); {
	case m.ids != nil:
		for id := range m.ids {
			if f, found := m.snapshot.Feature(id); found && !matching(f) {
				return
			}
		}
	case bounded:
		m.eachKind(func(kind rectify.KindKey) bool {
			more := true
			m.snapshot.trees.search(kind, bound, func(f *Feature) bool {
				more = matching(f)
				return more
			})
			return more
		})
	case len(m.Kinds) > 0:
		m.eachKind(func(kind rectify.KindKey) bool {
			more := true
			m.snapshot.trees.scan(kind, func(f *Feature) bool {
				more = matching(f)
				return more
			})
			return more
		})
	default:
		m.snapshot.features.scan(matching)
	}
}

// eachKind visits the kinds that the filter names, each once, or those there are.
func (m *matcher) eachKind(visit func(rectify.KindKey) bool) {
	for kind := range m.snapshot.trees.trees {
		if (len(m.Kinds) == 0 || slices.Contains(m.Kinds, kind)) && !visit(kind) {
			return
		}
	}
}

func (m *matcher) match(f *Feature) bool {
	return (m.ids == nil || m.ids[f.ID]) && m.Match(f.Feature, f.Bound, m.snapshot.areas.countedIn(f.AreaID), m.snapshot.today)
}
