package main

import (
	"context"

	"backstreet/tiles/bench/district"
)

// fullFrom is the zoom from which the engine draws every vertex of every kind with every property, as the raw
// handler does when it is asked for all columns.
const fullFrom = 16

// content compares how many bytes the same features take.
func (b *bench) content(ctx context.Context, c *city) error {
	var list []district.Tile
	for _, t := range c.list {
		if t.Z >= fullFrom && len(list) < 2000 {
			list = append(list, t)
		}
	}
	raw := target{name: "raw, all properties", process: c.raw, path: rawPath("full", allLayers)}
	engine := target{name: "engine, no cache", process: c.uncached, path: enginePath("", allLayers)}
	theirs, err := weigh(ctx, raw, list)
	if err != nil {
		return err
	}
	ours, err := weigh(ctx, engine, list)
	if err != nil {
		return err
	}
	b.report.tell(c, "bytes of the same features with the same properties, zoom 16 to 18, engine ÷ ST_AsMVT",
		"%.3f before compression, %.3f as sent", ours.plain/theirs.plain, ours.sent/theirs.sent)
	return nil
}

// weight of some tiles in bytes.
type weight struct{ plain, sent float64 }

func weigh(ctx context.Context, t target, list []district.Tile) (all weight, err error) {
	c := connection{host: t.host}
	defer c.close()
	for _, of := range list {
		a, err := c.ask(t.request(of), true)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return all, err
		}
		content, err := unzipped(a.body)
		if err != nil {
			return all, err
		}
		all.plain += float64(len(content))
		all.sent += float64(a.size)
	}
	return all, nil
}
