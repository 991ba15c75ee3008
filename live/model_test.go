package live_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"pgregory.net/rapid"

	"backstreet/geo"
	"backstreet/live"
	"backstreet/rectify"
)

// model is a Source over maps, whose feed remembers what was touched at each step. Tests steer when it
// fails, forgets and waits.
type model struct {
	mu        sync.Mutex
	epoch     string
	step      int // one transaction each; the snapshot after it is "step:step:"
	touched   []touch
	forgotten int // cursors before this step are told to resync
	fail      error
	hints     chan struct{}
	looks     int
	gate      chan struct{} // when set, Changes waits for it to be closed after it looked

	kinds     []rectify.Kind
	areas     []rectify.Area
	units     []rectify.Unit
	campaigns []rectify.Campaign
	features  map[rectify.FeatureID]rectify.Feature
	backdrops map[int64]rectify.Backdrop
}

type touch struct {
	step     int
	feature  rectify.FeatureID
	backdrop int64
	register bool
}

func newModel() *model {
	return &model{
		epoch: "e1", step: 1, hints: make(chan struct{}, 1),
		kinds: []rectify.Kind{
			{Key: rectify.KindCompound, Sort: 1}, {Key: rectify.KindBackStreet, Sort: 2}, {Key: rectify.KindBerth, Sort: 4},
		},
		areas: []rectify.Area{
			{ID: 1, Level: rectify.LevelDistrict, Code: "1"},
			{ID: 2, ParentID: 1, Level: rectify.LevelStreet, Code: "1-2"},
			{ID: 3, ParentID: 1, Level: rectify.LevelStreet, Code: "1-1"},
			{ID: 4, ParentID: 2, Level: rectify.LevelCommunity, Code: "1-2-1"},
			{ID: 5, ParentID: 3, Level: rectify.LevelCommunity, Code: "1-1-1"},
		},
		units:     []rectify.Unit{{ID: 1, Name: "a"}, {ID: 2, Name: "b"}},
		features:  make(map[rectify.FeatureID]rectify.Feature),
		backdrops: make(map[int64]rectify.Backdrop),
	}
}

func (m *model) cursor() rectify.Cursor {
	return rectify.Cursor{Epoch: m.epoch, Snapshot: fmt.Sprintf("%d:%d:", m.step, m.step)}
}

// commit runs one transaction.
func (m *model) commit(change func(note func(touch))) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.step++
	change(func(t touch) { t.step = m.step; m.touched = append(m.touched, t) })
}

// put writes features; their versions rise, as in the database.
func (m *model) put(features ...rectify.Feature) {
	m.commit(func(note func(touch)) {
		for _, f := range features {
			f.Version = int64(m.step)
			m.features[f.ID] = f
			note(touch{feature: f.ID})
		}
	})
}

func (m *model) remove(id rectify.FeatureID) {
	m.commit(func(note func(touch)) { delete(m.features, id); note(touch{feature: id}) })
}

func (m *model) setAreas(areas []rectify.Area) {
	m.commit(func(note func(touch)) { m.areas = areas; note(touch{register: true}) })
}

func (m *model) setCampaigns(campaigns ...rectify.Campaign) {
	m.commit(func(note func(touch)) { m.campaigns = campaigns; note(touch{register: true}) })
}

func (m *model) Load(_ context.Context, take func(rectify.Part)) (*rectify.State, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return nil, m.fail
	}
	take(rectify.Part{Backdrops: slices.Collect(maps.Values(m.backdrops))})
	for part := range slices.Chunk(slices.Collect(maps.Values(m.features)), max(5, len(m.features)/8)) {
		take(rectify.Part{Features: part})
	}
	return &rectify.State{
		Cursor: m.cursor(), Kinds: m.kinds, Areas: m.areas, Units: m.units, Campaigns: m.campaigns,
	}, nil
}

func (m *model) Changes(ctx context.Context, since rectify.Cursor) (*rectify.Delta, error) {
	m.mu.Lock()
	delta, err, gate := m.delta(since), m.fail, m.gate
	m.looks++
	m.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
	return delta, err
}

func (m *model) delta(since rectify.Cursor) *rectify.Delta {
	delta := &rectify.Delta{Cursor: m.cursor()}
	var seen, end int
	if _, err := fmt.Sscanf(since.Snapshot, "%d:%d:", &seen, &end); err != nil || since.Epoch != m.epoch || seen < m.forgotten {
		return &rectify.Delta{Resync: true}
	}
	done := make(map[touch]bool)
	for _, t := range m.touched {
		if t.step <= seen {
			continue
		}
		if t.step = 0; done[t] {
			continue
		}
		done[t] = true
		feature, isFeature := m.features[t.feature]
		backdrop, isBackdrop := m.backdrops[t.backdrop]
		switch {
		case t.register:
			delta.Areas, delta.Campaigns = m.areas, m.campaigns
		case isFeature:
			delta.Features = append(delta.Features, feature)
		case t.feature != 0:
			delta.GoneFeatures = append(delta.GoneFeatures, t.feature)
		case isBackdrop:
			delta.Backdrops = append(delta.Backdrops, backdrop)
		default:
			delta.GoneBackdrops = append(delta.GoneBackdrops, t.backdrop)
		}
	}
	return delta
}

