package main

import (
	"context"
	"fmt"
	"maps"
	"math"

	"backstreet/geo"
)

// farZooms draws every tile of the zooms at which berths are summed into cells, all layers, without the cache; and
// checks that the cells of each zoom add up to what the database has.
func (b *bench) farZooms(ctx context.Context, c *city) error {
	everything := target{
		name: "engine, no cache, every layer", process: c.uncached,
		path: func(t tile) string { return fmt.Sprintf("/%s.mvt", t) },
	}
	var all []tile
	for z := 8; z <= 13; z++ {
		all = append(all, covering(c.districts, z)...)
	}
	rows, err := interleaved(ctx, []target{everything}, all, b.pressure(b.connections[0]), b.rounds, c.postmaster)
	if err != nil {
		return err
	}
	b.report.add(c, scenario{
		title: fmt.Sprintf("Zooms 8–13 from edge to edge, %d connections", b.connections[0]), rows: rows, base: everything.name,
	})
	want, err := sumsOf(ctx, c)
	if err != nil {
		return err
	}
	largest := 0
	for z := 8; z <= 13; z++ {
		got, size, err := sumsIn(everything, covering(c.districts, z))
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

// covering are the tiles of a zoom over so many districts.
func covering(districts, z int) []tile {
	side := math.Ceil(math.Sqrt(float64(districts))) * districtPitch / 2
	n := math.Exp2(float64(z))
	west, north := geo.World(at{-side, side}.point())
	east, south := geo.World(at{side, -side}.point())
	var all []tile
	for x := int(west * n); x <= int(east*n); x++ {
		for y := int(north * n); y <= int(south*n); y++ {
			all = append(all, tile{z, x, y})
		}
	}
	return all
}
