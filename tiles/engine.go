package tiles

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	"backstreet/geo"
)

// Options of an engine. The zero value is ready for use.
type Options struct {
	// CacheBytes bounds the finished tiles kept; 0 is 256 MiB, less than 0 keeps none and draws each tile anew.
	CacheBytes int64
	// Kinds are the keys of kinds that can be asked for before they have features.
	Kinds []string
}

// Engine draws tiles from memory. Its methods may be called at the same time;
// reading a tile never waits for a change.
type Engine struct {
	mu         sync.Mutex // of those who change: guards vocabulary, kinds, indexes and the order of snapshots
	vocabulary vocabulary
	kinds      map[string]bool
	indexes    [crsTotal]*index // GCJ02: nil until it is asked for

	current atomic.Pointer[snapshot]
	cache   *cache // nil: none
	queries queries
}

// snapshot is what the engine knows as of one moment. It never changes.
type snapshot struct {
	views  [crsTotal]*view
	values []string
	groups []cellGroup
	kinds  map[string]bool
}

// New gives an engine without features. Call Load before its tiles are shown.
func New(o Options) *Engine {
	if o.CacheBytes == 0 {
		o.CacheBytes = 256 << 20
	}
	e := &Engine{cache: newCache(o.CacheBytes), vocabulary: newVocabulary(), kinds: map[string]bool{}}
	for _, layer := range slices.Concat(shippedLayers, o.Kinds) {
		e.kinds[layer] = true
	}
	e.indexes[WGS84] = newIndex()
	e.publish()
	return e
}

// Load replaces everything by what the source has. Whoever follows changes
// calls it, before the first Apply and when they lost the thread.
func (e *Engine) Load(from Source) {
	e.mu.Lock()
	defer e.mu.Unlock()
	var edits []edit
	for f, s := range prepared(from.Features()) {
		edits = append(edits, e.edit(f, s))
	}
	e.indexes = [crsTotal]*index{newIndex()}
	e.indexes[WGS84].fill(edits)
	e.publish()
	e.cache.clear()
}

// Apply takes changes in. When it returns, every tile asked for from then on
// shows them. Changes of one feature must come in their order.
func (e *Engine) Apply(changes []Change) {
	e.mu.Lock()
	defer e.mu.Unlock()
	edits := make([]edit, len(changes))
	for i, c := range changes {
		edits[i] = edit{key: featureKey{c.Layer, c.ID}}
		if c.Feature != nil {
			edits[i] = e.edit(c.Feature, prepare(c.Feature))
		}
	}
	var touched [crsTotal][]touch
	touched[WGS84] = e.indexes[WGS84].apply(edits)
	if bent := e.indexes[GCJ02]; bent != nil {
		touched[GCJ02] = bent.apply(e.bend(edits))
	}
	e.publish()
	for crs, t := range touched {
		e.cache.drop(CRS(crs), t)
	}
}

// AddKinds makes further kinds known, so that their layers can be asked for.
func (e *Engine) AddKinds(keys ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.addKinds(keys...)
	e.publish()
}

// Layers are the names that a request may give, sorted.
func (e *Engine) Layers() []string {
	return slices.Sorted(maps.Keys(e.current.Load().kinds))
}

// MVT gives the tile as it is now: no bytes when it is empty.
func (e *Engine) MVT(a Address) []byte { return e.tile(a, identity).body }

func (e *Engine) tile(a Address, c coding) *tile {
	return e.cache.get(variant{a, c}, func() (t *tile) {
		draw(e.snapshot(a.CRS), a, func(mvt []byte) { t = newTile(mvt, c) })
		return t
	})
}

// Stats tells how the cache does.
func (e *Engine) Stats() Stats { return e.cache.snapshot() }

// edit puts a feature; without a shape there is nothing to index.
func (e *Engine) edit(f *Feature, s shape) edit {
	k := featureKey{f.Layer, f.ID}
	if s == "" {
		return edit{key: k}
	}
	e.addKinds(f.Layer)
	return edit{k, e.vocabulary.feature(f, s)}
}

// bend takes edits of the WGS 84 index to GCJ-02.
func (e *Engine) bend(edits []edit) []edit {
	bent := slices.Clone(edits)
	for i, b := range bent {
		if b.now != nil {
			bent[i].now = b.now.with(b.now.shape.unpack().shifted(geo.GCJ02FromWGS84).pack())
		}
	}
	return bent
}

// snapshot has a view in the datum. The first who asks for one in GCJ-02 makes
// its index, which takes about 5 µs per feature.
func (e *Engine) snapshot(crs CRS) *snapshot {
	if s := e.current.Load(); s.views[crs] != nil {
		return s
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.indexes[crs] == nil {
		e.indexes[crs] = e.indexes[WGS84].shifted(geo.GCJ02FromWGS84)
		e.publish()
	}
	return e.current.Load()
}

// addKinds copies on write: snapshots share the map.
func (e *Engine) addKinds(keys ...string) {
	for _, key := range keys {
		if !e.kinds[key] {
			e.kinds = maps.Clone(e.kinds)
			e.kinds[key] = true
		}
	}
}

func (e *Engine) publish() {
	s := &snapshot{values: e.vocabulary.values.encoded, groups: e.vocabulary.groups, kinds: e.kinds}
	for crs, ix := range e.indexes {
		if ix != nil {
			s.views[crs] = ix.view()
		}
	}
	e.current.Store(s)
}
