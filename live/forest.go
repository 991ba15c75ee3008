package live

import "backstreet/geo"

// forest holds one grid per key: features by kind, the base map by class. Like table it is persistent.
type forest[K comparable] struct{ grids map[K]grid }

// edit gives a version to change; f stays as it is.
func (f forest[K]) edit() forest[K] {
	grids := make(map[K]grid, len(f.grids))
	for key, grid := range f.grids {
		grids[key] = grid.edit()
	}
	return forest[K]{grids}
}

// insert puts an id; one without extent (no geometry) is in no grid.
func (f forest[K]) insert(key K, bound geo.Bound, id int64) {
	grid, known := f.grids[key]
	if !known {
		grid = newGrid().edit()
	}
	grid.insert(bound, id)
	f.grids[key] = grid
}

// remove takes out an id that was put in with the same key and bound.
func (f forest[K]) remove(key K, bound geo.Bound, id int64) {
	grid := f.grids[key]
	grid.remove(bound, id)
	f.grids[key] = grid
}

// fill puts many ids into an empty forest.
func (f forest[K]) fill(entries map[K][]gridEntry, extents map[K]geo.Bound) {
	for key, of := range entries {
		grid := newGrid().edit()
		grid.fill(of, extents[key])
		f.grids[key] = grid
	}
}
