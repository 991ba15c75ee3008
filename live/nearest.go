package live

import (
	"cmp"
	"math"
	"slices"

	"backstreet/geo"
)

// Nearest gives what the filter means that lies nearest to a point, nearest first, at most limit
// features and none farther than radiusMetres; a radius of 0 is any distance.
func (s *Snapshot) Nearest(from geo.Point, filter Filter, limit int, radiusMetres float64) []Row {
	if radiusMetres <= 0 {
		radiusMetres = math.Inf(1)
	}
	m := s.matcher(filter)
	var rows []Row
	for kind, tree := range s.trees.trees {
		if len(m.Kinds) > 0 && !slices.Contains(m.Kinds, kind) {
			continue
		}
		found := 0
		tree.Nearby(func(low, high [2]float64, f *Feature, item bool) float64 {
			if item {
				return geo.DistanceToMetres(from, f.Geom)
			}
			// A little less, so that rounding never puts a box behind what lies in it.
			return 0.99 * geo.DistanceToMetres(from, geo.Bound{Min: low, Max: high})
		}, func(_, _ [2]float64, f *Feature, metres float64) bool {
			if metres > radiusMetres || found == limit {
				return false
			}
			if m.match(f) {
				found++
				rows = append(rows, Row{Feature: f, DistanceMetres: metres})
			}
			return true
		})
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.DistanceMetres, b.DistanceMetres), cmp.Compare(a.ID, b.ID))
	})
	return rows[:min(len(rows), limit)]
}
