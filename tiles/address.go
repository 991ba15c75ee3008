package tiles

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// CRS is the datum that a tile is drawn in.
type CRS uint8

const (
	WGS84 CRS = iota
	GCJ02     // as AMap's and Tencent's base maps need it

	crsTotal
)

// Address says which tile is asked for. Equal addresses are the same tile.
type Address struct {
	Z      uint8 // up to MaxZoom
	X, Y   uint32
	CRS    CRS
	Layers layerSet
}

// layerSet is a sorted list of layers with commas; "" is all of them.
type layerSet string

func (s layerSet) has(layer string) bool {
	if s == "" {
		return true
	}
	for name := range strings.SplitSeq(string(s), ",") {
		if name == layer {
			return true
		}
	}
	return false
}

// RequestError is an address that no tile has, or a request that asks wrongly.
type RequestError struct {
	Code   string // tile_path, tile_range, tile_layers, tile_crs: stable
	Detail string // what to ask instead
}

func (e *RequestError) Error() string { return e.Detail }

// ParseAddress reads the last three segments of a path, z/x/y.mvt, and the
// query's layers and crs. Whether the layers exist is for the engine to say.
func ParseAddress(path string, query url.Values) (Address, error) {
	var a Address
	segments := strings.Split(path, "/")
	if len(segments) < 3 || !strings.HasSuffix(path, ".mvt") {
		return a, &RequestError{"tile_path", "a tile's path ends in /{z}/{x}/{y}.mvt"}
	}
	segments = segments[len(segments)-3:]
	segments[2] = strings.TrimSuffix(segments[2], ".mvt")
	var numbers [3]uint32
	for i, s := range segments {
		n, err := strconv.ParseUint(s, 10, 32)
		if err != nil || len(s) > 1 && s[0] == '0' {
			return a, &RequestError{"tile_path", fmt.Sprintf("%q in a tile's path must be a whole number", s)}
		}
		numbers[i] = uint32(n)
	}
	if numbers[0] > MaxZoom {
		return a, &RequestError{"tile_range", fmt.Sprintf("zoom must be 0 to %d", MaxZoom)}
	}
	a.Z, a.X, a.Y = uint8(numbers[0]), numbers[1], numbers[2]
	if side := uint32(1) << a.Z; a.X >= side || a.Y >= side {
		return a, &RequestError{"tile_range", fmt.Sprintf("at zoom %d, x and y must be 0 to %d", a.Z, side-1)}
	}
	switch crs := query.Get("crs"); crs {
	case "", "wgs84":
	case "gcj02":
		a.CRS = GCJ02
	default:
		return a, &RequestError{"tile_crs", "crs must be wgs84 or gcj02"}
	}
	if query.Has("layers") {
		names := strings.Split(query.Get("layers"), ",")
		if slices.Contains(names, "") {
			return a, &RequestError{"tile_layers", "layers must be names of layers with commas between"}
		}
		slices.Sort(names)
		a.Layers = layerSet(strings.Join(slices.Compact(names), ","))
	}
	return a, nil
}
