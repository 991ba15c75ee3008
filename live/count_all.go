package live

import (
	"runtime"
	"sync"

	"backstreet/rectify"
)

// countAll counts everything from nothing, on all processors: each feature in its own area first, then
// each area in those above it.
func (s *Snapshot) countAll() counters {
	var pages []*page
	s.features.scan(func(p *page) bool { pages = append(pages, p); return true })
	total := newTallies(s.noCounters())
	workers := runtime.GOMAXPROCS(0)
	parts := make([]tallies, workers)
	var counting sync.WaitGroup
	for worker := range workers {
		counting.Go(func() {
			parts[worker] = s.countPages(pages[worker*len(pages)/workers : (worker+1)*len(pages)/workers])
		})
	}
	counting.Wait()
	for _, part := range parts {
		for own, tally := range part.opened {
			for _, area := range s.areas.countedIn(own.area) {
				total.open(area, own.lane).Merge(*tally)
			}
		}
	}
	return total.counters()
}

// countPages counts the features of some pages in the areas that they themselves have.
func (s *Snapshot) countPages(pages []*page) tallies {
	counted := newTallies(s.noCounters())
	type sort struct {
		kind       rectify.KindKey
		attributes string
	}
	lanes := make(map[sort][]int) // most features share their attributes with others
	var r row
	for _, p := range pages {
		for slot := range pageSize {
			if !r.read(p, slot) || r.Status == rectify.Void {
				continue
			}
			of := sort{r.Kind, r.attributes}
			places, known := lanes[of]
			if !known {
				places = counted.from.lanesFor(r.Kind, readAttributes(r.attributes))
				lanes[of] = places
			}
			for _, lane := range places {
				counted.open(r.AreaID, lane).Add(r.Feature, s.today)
			}
		}
	}
	return counted
}
