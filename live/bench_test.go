package live_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"backstreet/geo"
	"backstreet/live"
	"backstreet/rectify"
)

// district makes a state of so many berths, each a polygon, in 300 areas.
func district(features int) *model {
	source := newModel()
	source.areas = source.areas[:1]
	for id := rectify.AreaID(2); id <= 301; id++ {
		source.areas = append(source.areas, rectify.Area{ID: id, ParentID: 1, Level: rectify.LevelCommunity})
	}
	source.campaigns = []rectify.Campaign{campaign}
	random := rand.New(rand.NewPCG(1, 2))
	for id := rectify.FeatureID(1); id <= rectify.FeatureID(features); id++ {
		source.features[id] = berth(id, random)
	}
	return source
}

func berth(id rectify.FeatureID, random *rand.Rand) rectify.Feature {
	lon, lat := 114+random.Float64()/5, 33.5+random.Float64()/5
	quantity := 1.0
	return rectify.Feature{
		ID: id, Version: 1, UID: fmt.Sprintf("01890a5d-ac96-774b-bcce-%012x", id), Kind: rectify.KindBerth, Cycle: 1,
		Ref: fmt.Sprintf("BW-%06d", id), AreaID: rectify.AreaID(2 + id%300), Status: rectify.Statuses[id%9], Quantity: &quantity,
		PlannedOn: today - 20, DueOn: today + rectify.Day(id%60) - 10,
		Attributes: map[string]any{"capacity": 1.0, "berth_class": "non_motor"},
		Geom: geo.MultiPolygon{{{
			{lon, lat}, {lon + 1e-5, lat}, {lon + 1e-5, lat + 1e-5}, {lon, lat + 1e-5}, {lon, lat},
		}}},
	}
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

// loaded gives a running copy of so many berths.
func loaded(b *testing.B, features int) (*model, *live.Live) {
	source := district(features)
	return source, follow(b, source, live.Options{})
}

// BenchmarkLoad tells what the copy adds per feature to what the store hands it.
func BenchmarkLoad(b *testing.B) {
	source := district(40_000)
	before := heap()
	for b.Loop() {
		copied := follow(b, source, live.Options{})
		b.ReportMetric(float64(heap()-before)/40_000, "B/feature")
		runtime.KeepAlive(copied)
	}
}

// BenchmarkEdit is one edit from commit to Sync, in a district and in a city.
func BenchmarkEdit(b *testing.B) {
	for _, features := range []int{40_000, 1_000_000} {
		b.Run(fmt.Sprint(features), func(b *testing.B) {
			source, copied := loaded(b, features)
			random := rand.New(rand.NewPCG(3, 4))
			b.ReportAllocs()
			for b.Loop() {
				f := berth(rectify.FeatureID(1+random.IntN(features)), random)
				source.touched = source.touched[:0]
				source.put(f)
				if err := copied.Sync(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkMidnight counts a city anew, and applies an edit to it: what live itself adds to one.
func BenchmarkMidnight(b *testing.B) {
	source := district(1_000_000)
	first, err := live.LoadOf(context.Background(), source, today)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("recount", func(b *testing.B) {
		for b.Loop() {
			first.Apply(&rectify.Delta{}, today+1)
		}
	})
	random := rand.New(rand.NewPCG(3, 4))
	b.Run("edit", func(b *testing.B) {
		b.ReportAllocs()
		version := int64(1)
		for b.Loop() {
			version++
			f := berth(rectify.FeatureID(1+random.IntN(1_000_000)), random)
			f.Version = version
			first = first.Apply(&rectify.Delta{Features: []rectify.Feature{f}}, today)
		}
	})
}

// BenchmarkRead are the questions that screens ask of a district.
func BenchmarkRead(b *testing.B) {
	_, copied := loaded(b, 40_000)
	s := copied.Snapshot()
	here := geo.Point{114.1, 33.6}
	for _, ask := range []struct {
		name string
		ask  func()
	}{
		{"feature", func() { s.Feature(12_345) }},
		{"counts", func() { s.Counts(live.Filter{}) }},
		{"list by deadline", func() { mustList(b, s, live.Filter{AreaID: 9}, live.SortDueOn) }},
		{"list by distance", func() { mustList(b, s, live.Filter{Near: &here, RadiusMetres: 500}, live.SortDistance) }},
		{"nearest", func() { s.Nearest(here, live.Filter{}, 20, 0) }},
		{"progress", func() { _, _ = s.Progress(1, 1, today) }},
		{"progress of 300 areas", func() { _, _ = s.ProgressAreas(rectify.LevelCommunity, 1, 1, today) }},
	} {
		b.Run(ask.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ask.ask()
			}
		})
	}
}

func mustList(b *testing.B, s *live.Snapshot, filter live.Filter, sort live.Sort) {
	if _, err := s.List(filter, sort, "", 50); err != nil {
		b.Fatal(err)
	}
}
