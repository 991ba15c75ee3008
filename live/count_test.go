package live_test

import (
	"cmp"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"backstreet/geo"
	"backstreet/live"
	"backstreet/rectify"
)

// TestNumbers edits at random, and after each look holds every number the copy gives against a copy
// that was loaded anew, and these against each other.
func TestNumbers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		source := newModel()
		source.setCampaigns(campaign)
		day := new(atomic.Int32)
		day.Store(int32(today))
		copied := follow(rt, source, live.Options{Clock: func() time.Time { return noon(rectify.Day(day.Load())) }})
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			change(rt, source, day)
			if !rapid.Bool().Draw(rt, "look") {
				continue
			}
			inStep(rt, copied)
			same(rt, copied.Snapshot(), reload(rt, source, rectify.Day(day.Load())))
			agree(rt, copied.Snapshot())
		}
	})
}

// change draws one thing that may happen.
func change(t *rapid.T, source *model, day *atomic.Int32) {
	id := rectify.FeatureID(rapid.IntRange(1, 12).Draw(t, "id"))
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		source.remove(id)
	case 1:
		day.Add(rapid.Int32Range(1, 40).Draw(t, "days"))
	case 2: // an area moves below another
		areas := slices.Clone(source.areas)
		areas[3].ParentID = rapid.SampledFrom([]rectify.AreaID{1, 2, 3}).Draw(t, "parent")
		source.setAreas(areas)
	case 3:
		other := campaign
		other.Targets = other.Targets[:rapid.IntRange(0, 2).Draw(t, "targets")]
		source.setCampaigns(other)
	default:
		source.put(someFeature(t, id), someFeature(t, id%12+1))
	}
}

// same compares all counters of two snapshots.
func same(t *rapid.T, got, want *live.Snapshot) {
	for _, area := range []rectify.AreaID{0, 1, 2, 3, 4, 5} {
		for _, campaign := range []rectify.CampaignID{0, 1} {
			g, gErr := got.Progress(area, campaign, today)
			w, wErr := want.Progress(area, campaign, today)
			if !errors.Is(gErr, wErr) {
				t.Fatalf("area %d: error %v, want %v", area, gErr, wErr)
			}
			if diff := gocmp.Diff(w, g, cmpopts.IgnoreFields(live.Progress{}, "Area"), cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("area %d, campaign %d: followed differs from loaded (-loaded +followed):\n%s", area, campaign, diff)
			}
		}
	}
}