func (m *model) Wait(ctx context.Context) error {
	select {
	case <-m.hints:
	case <-ctx.Done():
	}
	return nil
}

// set changes how the model behaves, not what it holds.
func (m *model) set(change func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change()
}

const today = rectify.Day(19234) // 2022-08-30

func noon(day rectify.Day) time.Time { return day.Time().Add(12 * time.Hour) }

// tester is a testing.T or a rapid.T.
type tester interface {
	Helper()
	Cleanup(func())
	Fatal(...any)
}

// follow runs a live copy of the source until the test ends, and waits for it to be loaded.
func follow(t tester, source live.Source, options live.Options) *live.Live {
	t.Helper()
	if options.Clock == nil {
		options.Clock = func() time.Time { return noon(today) }
	}
	options.Log = slog.New(slog.DiscardHandler)
	copied := live.New(source, options)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { copied.Run(ctx) })
	t.Cleanup(func() { cancel(); running.Wait() })
	inStep(t, copied)
	return copied
}

// inStep waits until the copy has what was committed.
func inStep(t tester, copied *live.Live) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	if err := copied.Sync(ctx); err != nil {
		t.Fatal(err)
	}
}

// someFeature draws a feature with an id.
func someFeature(t *rapid.T, id rectify.FeatureID) rectify.Feature {
	day := func(name string) rectify.Day {
		return rapid.SampledFrom([]rectify.Day{0, today - 40, today - 1, today, today + 1, today + 3, today + 30}).Draw(t, name)
	}
	f := rectify.Feature{
		ID:         id,
		Kind:       rapid.SampledFrom([]rectify.KindKey{rectify.KindCompound, rectify.KindBackStreet, rectify.KindBerth}).Draw(t, "kind"),
		Name:       rapid.SampledFrom([]string{"", "安居苑", "北街", "北街 2", "北街 10", "Elm"}).Draw(t, "name"),
		Ref:        rapid.SampledFrom([]string{"", "A-1", "b-2"}).Draw(t, "ref"),
		AreaID:     rapid.SampledFrom([]rectify.AreaID{0, 1, 2, 3, 4, 5}).Draw(t, "area"),
		UnitID:     rapid.SampledFrom([]rectify.UnitID{0, 1, 2}).Draw(t, "unit"),
		AssigneeID: rapid.SampledFrom([]rectify.PersonID{0, 7}).Draw(t, "assignee"),
		Status:     rapid.SampledFrom(rectify.Statuses).Draw(t, "status"),
		Cycle:      rapid.IntRange(1, 3).Draw(t, "cycle"),
		PlannedOn:  day("planned"), DueOn: day("due"),
		Reworks:    rapid.IntRange(0, 2).Draw(t, "reworks"),
		PhotosOwed: rapid.IntRange(0, 2).Draw(t, "owed"),
		Attributes: map[string]any{
			"management_at_start": rapid.SampledFrom([]string{"none", "professional"}).Draw(t, "management"),
			"berth_class":         rapid.SampledFrom([]string{"non_motor", "motor"}).Draw(t, "class"),
		},
		Geom: geo.Point{rapid.Float64Range(114, 114.1).Draw(t, "lon"), rapid.Float64Range(33.5, 33.6).Draw(t, "lat")},
	}
	if rapid.Bool().Draw(t, "measured") {
		quantity := rapid.Float64Range(0, 1000).Draw(t, "quantity")
		f.Quantity = &quantity
	}
	return f
}

var campaign = rectify.Campaign{
	ID: 1, Name: "c", StartsOn: today - 100, EndsOn: today + 100,
	Targets: []rectify.Target{
		{ID: 1, Kind: rectify.KindCompound, Quantity: 10, Filter: map[string]any{"management_at_start": "none"}},
		{ID: 2, Kind: rectify.KindBackStreet, AreaID: 2, Quantity: 3, Filter: map[string]any{"management_at_start": "professional"}},
	},
}

// reload gives a snapshot that is loaded anew, on a day.
func reload(t tester, source *model, day rectify.Day) *live.Snapshot {
	t.Helper()
	return follow(t, source, live.Options{Clock: func() time.Time { return noon(day) }}).Snapshot()
}
