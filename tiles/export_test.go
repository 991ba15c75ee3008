package tiles

import "net/url"

// Draw encodes a tile past the cache, for measuring; the bytes are valid while use runs.
func Draw(e *Engine, a Address, use func(mvt []byte)) { draw(e.snapshot(a.CRS), a, use) }

// ParseAddress reads a path and a query as a request's are read, but for asking whether there are such layers.
func ParseAddress(path string, query url.Values) (Address, error) {
	a, err := parsePath(path)
	if err != nil {
		return a, err
	}
	w, err := parseQuery(query)
	a.CRS, a.Layers = w.crs, w.layers
	return a, err
}
