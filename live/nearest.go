package live

import (
	"cmp"
	"math"
	"slices"

	"backstreet/geo"
	"backstreet/rectify"
)

// How far around a point is looked at first for what is nearest, and at most, in metres.
const (
	firstRadius = 250.0
	halfEarth   = 20_040_000.0
)

// Nearest gives what the filter means that lies nearest to a point, nearest first, at most limit
// features and none farther than radiusMetres; a radius of 0 is any distance.
func (s *Snapshot) Nearest(from geo.Point, filter Filter, limit int, radiusMetres float64) []Row {
	farthest := radiusMetres
	if farthest <= 0 {
		farthest = math.Inf(1)
	}
	m := s.matcher(filter)
	for radius := firstRadius; ; radius *= 2 {
		radius = min(radius, farthest)
		reach, last := radius, radius >= min(farthest, halfEarth)
		around := geo.PadBound(geo.BoundOf(from), radius)
		if last = last || m.holdsAll(around); last {
			reach = farthest // the corners of the bound lie farther than the radius
		}
		rows := m.around(from, around, reach)
		if last || len(rows) >= limit {
			slices.SortFunc(rows, func(a, b Row) int {
				return cmp.Or(cmp.Compare(a.DistanceMetres, b.DistanceMetres), cmp.Compare(a.at.id, b.at.id))
			})
			return s.whole(rows[:min(len(rows), limit)])
		}
	}
}

// holdsAll reports whether nothing of the kinds that are asked for lies outside a bound.
func (m *matcher) holdsAll(bound geo.Bound) bool {
	return m.eachKind(func(kind rectify.KindKey) bool {
		extent := m.snapshot.grids.grids[kind].extent
		return extent.IsEmpty() || bound.Contains(extent.Min) && bound.Contains(extent.Max)
	})
}

// around gives the rows that meet a bound and lie within a radius.
func (m *matcher) around(from geo.Point, bound geo.Bound, radius float64) (rows []Row) {
	m.eachKind(func(kind rectify.KindKey) bool {
		m.snapshot.search(kind, bound, func(r *row) bool {
			if m.match(r) {
				if metres := geo.DistanceToMetres(from, readShape(r.shape)); metres <= radius {
					rows = append(rows, Row{DistanceMetres: metres, at: position{id: r.ID}})
				}
			}
			return true
		})
		return true
	})
	return rows
}
