package tiles

// Draw encodes a tile past the cache, for measuring.
func Draw(e *Engine, a Address) []byte { return draw(e.snapshot(a.CRS), a) }
