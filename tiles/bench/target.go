package main

import (
	"fmt"
	"strings"

	"backstreet/tiles/bench/district"
)

// target is a server with the way in which it wants to be asked.
type target struct {
	name string
	*process
	path    func(district.Tile) string
	headers string // lines that each request carries beside the usual, each with its end
	accept  string // codings beside gzip, each with a comma before
	// etags, when the target is asked whether a tile is still what the client has, by tile.
	etags map[district.Tile]string
}

// request is the bytes that ask for a tile.
func (t target) request(of district.Tile) []byte {
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip%s\r\n%s%s\r\n", t.path(of), t.host, t.accept, t.headers, t.unless(of))
}

func (t target) unless(of district.Tile) string {
	if etag := t.etags[of]; etag != "" {
		return "If-None-Match: " + etag + "\r\n"
	}
	return ""
}

func (t target) requests(of []district.Tile) [][]byte {
	made := map[district.Tile][]byte{}
	list := make([][]byte, len(of))
	for i, one := range of {
		if made[one] == nil {
			made[one] = t.request(one)
		}
		list[i] = made[one]
	}
	return list
}

// layersOf is how a scenario picks the layers of a tile.
type layersOf func(district.Tile) []string

// sessionLayers are what the map shows at each zoom, allLayers every kind at every zoom.
func sessionLayers(t district.Tile) []string { return t.Layers() }
func allLayers(district.Tile) []string       { return district.Kinds }

func rawPath(columns string, layers layersOf) func(district.Tile) string {
	return func(t district.Tile) string {
		return fmt.Sprintf("/%s/%s/%s", columns, strings.Join(layers(t), ","), t)
	}
}

func enginePath(prefix string, layers layersOf) func(district.Tile) string {
	return func(t district.Tile) string {
		return fmt.Sprintf("%s/%s.mvt?layers=%s", prefix, t, strings.Join(layers(t), ","))
	}
}

// peerPath fills in the template of another server: {z} {x} {y}, {layers} as ours are called, and {tables}, the
// same as tables of schema bench.
func peerPath(template string, layers layersOf) func(district.Tile) string {
	return func(t district.Tile) string {
		names := layers(t)
		tables := "bench." + strings.Join(names, ",bench.")
		return strings.NewReplacer(
			"{z}", fmt.Sprint(t.Z), "{x}", fmt.Sprint(t.X), "{y}", fmt.Sprint(t.Y),
			"{layers}", strings.Join(names, ","), "{tables}", tables,
		).Replace(template)
	}
}
