package tiles

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
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

// parsePath reads the last three segments of a path, z/x/y.mvt.
func parsePath(path string) (a Address, err error) {
	rest, ok := strings.CutSuffix(path, ".mvt")
	var numbers [3]uint32
	for i := 2; i >= 0; i-- {
		slash := strings.LastIndexByte(rest, '/')
		if !ok || slash < 0 && i > 0 {
			return a, &RequestError{"tile_path", "a tile's path ends in /{z}/{x}/{y}.mvt"}
		}
		s := rest[slash+1:]
		n, err := strconv.ParseUint(s, 10, 32)
		if err != nil || len(s) > 1 && s[0] == '0' {
			return a, &RequestError{"tile_path", fmt.Sprintf("%q in a tile's path must be a whole number", s)}
		}
		numbers[i], rest = uint32(n), rest[:max(slash, 0)]
	}
	if numbers[0] > MaxZoom {
		return a, &RequestError{"tile_range", fmt.Sprintf("zoom must be 0 to %d", MaxZoom)}
	}
	a.Z, a.X, a.Y = uint8(numbers[0]), numbers[1], numbers[2]
	if side := uint32(1) << a.Z; a.X >= side || a.Y >= side {
		return a, &RequestError{"tile_range", fmt.Sprintf("at zoom %d, x and y must be 0 to %d", a.Z, side-1)}
	}
	return a, nil
}

// wanted is what a query asks of any tile.
type wanted struct {
	crs    CRS
	layers layerSet
}

func parseQuery(query url.Values) (w wanted, err error) {
	switch crs := query.Get("crs"); crs {
	case "", "wgs84":
	case "gcj02":
		w.crs = GCJ02
	default:
		return w, &RequestError{"tile_crs", "crs must be wgs84 or gcj02"}
	}
	if query.Has("layers") {
		names := strings.Split(query.Get("layers"), ",")
		if slices.Contains(names, "") {
			return w, &RequestError{"tile_layers", "layers must be names of layers with commas between"}
		}
		slices.Sort(names)
		w.layers = layerSet(strings.Join(slices.Compact(names), ","))
	}
	return w, nil
}

// queries remembers what queries ask for: maps send the same few with every tile, and reading one costs more than
// finding a cached tile.
type queries struct {
	known sync.Map // of wanted, by the text of the query
	count atomic.Int32
}

const (
	mostQueries  = 1000
	longestQuery = 1000
)

func (q *queries) remember(text string, w wanted) {
	if len(text) <= longestQuery && q.count.Load() < mostQueries {
		if _, there := q.known.LoadOrStore(text, w); !there {
			q.count.Add(1)
		}
	}
}

// address reads a request's. A layer that was known stays known.
func (e *Engine) address(u *url.URL) (Address, error) {
	a, err := parsePath(u.Path)
	if err != nil || u.RawQuery == "" {
		return a, err
	}
	w, err := e.wanted(u.RawQuery)
	a.CRS, a.Layers = w.crs, w.layers
	return a, err
}

func (e *Engine) wanted(query string) (w wanted, err error) {
	if known, ok := e.queries.known.Load(query); ok {
		return known.(wanted), nil
	}
	values, _ := url.ParseQuery(query) // what cannot be read is left out, as everywhere
	if w, err = parseQuery(values); err != nil {
		return w, err
	}
	if w.layers != "" {
		known := e.current.Load().kinds
		for name := range strings.SplitSeq(string(w.layers), ",") {
			if !known[name] {
				return w, &RequestError{"tile_layers", fmt.Sprintf("there is no layer %q; there are %s", name, strings.Join(e.Layers(), ", "))}
			}
		}
	}
	e.queries.remember(strings.Clone(query), w)
	return w, nil
}
