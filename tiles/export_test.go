package tiles

// Draw encodes a tile past the cache, for measuring; the bytes are valid while use runs.
func Draw(e *Engine, a Address, use func(mvt []byte)) { draw(e.snapshot(a.CRS), a, use) }
