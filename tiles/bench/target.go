package main

import (
	"fmt"
	"strings"
)

// target is a server with the way in which it wants to be asked.
type target struct {
	name string
	*process
	path    func(tile) string
	headers string // lines that each request carries beside the usual, each with its end
	// etags, when the target is asked whether a tile is still what the client has, by tile.
	etags map[tile]string
}

// request is the bytes that ask for a tile.
func (t target) request(of tile) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n%s%s\r\n", t.path(of), t.host, t.headers, t.unless(of))
}

func (t target) unless(of tile) string {
	if etag := t.etags[of]; etag != "" {
		return "If-None-Match: " + etag + "\r\n"
	}
	return ""
}

func (t target) requests(of []tile) [][]byte {
	made := map[tile][]byte{}
	list := make([][]byte, len(of))
	for i, tile := range of {
		if made[tile] == nil {
			made[tile] = t.request(tile)
		}
		list[i] = made[tile]
	}
	return list
}

// layersOf is how a scenario picks the layers of a tile.
type layersOf func(tile) []string

// sessionLayers are what the map shows at each zoom, allLayers every kind at every zoom.
func sessionLayers(t tile) []string { return t.layers() }
func allLayers(tile) []string       { return tile{z: 18}.layers() }

func rawPath(columns string, layers layersOf) func(tile) string {
	return func(t tile) string { return fmt.Sprintf("/%s/%s/%s", columns, strings.Join(layers(t), ","), t) }
}

func enginePath(prefix string, layers layersOf) func(tile) string {
	return func(t tile) string {
		return fmt.Sprintf("%s/%s.mvt?layers=%s", prefix, t, strings.Join(layers(t), ","))
	}
}

// peerPath fills in the template of another server: {z} {x} {y}, {layers} as ours are called, and {tables}, the
// same as tables of schema bench.
func peerPath(template string, layers layersOf) func(tile) string {
	return func(t tile) string {
		names := layers(t)
		tables := "bench." + strings.Join(names, ",bench.")
		return strings.NewReplacer(
			"{z}", fmt.Sprint(t.z), "{x}", fmt.Sprint(t.x), "{y}", fmt.Sprint(t.y),
			"{layers}", strings.Join(names, ","), "{tables}", tables,
		).Replace(template)
	}
}