// agree holds List, Counts, Progress and a plain count against each other.
func agree(t *rapid.T, s *live.Snapshot) {
	children := make(map[rectify.AreaID]int)
	for _, id := range []rectify.AreaID{0, 1, 2, 3, 4, 5} {
		filter := live.Filter{AreaID: id}
		counts := s.Counts(filter)
		page, err := s.List(filter, live.SortID, "", 1)
		if err != nil {
			t.Fatal(err)
		}
		progress, err := s.Progress(id, 0, s.Today())
		if err != nil {
			t.Fatal(err)
		}
		total, alone := 0, 0
		s.Scan(func(f *live.Feature) bool {
			if s.Match(filter, f) {
				total++
				if f.AreaID == id {
					alone++
				}
			}
			return true
		})
		counted, lights := 0, 0
		for i, kind := range progress.Kinds {
			counted += kind.TotalCount
			if of := counts.ByKind[i]; of.Total != kind.TotalCount || of.Quantity != kind.TotalQuantity {
				t.Fatalf("area %d, %s: counts say %d and %v, progress %d and %v", id, kind.Kind, of.Total, of.Quantity, kind.TotalCount, kind.TotalQuantity)
			}
			if diff := gocmp.Diff(counts.ByKind[i].ByStatus, kind.ByStatus); diff != "" {
				t.Fatalf("area %d, %s: by status (-counts +progress):\n%s", id, kind.Kind, diff)
			}
		}
		for _, count := range counts.ByLight {
			lights += count
		}
		if counts.Total != total || page.Total != total || counted != total || lights != total || counts.Overdue != progress.Overdue {
			t.Fatalf("area %d: plain %d, counts %d, list %d, progress %d, lights %d; overdue %d and %d",
				id, total, counts.Total, page.Total, counted, lights, counts.Overdue, progress.Overdue)
		}
		if area, found := s.Area(id); found {
			children[area.ParentID] += total
			children[id] += alone
		}
		if id == 1 {
			s.Scan(func(f *live.Feature) bool {
				if f.AreaID == 0 && f.Status != rectify.Void {
					children[1]++ // in no area: the district's alone
				}
				return true
			})
		}
	}
	for id, sum := range children {
		if total := s.Counts(live.Filter{AreaID: id}).Total; total != sum {
			t.Fatalf("area %d has %d, its children and what lies in none of them %d", id, total, sum)
		}
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	one := 1.0
	compound := func(id rectify.FeatureID, management string, status rectify.Status) rectify.Feature {
		return rectify.Feature{
			ID: id, Kind: rectify.KindCompound, AreaID: 4, Status: status, Cycle: 1, Quantity: &one,
			Attributes: map[string]any{"management_at_start": management}, Geom: geo.Point{114, 33.5},
		}
	}
	source := newModel()
	source.setCampaigns(campaign)
	source.put(compound(1, "none", rectify.Verified), compound(2, "none", rectify.Listed), compound(3, "none", rectify.Void),
		compound(4, "professional", rectify.Compliant))
	snapshot := follow(t, source, live.Options{}).Snapshot()
	ask := func(area rectify.AreaID) live.KindProgress {
		t.Helper()
		progress, err := snapshot.Progress(area, 1, today)
		if err != nil {
			t.Fatal(err)
		}
		return progress.Kinds[0]
	}
	for _, area := range []rectify.AreaID{0, 1} { // everything, and the district that it is
		if p := ask(area); p.Target != 10 || p.TargetSource != live.TargetOfCampaign || p.TotalCount != 2 || p.DoneQuantity != 1 ||
			p.Light.Gap != 40 || p.Light.Colour != rectify.Red {
			t.Errorf("area %d: %+v", area, p)
		}
	}
	if p := ask(2); p.Target != 2 || p.TargetSource != live.TargetOfFeatures || p.Light.DoneShare != 0.5 {
		t.Errorf("a street without a target of its own: %+v", p)
	}
	if p := ask(3); p.Light.Colour != rectify.Grey || p.Light.Gap != 0 {
		t.Errorf("a street without compounds: %+v", p.Light)
	}
	rows, err := snapshot.ProgressAreas(rectify.LevelStreet, 1, 1, today)
	if err != nil || len(rows) != 2 || rows[0].Area.ID != 3 || rows[1].All.TotalCount != 2 {
		t.Errorf("rows %+v, %v", rows, err)
	}
	if _, err := snapshot.Progress(77, 0, today); !errors.Is(err, rectify.ErrNotFound) {
		t.Errorf("an area that is not there: %v", err)
	}
	if _, err := snapshot.Progress(0, 77, today); !errors.Is(err, rectify.ErrNotFound) {
		t.Errorf("a campaign that is not there: %v", err)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	t.Run("pages give every row once, in order, whatever the filter", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			source := newModel()
			for id := range rectify.FeatureID(rapid.IntRange(0, 30).Draw(t, "features")) {
				source.put(someFeature(t, id+1))
			}
			s := reload(t, source, today)
			filter, order := someFilter(t), rapid.SampledFrom(append(live.Sorts, live.SortID)).Draw(t, "sort")
			var want []rectify.FeatureID
			s.Scan(func(f *live.Feature) bool {
				if s.Match(filter, f) {
					want = append(want, f.ID)
				}
				return true
			})
			var got []live.Row
			for after := ""; ; {
				page, err := s.List(filter, order, after, rapid.IntRange(1, 7).Draw(t, "limit"))
				if err != nil {
					t.Fatal(err)
				}
				if page.Total != len(want) {
					t.Fatalf("total is %d, want %d", page.Total, len(want))
				}
				if got = append(got, page.Rows...); page.Next == "" {
					break
				}
				after = page.Next
			}
			ids := make([]rectify.FeatureID, 0, len(got))
			for i, row := range got {
				ids = append(ids, row.ID)
				if i > 0 && disorder(order, got[i-1], row) {
					t.Fatalf("by %q feature %d comes after %d", order, row.ID, got[i-1].ID)
				}
			}
			slices.Sort(ids)
			if !slices.Equal(ids, want) {
				t.Fatalf("rows %v, want %v", ids, want)
			}
		})
	})
	t.Run("names go by pinyin and number, none last", func(t *testing.T) {
		t.Parallel()
		source := newModel()
		for i, name := range []string{"", "北街 10", "安居苑", "北街 9", "昭文里"} {
			f := street(rectify.FeatureID(i + 1))
			f.Name = name
			source.put(f)
		}
		page, err := follow(t, source, live.Options{}).Snapshot().List(live.Filter{}, live.SortName, "", 10)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, row := range page.Rows {
			names = append(names, row.Name)
		}
		if diff := gocmp.Diff([]string{"安居苑", "北街 9", "北街 10", "昭文里", ""}, names); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	t.Run("what makes no sense is refused", func(t *testing.T) {
		t.Parallel()
		s := live.New(newModel(), live.Options{}).Snapshot()
		for _, ask := range []struct {
			sort  live.Sort
			after string
		}{{"size", ""}, {live.SortDistance, ""}, {live.SortID, "!"}, {live.SortID, "AAAA"}} {
			if _, err := s.List(live.Filter{}, ask.sort, ask.after, 10); !errors.Is(err, rectify.ErrInvalid) {
				t.Errorf("List by %q after %q: %v", ask.sort, ask.after, err)
			}
		}
	})
}

func disorder(order live.Sort, a, b live.Row) bool {
	switch order {
	case live.SortDueOn:
		return a.DueOn == 0 && b.DueOn != 0 || b.DueOn != 0 && a.DueOn > b.DueOn
	case live.SortRef:
		return a.Ref == "" && b.Ref != "" || b.Ref != "" && a.Ref > b.Ref
	case live.SortName:
		return a.Name == "" && b.Name != ""
	case live.SortDistance:
		return a.DistanceMetres > b.DistanceMetres
	}
	return a.ID > b.ID
}

func someFilter(t *rapid.T) live.Filter {
	near := geo.Point{114.05, 33.55}
	filter := live.Filter{Near: &near}
	parts := []func(){
		func() { filter.Kinds = []rectify.KindKey{rectify.KindBerth, rectify.KindCompound} },
		func() { filter.Statuses = []rectify.Status{rectify.Void, rectify.Listed, rectify.Planned} },
		func() { filter.AreaID = 2 },
		func() { filter.UnitIDs = []rectify.UnitID{1} },
		func() { filter.AssigneeID = 7 },
		func() { filter.Lights = []rectify.Colour{rectify.Red, rectify.Grey} },
		func() { filter.Overdue = true },
		func() { filter.DueUntil = today + 3 },
		func() { filter.Owed = true },
		func() { filter.Bound = &geo.Bound{Min: geo.Point{114.02, 33.52}, Max: geo.Point{114.08, 33.58}} },
		func() { filter.RadiusMetres = 4000 },
		func() { filter.Text = " 北街" },
		func() { filter.IDs = []rectify.FeatureID{1, 2, 3, 5, 8, 13, 99} },
		func() { filter.Attributes = map[string]any{"berth_class": "motor"} },
	}
	for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(parts)-1), 0, 3, rapid.ID).Draw(t, "filter") {
		parts[i]()
	}
	return filter
}

