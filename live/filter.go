package live

import (
	"slices"
	"strings"

	"backstreet/geo"
	"backstreet/rectify"
)

// Filter says which features are meant. Every condition that is set must hold; the zero Filter means
// all features that are not void. The same Filter gives the same number in List, Counts and Progress.
type Filter struct {
	Kinds        []rectify.KindKey
	Statuses     []rectify.Status // void features are meant only when Void is named here
	AreaID       rectify.AreaID   // with all areas below it
	UnitIDs      []rectify.UnitID
	AssigneeID   rectify.PersonID
	Lights       []rectify.Colour
	Overdue      bool
	DueUntil     rectify.Day // still to be done, not overdue, and due on this day or before
	Owed         bool        // photos are announced and not stored
	Bound        *geo.Bound  // the feature's own bound meets it
	Near         *geo.Point  // rows tell their distance from here
	RadiusMetres float64     // with Near: not farther than this; 0 is any distance
	Text         string      // part of the name or the ref, in any case
	IDs          []rectify.FeatureID
	Attributes   map[string]any // values as JSON decodes them
}

// matcher is a filter made ready for asking many features of one snapshot.
type matcher struct {
	Filter
	snapshot *Snapshot
	ids      map[rectify.FeatureID]bool
}

func (s *Snapshot) matcher(f Filter) *matcher {
	m := &matcher{Filter: f, snapshot: s}
	m.Text = strings.ToLower(strings.TrimSpace(f.Text))
	if f.IDs != nil {
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
	switch bound, bounded := m.bound(); {
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

// bound is where all that the filter means must lie, if it says so.
func (m *matcher) bound() (geo.Bound, bool) {
	switch {
	case m.Bound != nil:
		return *m.Bound, true
	case m.Near != nil && m.RadiusMetres > 0:
		return geo.PadBound(geo.BoundOf(*m.Near), m.RadiusMetres), true
	}
	return geo.Bound{}, false
}

func (m *matcher) match(f *Feature) bool {
	return m.matchRow(f) && m.matchDay(f) && m.matchPlace(f) &&
		(m.Text == "" || strings.Contains(strings.ToLower(f.Name), m.Text) || strings.Contains(strings.ToLower(f.Ref), m.Text)) &&
		hasAttributes(f, m.Attributes)
}

func (m *matcher) matchRow(f *Feature) bool {
	if len(m.Statuses) == 0 && f.Status == rectify.Void {
		return false
	}
	return (m.ids == nil || m.ids[f.ID]) &&
		(len(m.Kinds) == 0 || slices.Contains(m.Kinds, f.Kind)) &&
		(len(m.Statuses) == 0 || slices.Contains(m.Statuses, f.Status)) &&
		(len(m.UnitIDs) == 0 || slices.Contains(m.UnitIDs, f.UnitID)) &&
		(m.AssigneeID == 0 || f.AssigneeID == m.AssigneeID) &&
		(!m.Owed || f.PhotosOwed > 0)
}

func (m *matcher) matchDay(f *Feature) bool {
	today := m.snapshot.today
	return (!m.Overdue || f.Overdue(today)) &&
		(m.DueUntil == 0 || dueBy(f, today, m.DueUntil)) &&
		(len(m.Lights) == 0 || slices.Contains(m.Lights, rectify.LightOf(f.Feature, today).Colour))
}

func (m *matcher) matchPlace(f *Feature) bool {
	return (m.AreaID == 0 || slices.Contains(m.snapshot.areas.countedIn(f.AreaID), m.AreaID)) &&
		(m.Bound == nil || m.Bound.Intersects(f.Bound)) &&
		(m.Near == nil || m.RadiusMetres <= 0 || geo.DistanceToMetres(*m.Near, f.Geom) <= m.RadiusMetres)
}

// dueBy reports whether the work is still in time but must be done by the day. What would not be
// overdue the day after its deadline (done, parked, void) has none.
func dueBy(f *Feature, today, day rectify.Day) bool {
	return f.DueOn >= today && f.DueOn <= day && f.Overdue(f.DueOn+1)
}
