package tiles

import (
	"container/list"
	"sync"
)

// cache keeps finished tiles, and lets each be built once however many ask.
//
// Why no tile is ever stale: a build registers here before it looks at the
// features; a change publishes the features first and then comes here to drop
// what it touched, finished or being built. So a build that may have looked too
// early is always dropped: it is never stored, and nobody who asks after the
// change joins it. Those who asked before may still get it.
type cache struct {
	maxBytes int64

	mu     sync.Mutex
	bytes  int64
	recent *list.List // of *stored, the latest asked for first
	zooms  [MaxZoom + 1]map[place]map[variant]*list.Element
	builds map[variant]*running
	stats  Stats
}

// place is where a tile lies at its zoom.
type place struct {
	crs  CRS
	x, y uint32
}

// variant is one tile as one kind of client gets it.
type variant struct {
	Address
	coding coding
}

type stored struct {
	variant variant
	tile    *tile
}

// running is a build under way. tile is set before done is closed, unless the
// build panicked.
type running struct {
	done    chan struct{}
	tile    *tile
	dropped bool
}

// Stats counts since the start, apart from Tiles and Bytes, which are now.
type Stats struct {
	Hits, Builds, Joined, Dropped, Evicted int64
	Tiles, Bytes                           int64
}

// newCache gives nil, which keeps nothing, for less than no bytes.
func newCache(maxBytes int64) *cache {
	if maxBytes < 0 {
		return nil
	}
	c := &cache{maxBytes: maxBytes}
	c.clear()
	return c
}

// get answers from memory, joins a build under way, or builds.
func (c *cache) get(v variant, build func() *tile) *tile {
	if c == nil {
		return build()
	}
	for {
		c.mu.Lock()
		if element := c.zooms[v.Z][v.place()][v]; element != nil {
			c.recent.MoveToFront(element)
			c.stats.Hits++
			c.mu.Unlock()
			return element.Value.(*stored).tile
		}
		r, joined := c.builds[v]
		if !joined {
			r = &running{done: make(chan struct{})}
			c.builds[v] = r
			c.stats.Builds++
			c.mu.Unlock()
			c.run(v, r, build)
			return r.tile
		}
		c.stats.Joined++
		c.mu.Unlock()
		<-r.done
		if r.tile != nil {
			return r.tile
		}
	}
}

func (c *cache) run(v variant, r *running, build func() *tile) {
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if !r.dropped {
			delete(c.builds, v)
			if r.tile != nil {
				c.store(v, r.tile)
			}
		}
		close(r.done)
	}()
	r.tile = build()
}

// drop removes exactly the tiles, finished or being built, that show the datum
// and a touched layer, and whose boxes meet the touched bounds.
func (c *cache) drop(crs CRS, touched []touch) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range touched {
		for v, r := range c.builds {
			if v.CRS == crs && t.shows(v.Address) && (spot{v.Z, v.X, v.Y}).box().meets(t.bounds) {
				r.dropped = true
				delete(c.builds, v)
				c.stats.Dropped++
			}
		}
		for z, places := range c.zooms {
			if len(places) > 0 {
				c.dropAt(crs, uint8(z), t)
			}
		}
	}
}

func (c *cache) dropAt(crs CRS, z uint8, t touch) {
	lo, hi := t.bounds.spots(z)
	places := c.zooms[z]
	if int64(hi.x-lo.x+1)*int64(hi.y-lo.y+1) > int64(len(places)) {
		for p := range places {
			if p.crs == crs && lo.x <= p.x && p.x <= hi.x && lo.y <= p.y && p.y <= hi.y {
				c.dropPlace(places[p], t)
			}
		}
		return
	}
	for x := lo.x; x <= hi.x; x++ {
		for y := lo.y; y <= hi.y; y++ {
			c.dropPlace(places[place{crs, x, y}], t)
		}
	}
}

func (c *cache) dropPlace(variants map[variant]*list.Element, t touch) {
	for _, element := range variants {
		if t.shows(element.Value.(*stored).variant.Address) {
			c.remove(element)
			c.stats.Dropped++
		}
	}
}

// clear forgets everything, builds under way too.
func (c *cache) clear() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.builds {
		r.dropped = true
	}
	c.recent, c.builds, c.bytes = list.New(), map[variant]*running{}, 0
	for z := range c.zooms {
		c.zooms[z] = map[place]map[variant]*list.Element{}
	}
}

func (c *cache) store(v variant, t *tile) {
	size := t.bytes()
	if size > c.maxBytes {
		return
	}
	variants := c.zooms[v.Z][v.place()]
	if variants == nil {
		variants = map[variant]*list.Element{}
		c.zooms[v.Z][v.place()] = variants
	}
	variants[v] = c.recent.PushFront(&stored{v, t})
	c.bytes += size
	for c.bytes > c.maxBytes {
		c.remove(c.recent.Back())
		c.stats.Evicted++
	}
}

func (c *cache) remove(element *list.Element) {
	s := c.recent.Remove(element).(*stored)
	c.bytes -= s.tile.bytes()
	places := c.zooms[s.variant.Z]
	variants := places[s.variant.place()]
	delete(variants, s.variant)
	if len(variants) == 0 {
		delete(places, s.variant.place())
	}
}

func (c *cache) snapshot() Stats {
	if c == nil {
		return Stats{}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.stats
	s.Tiles, s.Bytes = int64(c.recent.Len()), c.bytes
	return s
}

func (a Address) place() place { return place{a.CRS, a.X, a.Y} }

// shows says whether a tile with such an address can show the touched feature.
func (t touch) shows(a Address) bool {
	nearCells := t.rule.cells && a.Z < cellZooms
	return a.Z >= t.rule.from && a.Layers.has(t.layer) ||
		nearCells && a.Layers.has(layerCluster) ||
		a.Z >= t.rule.label && a.Layers.has(layerLabel)
}
