package main

import (
	"context"
	"fmt"

	"backstreet/tiles/bench/district"
)

// uncached compares what draws each tile anew: raw with few properties and with all of ours, the engine without a
// cache, and the peers.
func (b *bench) uncached(ctx context.Context, c *city) error {
	for _, asked := range []struct {
		name   string
		layers layersOf
		list   []district.Tile
	}{
		{"layers as the sessions ask", sessionLayers, c.list},
		{"all four kinds at every zoom", allLayers, c.list},
	} {
		targets := []target{
			{name: "raw", process: c.raw, path: rawPath("lean", asked.layers)},
			{name: "raw, all properties", process: c.raw, path: rawPath("full", asked.layers)},
			{name: "engine, no cache", process: c.uncached, path: enginePath("", asked.layers)},
			{name: "engine, no cache, zstd", process: c.uncached, path: enginePath("", asked.layers), accept: ", zstd"},
		}
		for _, p := range b.peers {
			targets = append(targets, p.target(asked.layers))
		}
		for _, connections := range b.connections {
			rows, err := interleaved(ctx, targets, asked.list, b.pressure(connections), b.rounds, c.postmaster)
			if err != nil {
				return err
			}
			b.report.add(c, scenario{
				title: fmt.Sprintf("Uncached, %d connections, %s", connections, asked.name), rows: rows, base: "raw",
			})
		}
	}
	return nil
}

// fromCache compares what has each tile ready with a handler that answers bytes of the same sizes.
func (b *bench) fromCache(ctx context.Context, c *city) error {
	engine := target{name: "engine, cached", process: c.cached, path: enginePath("", sessionLayers)}
	service := target{name: "serve, cached", process: c.service, path: enginePath("/tiles", sessionLayers), headers: c.bearer()}
	taken, err := take(ctx, engine, c.list)
	if err != nil {
		return err
	}
	served, err := take(ctx, service, c.list)
	if err != nil {
		return err
	}
	fixed := target{name: "fixed bytes", process: c.fixed, path: func(t district.Tile) string { return fmt.Sprintf("/%d", taken.sizes[t]) }}
	unchanged, unchangedHere := engine, service
	unchanged.name, unchanged.etags = "engine, 304", taken.etags
	unchangedHere.name, unchangedHere.etags = "serve, 304", served.etags
	for _, connections := range b.connections {
		targets := []target{fixed, engine, unchanged, service, unchangedHere}
		rows, err := interleaved(ctx, targets, c.list, b.pressure(connections), b.rounds, c.postmaster)
		if err != nil {
			return err
		}
		b.report.add(c, scenario{title: fmt.Sprintf("Cached, %d connections", connections), rows: rows, base: fixed.name})
	}
	return nil
}
