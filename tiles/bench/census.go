package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"

	"backstreet/tiles/bench/district"
)

// census is what a server answered when each tile of a list was asked for once. Taking it fills the server's cache.
type census struct {
	sizes map[district.Tile]int    // as sent
	etags map[district.Tile]string // where there was one
}

func take(ctx context.Context, t target, list []district.Tile) (census, error) {
	taken := census{map[district.Tile]int{}, map[district.Tile]string{}}
	c := connection{host: t.host}
	defer c.close()
	for _, of := range list {
		if _, seen := taken.sizes[of]; seen {
			continue
		}
		a, err := c.ask(t.request(of), true)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return taken, err
		}
		if a.status >= 400 {
			return taken, fmt.Errorf("%s answers %s with %d: %s", t.name, of, a.status, a.body)
		}
		taken.sizes[of], taken.etags[of] = a.size, a.etag
	}
	return taken, nil
}

// unzipped is a tile before compression. Some servers compress what nobody asked them to, so the bytes decide.
func unzipped(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		return body, nil
	}
	zip, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("unzip a tile: %w", err)
	}
	content, err := io.ReadAll(zip)
	if err != nil {
		return nil, fmt.Errorf("unzip a tile: %w", err)
	}
	return content, nil
}
