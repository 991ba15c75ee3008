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
	// byArea holds a tally per lane, nil where nothing is. What is published never changes; recount
	// replaces it.
	byArea map[rectify.AreaID][]*rectify.Tally
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

// counts reports whether the lane has features of a kind with these attributes, void ones apart.
func (l lane) counts(kind rectify.KindKey, attributes map[string]any) bool {
	if kind != l.kind || len(l.filter) == 0 {
		return kind == l.kind
	}
	// As a target asks, so that equal means the same in a filter and in a target.
	return rectify.Target{Kind: kind, Filter: l.filter}.Matches(rectify.Feature{Kind: kind, Attributes: attributes})
}

// noCounters counts nothing yet, in the lanes that are asked for.
func (s *Snapshot) noCounters() counters {
	c := counters{byKey: make(map[string]int), byArea: make(map[rectify.AreaID][]*rectify.Tally)}
	for _, lane := range lanesOf(s.kinds, s.campaigns) {
		if _, again := c.byKey[lane.key()]; !again {
			c.byKey[lane.key()] = len(c.lanes)
			c.lanes = append(c.lanes, lane)
		}
	}
	return c
}

// lanesFor gives the lanes that a feature of a kind is counted in, the void ones apart.
func (c counters) lanesFor(kind rectify.KindKey, attributes map[string]any) (places []int) {
	for i, lane := range c.lanes {
		if lane.counts(kind, attributes) {
			places = append(places, i)
		}
	}
	return places
}

// recount takes away what was and adds what is now. The areas and the day are as they were.
func (s *Snapshot) recount(changes []Change) counters {
	if len(changes) == 0 {
		return s.counters
	}
	next := s.counters
	next.byArea = maps.Clone(next.byArea)
	own := make(map[*rectify.Tally]bool) // those that this version made and may change
	for _, change := range changes {
		if change.Old != nil {
			next.each(s, change.Old.Feature, own, func(t *rectify.Tally) { t.Sub(change.Old.Feature, s.today) })
		}
		if change.New != nil {
			next.each(s, change.New.Feature, own, func(t *rectify.Tally) { t.Add(change.New.Feature, s.today) })
		}
	}
	return next
}

// each visits the tallies that a feature is counted in, each copied first unless it is own.
func (c counters) each(s *Snapshot, f rectify.Feature, own map[*rectify.Tally]bool, visit func(*rectify.Tally)) {
	if f.Status == rectify.Void {
		return
	}
	places := c.lanesFor(f.Kind, f.Attributes)
	for _, area := range s.areas.countedIn(f.AreaID) {
		tallies := slices.Clone(c.byArea[area])
		if tallies == nil {
			tallies = make([]*rectify.Tally, len(c.lanes))
		}
		c.byArea[area] = tallies
		for _, place := range places {
			if old := tallies[place]; old == nil || !own[old] {
				tallies[place] = new(rectify.Tally)
				own[tallies[place]] = true
				if old != nil {
					*tallies[place] = *old
				}
			}
			visit(tallies[place])
		}
	}
}

// tally gives what is counted in an area; of area 0, everything.
func (c counters) tally(area rectify.AreaID, of lane) (tally rectify.Tally) {
	i, counted := c.byKey[of.key()]
	if tallies := c.byArea[area]; counted && tallies != nil && tallies[i] != nil {
		return *tallies[i]
	}
	return tally
}
