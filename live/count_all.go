package live

import (
	"runtime"
	"sync"

	"backstreet/rectify"
)

// countAll counts everything from nothing, on all processors: each feature in its own area first, then
// each area in those above it.
func (s *Snapshot) countAll() counters {
	total := s.noCounters()
	var pages []*page
	s.features.scan(func(p *page) bool { pages = append(pages, p); return true })
	workers := runtime.GOMAXPROCS(0)
	parts := make([]counters, workers)
	var counting sync.WaitGroup
	for worker := range workers {
		counting.Go(func() {
			parts[worker] = s.countPages(pages[worker*len(pages)/workers : (worker+1)*len(pages)/workers])
		})
	}
	counting.Wait()
	for _, part := range parts {
		for own, tallies := range part.byArea {
			for _, area := range s.areas.countedIn(own) {
				total.merge(area, tallies)
			}
		}
	}
	return total
}

// countPages counts the features of some pages in the areas that they themselves have.
func (s *Snapshot) countPages(pages []*page) counters {
	c := s.noCounters()
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
				places = c.lanesFor(r.Kind, readAttributes(r.attributes))
				lanes[of] = places
			}
			tallies := c.tallies(r.AreaID)
			for _, place := range places {
				if tallies[place] == nil {
					tallies[place] = new(rectify.Tally)
				}
				tallies[place].Add(r.Feature, s.today)
			}
		}
	}
	return c
}

// tallies gives those of an area, to be changed.
func (c counters) tallies(area rectify.AreaID) []*rectify.Tally {
	tallies := c.byArea[area]
	if tallies == nil {
		tallies = make([]*rectify.Tally, len(c.lanes))
		c.byArea[area] = tallies
	}
	return tallies
}

// merge adds the tallies of disjoint features to those of an area.
func (c counters) merge(area rectify.AreaID, more []*rectify.Tally) {
	tallies := c.tallies(area)
	for i, tally := range more {
		switch {
		case tally == nil:
		case tallies[i] == nil:
			copied := *tally
			tallies[i] = &copied
		default:
			tallies[i].Merge(*tally)
		}
	}
}
