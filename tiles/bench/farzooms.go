package main

import (
	"context"
	"fmt"
	"maps"

	"backstreet/tiles/bench/district"
)

// farZooms draws every tile of the zooms at which berths are summed into cells, all layers, without the cache; and
// checks that the cells of each zoom add up to what the database has.
func (b *bench) farZooms(ctx context.Context, c *city) error {
	everything := target{
		name: "engine, no cache, every layer", process: c.uncached,
		path: func(t district.Tile) string { return fmt.Sprintf("/%s.mvt", t) },
	}
	var all []district.Tile
	for z := 8; z <= 13; z++ {
		all = append(all, district.Covering(c.districts, z)...)
	}
	// One connection tells what a tile takes; with more, they also wait for each other.
	for _, connections := range append([]int{1}, b.connections...) {
		rows, err := interleaved(ctx, []target{everything}, all, b.pressure(connections), b.rounds, c.postmaster)
		if err != nil {
			return err
		}
		b.report.add(c, scenario{
			title: fmt.Sprintf("Zooms 8–13 from edge to edge, connections: %d", connections), rows: rows, base: everything.name,
		})
	}
	want, err := sumsOf(ctx, c)
	if err != nil {
		return err
	}
	largest := 0
	for z := 8; z <= 13; z++ {
		got, size, err := sumsIn(everything, district.Covering(c.districts, z))
		if err != nil {
			return err
		}
		largest = max(largest, size)
		if !maps.Equal(got, want) {
			return fmt.Errorf("the cells of zoom %d sum to %v, the database to %v", z, got, want)
		}
	}
	b.report.tell(c, "largest tile of zooms 8–13 before compression, every layer", "%d bytes", largest)
	b.report.tell(c, "cells of each zoom 8–13 beside the database's counts and quantities", "equal in %d kinds and groups", len(want))
	return nil
}