func TestNearest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		source := newModel()
		for id := range rectify.FeatureID(rapid.IntRange(0, 150).Draw(t, "features")) {
			f := street(id + 1)
			at := geo.Point{rapid.Float64Range(113.9, 114.1).Draw(t, "lon"), rapid.Float64Range(33.4, 33.6).Draw(t, "lat")}
			f.Geom = geo.MultiLineString{{at, {at[0] + rapid.Float64Range(0, 0.01).Draw(t, "length"), at[1]}}}
			source.put(f)
		}
		s := reload(t, source, today)
		from := geo.Point{114, 33.5}
		limit := rapid.IntRange(1, 9).Draw(t, "limit")
		radius := rapid.SampledFrom([]float64{0, 2000}).Draw(t, "radius")
		var want []live.Row
		s.Scan(func(f *live.Feature) bool {
			if metres := geo.DistanceToMetres(from, f.Geom); radius == 0 || metres <= radius {
				want = append(want, live.Row{Feature: f, DistanceMetres: metres})
			}
			return true
		})
		slices.SortFunc(want, func(a, b live.Row) int {
			return cmp.Or(cmp.Compare(a.DistanceMetres, b.DistanceMetres), cmp.Compare(a.ID, b.ID))
		})
		want = want[:min(limit, len(want))]
		got := s.Nearest(from, live.Filter{}, limit, radius)
		if len(got) != len(want) {
			t.Fatalf("found %d, want %d", len(got), len(want))
		}
		for i := range got {
			if got[i].ID != want[i].ID {
				t.Fatalf("at %d feature %d (%.3f m), want %d (%.3f m)", i, got[i].ID, got[i].DistanceMetres, want[i].ID, want[i].DistanceMetres)
			}
		}
	})
}
