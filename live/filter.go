package live

import (
	"slices"
	"strings"

	"backstreet/geo"
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
func (s *Snapshot) Match(filter Filter, f *Feature) bool {
	return filter.Match(f.Feature, f.Bound, s.areas.countedIn(f.AreaID), s.today)
}

// Select visits the features that the filter means, in no order, until visit returns false.
func (s *Snapshot) Select(filter Filter, visit func(*Feature) bool) {
	s.matcher(filter).each(func(r *row) bool { return visit(r.whole()) })
}

// each asks the cheapest source of candidates there is for the filter. The row is read over by the next.
func (m *matcher) each(visit func(*row) bool) {
	matching := func(r *row) bool { return !m.match(r) || visit(r) }
	switch bound, bounded := m.Within(); {
	case m.ids != nil:
		var r row
		for id := range m.ids {
			if m.snapshot.read(&r, int64(id)) && !matching(&r) {
				return
			}
		}
	case bounded:
		more := true
		m.eachKind(func(kind rectify.KindKey) bool {
			m.snapshot.search(kind, bound, func(r *row) bool {
				more = matching(r)
				return more
			})
			return more
		})
	default:
		m.snapshot.rows(matching)
	}
}

// eachKind visits the kinds that the filter names, each once, or those there are; it tells whether visit
// never returned false.
func (m *matcher) eachKind(visit func(rectify.KindKey) bool) bool {
	for kind := range m.snapshot.grids.grids {
		if (len(m.Kinds) == 0 || slices.Contains(m.Kinds, kind)) && !visit(kind) {
			return false
		}
	}
	return true
}

// match makes only those parts of the feature that the filter asks for.
func (m *matcher) match(r *row) bool {
	if m.ids != nil && !m.ids[r.ID] {
		return false
	}
	asked, bound := r.Feature, geo.Bound{}
	if m.Bound != nil {
		bound = r.bound()
	}
	if m.Near != nil && m.RadiusMetres > 0 {
		asked.Geom = readShape(r.shape)
	}
	if len(m.Attributes) > 0 {
		asked.Attributes = readAttributes(r.attributes)
	}
	return m.Match(asked, bound, m.snapshot.areas.countedIn(r.AreaID), m.snapshot.today)
}
