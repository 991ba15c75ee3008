package tiles

// pen draws shapes into one tile's encoder. Its slices are used again.
type pen struct {
	encoder
	spot        spot
	path, spare []point
}

// drawn says what became of a shape.
type drawn uint8

const (
	nothing   drawn = iota // beside the tile
	itself                 // as points, lines or areas
	collapsed              // it is smaller than a unit, and its anchor was drawn
)

// draw writes the geometry of f as the tile's zoom asks. A feature that is inside lies in the tile or its buffer whole.
func (p *pen) draw(f *feature, r *reading, inside bool) (drawn, dimension) {
	dimension := f.shape.dimension()
	switch {
	case dimension == points:
		return p.drawPoints(r), points
	case p.spot.z < f.class.rule.shape:
		return p.drawPoint(r.anchor), points
	}
	if p.drawParts(r, dimension, inside, p.spot.z >= f.class.rule.full) {
		if len(p.geometry) == 0 {
			return nothing, points
		}
		return itself, dimension
	}
	if f.class.rule.collapse || p.drawPoint(r.anchor) == nothing {
		return nothing, points
	}
	return collapsed, points
}

// drawPoints draws those in the tile itself. A place belongs to exactly one
// tile, so none is drawn in the buffer: MapLibre would draw it again, or not at all.
func (p *pen) drawPoints(r *reading) drawn {
	p.path = p.path[:0]
	count, _, _ := r.part()
	for range count {
		q, ours := p.place(r.vertex())
		if n := len(p.path); ours && (n == 0 || p.path[n-1] != q) {
			p.path = append(p.path, q)
		}
	}
	if len(p.path) == 0 {
		return nothing
	}
	p.places(p.path)
	return itself
}

func (p *pen) drawPoint(v vertex) drawn {
	q, ours := p.place(v)
	if !ours {
		return nothing
	}
	p.path = append(p.path[:0], q)
	p.places(p.path)
	return itself
}

// drawParts draws what is in the tile and its buffer. It is false when no part
// has any extent at this zoom.
func (p *pen) drawParts(r *reading, d dimension, inside, full bool) (hasExtent bool) {
	full = full || r.ranks == ""
	shell := false
	for {
		count, hole, ok := r.part()
		if !ok {
			return hasExtent
		}
		p.quantise(r, count, full)
		if d == lines {
			if len(p.path) > 1 {
				hasExtent = true
				p.drawLine(inside)
			}
			continue
		}
		if hole && !shell {
			continue // its shell is not drawn
		}
		extent, drawn := p.drawRing(inside, hole)
		if !hole {
			shell = drawn
		}
		hasExtent = hasExtent || extent
	}
}

func (p *pen) drawLine(inside bool) {
	if inside {
		p.encoder.path(p.path, false)
		return
	}
	p.spare = clipLine(p.path, p.spare, func(run []point) { p.encoder.path(run, false) })
}

// drawRing tells whether the whole ring has area, and whether some was drawn.
func (p *pen) drawRing(inside, hole bool) (hasExtent, drawn bool) {
	p.path = unclosed(p.path)
	if twiceArea(p.path) == 0 {
		return false, false
	}
	if !inside {
		p.path, p.spare = clipRing(p.path, p.spare)
		p.path = unclosed(p.path)
	}
	area := twiceArea(p.path)
	if area == 0 {
		return true, false
	}
	if area > 0 == hole { // simplifying may turn a ring over
		for i, j := 0, len(p.path)-1; i < j; i, j = i+1, j-1 {
			p.path[i], p.path[j] = p.path[j], p.path[i]
		}
	}
	p.encoder.path(p.path, true)
	return true, true
}

// quantise fills the path with the next part's places in the tile's units.
func (p *pen) quantise(r *reading, count int, full bool) {
	path := p.path[:0]
	for range count {
		v := r.vertex()
		if !full {
			rank := r.ranks[0]
			if r.ranks = r.ranks[1:]; rank > p.spot.z {
				continue
			}
		}
		q := p.round(v)
		if n := len(path); n == 0 || path[n-1] != q {
			path = append(path, q)
		}
	}
	p.path = path
}

// round takes a place to the nearest unit. It does not depend on the tile, so
// that tiles fit together.
func (p *pen) round(v vertex) point {
	z, x, y := p.spot.z, int64(v.x), int64(v.y)
	if shift := worldBits - extentBits - int(z); shift > 0 {
		half := int64(1) << (shift - 1)
		x, y = (x+half)>>shift, (y+half)>>shift
	} else {
		x, y = x<<-shift, y<<-shift
	}
	return point{x - int64(p.spot.x)<<extentBits, y - int64(p.spot.y)<<extentBits}
}

// place is where a point is drawn, if this is its tile: at the nearest unit that is in the tile.
func (p *pen) place(v vertex) (q point, ours bool) {
	shift := worldBits - p.spot.z
	if uint64(v.x)>>shift != uint64(p.spot.x) || uint64(v.y)>>shift != uint64(p.spot.y) {
		return q, false
	}
	q = p.round(v)
	return point{min(q.x, extent-1), min(q.y, extent-1)}, true
}

// unclosed drops repeated places, the last that equals the first among them.
func unclosed(ring []point) []point {
	kept := ring[:0]
	for _, q := range ring {
		if n := len(kept); n == 0 || kept[n-1] != q {
			kept = append(kept, q)
		}
	}
	for len(kept) > 1 && kept[0] == kept[len(kept)-1] {
		kept = kept[:len(kept)-1]
	}
	return kept
}

// twiceArea is positive for a shell as MVT has it. It is exact for rings within
// a million tiles' sides.
func twiceArea(ring []point) int64 {
	if len(ring) < 3 {
		return 0
	}
	var twice int64
	origin := ring[0]
	a := ring[len(ring)-1]
	for _, b := range ring {
		twice += (a.x-origin.x)*(b.y-origin.y) - (b.x-origin.x)*(a.y-origin.y)
		a = b
	}
	return twice
}
