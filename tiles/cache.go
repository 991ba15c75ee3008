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
	zooms  [MaxZoom + 1]map[place]map[layerSet]*list.Element
	builds map[Address]*running
	stats  Stats
}

// place is where a tile lies at its zoom.
type place struct {
	crs  CRS
	x, y uint32
}

type stored struct {
	address Address
	tile    *Tile
}

// running is a build under way. tile is set before done is closed, unless the
// build panicked.
type running struct {
	done    chan struct{}
	tile    *Tile
	dropped bool
}

// Stats counts since the start, apart from Tiles and Bytes, which are now.
type Stats struct {
	Hits, Builds, Joined, Dropped, Evicted int64
	Tiles, Bytes                           int64
}

// entryBytes is what a stored tile takes beside its bytes.
const entryBytes = 512

func newCache(maxBytes int64) *cache {
	c := &cache{maxBytes: maxBytes}
	c.clear()
	return c
}

// get answers from memory, joins a build under way, or builds.
func (c *cache) get(a Address, build func() *Tile) *Tile {
	for {
		c.mu.Lock()
		if element := c.zooms[a.Z][a.place()][a.Layers]; element != nil {
			c.recent.MoveToFront(element)
			c.stats.Hits++
			c.mu.Unlock()
			return element.Value.(*stored).tile
		}
		r, joined := c.builds[a]
		if !joined {
			r = &running{done: make(chan struct{})}
			c.builds[a] = r
			c.stats.Builds++
			c.mu.Unlock()
			c.run(a, r, build)
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

func (c *cache) run(a Address, r *running, build func() *Tile) {
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if !r.dropped {
			delete(c.builds, a)
			if r.tile != nil {
				c.store(a, r.tile)
			}
		}
		close(r.done)
	}()
	r.tile = build()
}

// drop removes exactly the tiles, finished or being built, that show the datum
// and a touched layer, and whose boxes meet the touched bounds.
func (c *cache) drop(crs CRS, touched []touch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range touched {
		for a, r := range c.builds {
			if a.CRS == crs && t.shows(a) && (spot{a.Z, a.X, a.Y}).box().meets(t.bounds) {
				r.dropped = true
				delete(c.builds, a)
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

func (c *cache) dropPlace(variants map[layerSet]*list.Element, t touch) {
	for _, element := range variants {
		if t.shows(element.Value.(*stored).address) {
			c.remove(element)
			c.stats.Dropped++
		}
	}
}

// clear forgets everything, builds under way too.
func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.builds {
		r.dropped = true
	}
	c.recent, c.builds, c.bytes = list.New(), map[Address]*running{}, 0
	for z := range c.zooms {
		c.zooms[z] = map[place]map[layerSet]*list.Element{}
	}
}

func (c *cache) store(a Address, t *Tile) {
	size := t.bytes()
	if size > c.maxBytes {
		return
	}
	variants := c.zooms[a.Z][a.place()]
	if variants == nil {
		variants = map[layerSet]*list.Element{}
		c.zooms[a.Z][a.place()] = variants
	}
	variants[a.Layers] = c.recent.PushFront(&stored{a, t})
	c.bytes += size
	for c.bytes > c.maxBytes {
		c.remove(c.recent.Back())
		c.stats.Evicted++
	}
}

func (c *cache) remove(element *list.Element) {
	s := c.recent.Remove(element).(*stored)
	c.bytes -= s.tile.bytes()
	places := c.zooms[s.address.Z]
	variants := places[s.address.place()]
	delete(variants, s.address.Layers)
	if len(variants) == 0 {
		delete(places, s.address.place())
	}
}

func (c *cache) snapshot() Stats {
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
