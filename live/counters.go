package live

import (
	"encoding/json"
	"maps"
	"slices"

	"backstreet/rectify"
)

// counters keep, for each area with all that lies below it, how many features of what status and
// light there are in each lane. Area 0 is everything. An edit adjusts the few areas above it.
type counters struct {
	lanes []lane
	byKey map[string]int // the place of a lane by its key
	// byArea holds a tally per lane. A published slice never changes; recount replaces it.
	byArea map[rectify.AreaID][]rectify.Tally
}

// lane is one way of counting: the features of a kind that are not void and have these attributes.
type lane struct {
	kind   rectify.KindKey
	filter map[string]any // none: all of the kind
}

// split divides a kind's numbers by an attribute wherever they are shown.
type split struct {
	attribute string
	values    []string
}

// splits: the published number of berths is motor and non-motor berths together, so both are shown.
var splits = map[rectify.KindKey]split{
	rectify.KindBerth: {attribute: "berth_class", values: []string{"non_motor", "motor"}},
}

// lanesOf gives what is asked for of the kinds: all, what meets the filter of a target, and of each of
// these the parts of a split. A lane may come more than once.
func lanesOf(kinds []rectify.Kind, campaigns []rectify.Campaign) (lanes []lane) {
	for _, kind := range kinds {
		filters := []map[string]any{nil}
		for _, campaign := range campaigns {
			for _, target := range campaign.Targets {
				if target.Kind == kind.Key {
					filters = append(filters, target.Filter)
				}
			}
		}
		for _, filter := range filters {
			lanes = append(lanes, lane{kind.Key, filter})
			for _, value := range splits[kind.Key].values {
				lanes = append(lanes, splitLane(kind.Key, filter, value))
			}
		}
	}
	return lanes
}

func splitLane(kind rectify.KindKey, filter map[string]any, value string) lane {
	narrowed := maps.Clone(filter)
	if narrowed == nil {
		narrowed = make(map[string]any, 1)
	}
	narrowed[splits[kind].attribute] = value
	return lane{kind, narrowed}
}

// key is equal for lanes that count the same.
func (l lane) key() string {
	if len(l.filter) == 0 {
		return string(l.kind)
	}
	filter, err := json.Marshal(l.filter) // sorts by key
	if err != nil {
		panic(err) // the filter came out of JSON
	}
	return string(l.kind) + string(filter)
}

func (l lane) counts(f *Feature) bool {
	return f.Kind == l.kind && f.Status != rectify.Void && (len(l.filter) == 0 || hasAttributes(f, l.filter))
}

// hasAttributes asks as a target does, so that equal means the same in a filter and in a target.
func hasAttributes(f *Feature, attributes map[string]any) bool {
	if len(attributes) == 0 {
		return true
	}
	asked := rectify.Feature{Kind: f.Kind, Attributes: f.Attributes}
	return rectify.Target{Kind: f.Kind, Filter: attributes}.Matches(asked)
}

// noCounters counts nothing yet, in the lanes that are asked for.
func (s *Snapshot) noCounters() counters {
	c := counters{byKey: make(map[string]int), byArea: make(map[rectify.AreaID][]rectify.Tally)}
	for _, lane := range lanesOf(s.kinds, s.campaigns) {
		if _, again := c.byKey[lane.key()]; !again {
			c.byKey[lane.key()] = len(c.lanes)
			c.lanes = append(c.lanes, lane)
		}
	}
	return c
}

// countAll counts everything from nothing.
func (s *Snapshot) countAll() counters {
	c := s.noCounters()
	s.features.scan(func(f *Feature) bool {
		c.each(s, f, func(t *rectify.Tally) { t.Add(f.Feature, s.today) })
		return true
	})
	return c
}

// recount takes away what was and adds what is now. The areas and the day are as they were.
func (s *Snapshot) recount(changes []Change) counters {
	if len(changes) == 0 {
		return s.counters
	}
	next := s.counters
	next.byArea = maps.Clone(next.byArea)
	own := make(map[rectify.AreaID]bool)
	visit := func(f *Feature, count func(*rectify.Tally)) {
		for _, area := range s.areas.countedIn(f.AreaID) {
			if !own[area] {
				next.byArea[area], own[area] = slices.Clone(next.byArea[area]), true
			}
		}
		next.each(s, f, count)
	}
	for _, change := range changes {
		if change.Old != nil {
			visit(change.Old, func(t *rectify.Tally) { t.Sub(change.Old.Feature, s.today) })
		}
		if change.New != nil {
			visit(change.New, func(t *rectify.Tally) { t.Add(change.New.Feature, s.today) })
		}
	}
	return next
}

// each visits the tallies that a feature is counted in.
func (c counters) each(s *Snapshot, f *Feature, visit func(*rectify.Tally)) {
	for i, lane := range c.lanes {
		if !lane.counts(f) {
			continue
		}
		for _, area := range s.areas.countedIn(f.AreaID) {
			if c.byArea[area] == nil {
				c.byArea[area] = make([]rectify.Tally, len(c.lanes))
			}
			visit(&c.byArea[area][i])
		}
	}
}

// tally gives what is counted in an area; of area 0, everything.
func (c counters) tally(area rectify.AreaID, of lane) rectify.Tally {
	i, counted := c.byKey[of.key()]
	if tallies := c.byArea[area]; counted && tallies != nil {
		return tallies[i]
	}
	return rectify.Tally{}
}
