package live

import (
	"cmp"
	"reflect"
	"slices"
	"sync"

	"backstreet/geo"
	"backstreet/rectify"
)

// loader gathers what a source hands over until it is a snapshot. take may be called by several goroutines
// at a time: what costs is done outside the lock.
type loader struct {
	mu        sync.Mutex
	features  register
	backdrops register
	grids     gathered[rectify.KindKey]
	classes   gathered[string]
}

// gathered are the ids to fill a forest with.
type gathered[K comparable] struct {
	entries map[K][]gridEntry
	extents map[K]geo.Bound
}

func newGathered[K comparable]() gathered[K] {
	return gathered[K]{make(map[K][]gridEntry), make(map[K]geo.Bound)}
}

func (g gathered[K]) add(key K, bound geo.Bound, id int64) {
	if bound.IsEmpty() {
		return
	}
	extent, known := g.extents[key]
	if !known {
		extent = bound
	}
	g.entries[key], g.extents[key] = append(g.entries[key], gridEntry{keyOf(bound), id}), extent.Union(bound)
}

func (g gathered[K]) join(more gathered[K]) {
	for key, entries := range more.entries {
		extent, known := g.extents[key]
		if !known {
			extent = more.extents[key]
		}
		g.entries[key], g.extents[key] = append(g.entries[key], entries...), extent.Union(more.extents[key])
	}
}

func newLoader() *loader {
	return &loader{
		features:  register{words: featureWords}.edit(),
		backdrops: register{words: backdropWords}.edit(),
		grids:     newGathered[rectify.KindKey](), classes: newGathered[string](),
	}
}

// take packs a part of what there is.
func (l *loader) take(part rectify.Part) {
	grids, classes := newGathered[rectify.KindKey](), newGathered[string]()
	var body []byte
	features := packed(part.Features, func(f *rectify.Feature) int64 { return int64(f.ID) }, func() func(*rectify.Feature) record {
		texts := make(map[uintptr]string)
		return func(f *rectify.Feature) record {
			r := appendRow(body[:0], f, sharedText(texts, f.Attributes))
			body = r.body
			grids.add(f.Kind, geo.BoundOf(f.Geom), int64(f.ID))
			return r
		}
	}())
	backdrops := packed(part.Backdrops, func(b *rectify.Backdrop) int64 { return b.ID }, func(b *rectify.Backdrop) record {
		r := appendBackdrop(body[:0], b)
		body = r.body
		classes.add(b.Class, geo.BoundOf(b.Geom), b.ID)
		return r
	})
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, p := range features {
		l.features.add(p)
	}
	for _, p := range backdrops {
		l.backdrops.add(p)
	}
	l.grids.join(grids)
	l.classes.join(classes)
}

// sharedText is attributesText, made once for attributes that features share: the source hands out one map
// for all of a part that have the same.
func sharedText(texts map[uintptr]string, attributes map[string]any) string {
	if len(attributes) == 0 {
		return ""
	}
	place := reflect.ValueOf(attributes).Pointer()
	text, made := texts[place]
	if !made {
		text = attributesText(attributes)
		texts[place] = text
	}
	return text
}

// packed makes pages of values, which it sorts by id where the database has them in another order.
func packed[T any](values []T, idOf func(*T) int64, pack func(*T) record) (pages []*page) {
	for i := 1; i < len(values); i++ {
		if idOf(&values[i-1]) > idOf(&values[i]) {
			slices.SortFunc(values, func(a, b T) int { return cmp.Compare(idOf(&a), idOf(&b)) })
			break
		}
	}
	var w pageWriter
	for i := range values {
		id := idOf(&values[i])
		w.add(int(id%pageSize), pack(&values[i]))
		if i == len(values)-1 || idOf(&values[i+1])/pageSize != id/pageSize {
			pages = append(pages, w.page(id-id%pageSize))
		}
	}
	return pages
}

// snapshot is the copy of all that was taken, with the rest of the state.
func (l *loader) snapshot(state *rectify.State, today rectify.Day) *Snapshot {
	s := (&Snapshot{areas: newAreaTree(nil), features: l.features, backdrops: l.backdrops, collations: new(collations)}).edit()
	s.cursor, s.today = state.Cursor, today
	s.setRegisters(&rectify.Delta{Kinds: state.Kinds, Areas: state.Areas, Units: state.Units, Campaigns: state.Campaigns})
	s.grids.fill(l.grids.entries, l.grids.extents)
	s.backdropGrids.fill(l.classes.entries, l.classes.extents)
	s.counters = s.countAll()
	return s
}
