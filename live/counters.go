package live

import (
	"encoding/json"
	"maps"

	"backstreet/rectify"
)

// counters keep, for each area with all that lies below it, how many features of what status and
// light there are in each lane. Area 0 is everything. An edit adjusts the few areas above it.
type counters struct {
	lanes []lane
	byKey map[string]int // the place of a lane by its key
	// byArea holds a tally per lane, in parts: most areas have nothing in most cells. What is published
	// never changes; recount replaces it.
	byArea table[laneParts]
}

// laneParts are the tallies of one area by lane.
type laneParts [][]rectify.TallyPart

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
	c := counters{byKey: make(map[string]int)}
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
	changed := newTallies(s.counters)
	for _, change := range changes {
		if change.Old != nil {
			changed.each(s, change.Old.Feature, func(t *rectify.Tally) { t.Sub(change.Old.Feature, s.today) })
		}
		if change.New != nil {
			changed.each(s, change.New.Feature, func(t *rectify.Tally) { t.Add(change.New.Feature, s.today) })
		}
	}
	return changed.counters()
}

// tallies are counters being changed. Those they come from stay as they are.
type tallies struct {
	from   counters
	opened map[place]*rectify.Tally
}

// place names a tally.
type place struct {
	area rectify.AreaID
	lane int
}

func newTallies(from counters) tallies { return tallies{from, make(map[place]*rectify.Tally)} }

// each visits the tallies that a feature is counted in.
func (t tallies) each(s *Snapshot, f rectify.Feature, visit func(*rectify.Tally)) {
	if f.Status == rectify.Void {
		return
	}
	for _, lane := range t.from.lanesFor(f.Kind, f.Attributes) {
		for _, area := range s.areas.countedIn(f.AreaID) {
			visit(t.open(area, lane))
		}
	}
}

// open gives a tally to change.
func (t tallies) open(area rectify.AreaID, lane int) *rectify.Tally {
	tally := t.opened[place{area, lane}]
	if tally == nil {
		tally = new(rectify.Tally)
		*tally = rectify.TallyOf(t.from.parts(area, lane))
		t.opened[place{area, lane}] = tally
	}
	return tally
}

// counters closes the tallies.
func (t tallies) counters() counters {
	next := t.from
	next.byArea = next.byArea.edit()
	own := make(map[rectify.AreaID]laneParts)
	for at, tally := range t.opened {
		lanes := own[at.area]
		if lanes == nil {
			lanes = make(laneParts, len(next.lanes))
			if before := next.byArea.get(int64(at.area)); before != nil {
				copy(lanes, *before)
			}
			own[at.area] = lanes
			next.byArea.set(int64(at.area), &lanes)
		}
		lanes[at.lane] = tally.Parts()
	}
	return next
}

func (c counters) parts(area rectify.AreaID, lane int) []rectify.TallyPart {
	if lanes := c.byArea.get(int64(area)); lanes != nil {
		return (*lanes)[lane]
	}
	return nil
}

// asker finds lanes for many areas, each once: to write a filter as a key takes longer than to sum.
type asker struct {
	counters
	campaign rectify.Campaign
	lanes    map[asked]int
}

// asked is a kind's lane: of a target of the campaign, -1 for none, and of a value of the kind's split.
type asked struct {
	kind   rectify.KindKey
	target int
	value  string
}

func (s *Snapshot) asker(campaign rectify.Campaign) asker {
	return asker{s.counters, campaign, make(map[asked]int)}
}

// of gives what is counted in an area.
func (a asker) of(area rectify.AreaID, of asked) []rectify.TallyPart {
	place, found := a.lanes[of]
	if !found {
		var filter map[string]any
		if of.target >= 0 {
			filter = a.campaign.Targets[of.target].Filter
		}
		asks := lane{of.kind, filter}
		if of.value != "" {
			asks = splitLane(of.kind, filter, of.value)
		}
		var counted bool
		if place, counted = a.byKey[asks.key()]; !counted {
			place = -1
		}
		a.lanes[of] = place
	}
	if place < 0 {
		return nil
	}
	return a.parts(area, place)
}
