package store_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"backstreet/geo"
	"backstreet/importer/demo"
	"backstreet/live"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

// exportDay is the day that the demo district stands on here.
const exportDay = rectify.Day(19234)

func exportNoon() time.Time { return exportDay.Time().Add(12 * time.Hour) }

// collecting keeps what an export reads.
type collecting struct {
	kinds []rectify.KindKey
	ids   []rectify.FeatureID
}

func (c *collecting) Layer(kind rectify.Kind) error {
	c.kinds = append(c.kinds, kind.Key)
	return nil
}

func (c *collecting) Add(feature *rectify.Exported) error {
	if c.kinds[len(c.kinds)-1] != feature.Kind || feature.Place == nil {
		return fmt.Errorf("feature %d is a %s at %v", feature.ID, feature.Kind, feature.Place)
	}
	c.ids = append(c.ids, feature.ID)
	return nil
}

// The same filter has to mean the same features in memory and in a file.
func TestAnExportMeansWhatTheListMeans(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{Now: exportNoon})
	d, err := demo.Build(demo.Options{Seed: 7, AsOf: exportDay})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Plant(t.Context(), store.Seed{
		Areas: d.Areas, Units: d.Units, People: d.People, Campaign: d.Campaign, Features: d.Features, Events: d.Events, Photos: d.Photos,
	}, "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	copied := live.New(db, live.Options{Clock: exportNoon, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { copied.Run(ctx) })
	defer func() { cancel(); running.Wait() }()
	if err := copied.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	snapshot := copied.Snapshot()

	for name, filter := range filtersOf(d) {
		var want []rectify.FeatureID
		snapshot.Select(filter, func(f *live.Feature) bool {
			want = append(want, f.ID)
			return true
		})
		sink := &collecting{}
		tally, err := db.Export(t.Context(), rectify.ExportQuery{Filter: filter, Today: exportDay, SRID: geo.SRID}, sink, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		slices.Sort(want)
		slices.Sort(sink.ids)
		if diff := cmp.Diff(want, sink.ids); diff != "" || tally.Rows != len(want) {
			t.Errorf("%s: %d rows (-list +export):\n%s", name, tally.Rows, diff)
		}
		if len(want) == 0 && name != "none" && !strings.HasPrefix(name, "area ") { // the demo's features are in some areas only
			t.Errorf("%s: nothing is compared", name)
		}
	}
}

func filtersOf(d *demo.District) map[string]rectify.Filter {
	some := d.Features[len(d.Features)/2]
	someOfUnit := d.Features[slices.IndexFunc(d.Features, func(f rectify.Feature) bool { return f.UnitID != 0 })]
	bound := geo.PadBound(geo.BoundOf(some.Geom), 300)
	at := geo.RepresentativePoint(some.Geom)
	filters := map[string]rectify.Filter{
		"all":           {},
		"none":          {IDs: []rectify.FeatureID{}},
		"ids":           {IDs: []rectify.FeatureID{1, 5, some.ID, 1 << 40}},
		"void too":      {Statuses: rectify.Statuses},
		"two kinds":     {Kinds: []rectify.KindKey{rectify.KindBerth, rectify.KindCompound}},
		"overdue":       {Overdue: true},
		"due soon":      {DueUntil: exportDay + live.DueSoonDays},
		"place":         {Bound: &bound},
		"near":          {Near: &at, RadiusMetres: 250},
		"name":          {Text: " 巷 "},
		"ref":           {Text: "bj-00"},
		"unit and kind": {UnitIDs: []rectify.UnitID{1, someOfUnit.UnitID}, Kinds: []rectify.KindKey{someOfUnit.Kind}},
	}
	levels := map[rectify.AreaLevel]bool{}
	for _, area := range d.Areas {
		if levels[area.Level] {
			continue // one of each level: a district has hundreds
		}
		levels[area.Level] = true
		filters["area "+area.Name] = rectify.Filter{AreaID: area.ID, Kinds: []rectify.KindKey{rectify.KindBerth, rectify.KindBackStreet, rectify.KindCompound}}
	}
	for _, colour := range rectify.Colours {
		filters["light "+string(colour)] = rectify.Filter{Lights: []rectify.Colour{colour}}
	}
	return filters
}

func TestExportRuns(t *testing.T) {
	t.Parallel()
	now := exportNoon()
	db := storetest.New(t, store.Options{Now: func() time.Time { return now }})
	var actor rectify.Person
	err := db.Pool().QueryRow(t.Context(), `
		INSERT INTO person (username, name, roles) VALUES ('planner', 'Planner', '{planner}') RETURNING id`).Scan(&actor.ID)
	if err != nil {
		t.Fatal(err)
	}
	bound := geo.Bound{Min: geo.Point{113, 33}, Max: geo.Point{115, 34}}
	filter := rectify.Filter{Kinds: []rectify.KindKey{rectify.KindBerth}, Bound: &bound, Near: &geo.Point{114, 33.5}, DueUntil: exportDay}
	options := rectify.ExportOptions{Format: "GPKG", CRS: "epsg:4547"}
	run, _, err := db.CreateExport(t.Context(), actor, store.Op{ID: uuid.NewString()}, filter, exportDay, options)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(filter, run.Filter); diff != "" || run.Today != exportDay || run.Options.Format != rectify.FormatGeoPackage {
		t.Errorf("what was asked for is kept as %+v:\n%s", run, diff)
	}
	started, ready, err := db.StartExport(t.Context(), run.ID)
	if err != nil || !ready || started.Object == "" {
		t.Fatalf("ready %v with %q, %v", ready, started.Object, err)
	}
	if _, again, err := db.StartExport(t.Context(), run.ID); err != nil || again {
		t.Errorf("started twice: %v, %v", again, err)
	}
	if wanted, err := db.ExportProgress(t.Context(), run.ID, 0.5); err != nil || !wanted {
		t.Errorf("wanted %v, %v", wanted, err)
	}
	started.File, started.Rows, started.Bytes = "berth.gpkg", 3, 100
	if err := db.ExportReady(t.Context(), started); err != nil {
		t.Fatal(err)
	}
	now = now.Add(rectify.ExportLifetime)
	if gone, err := db.ExpireExports(t.Context()); err != nil || len(gone) > 0 {
		t.Errorf("within its time %v expired, %v", gone, err)
	}
	now = now.Add(time.Second)
	if gone, err := db.ExpireExports(t.Context()); err != nil || len(gone) != 1 || gone[0].Object != started.Object {
		t.Errorf("after its time %v expired, %v", gone, err)
	}
	if wanted, err := db.ExportProgress(t.Context(), run.ID, 0.5); err != nil || wanted {
		t.Errorf("discarded and still wanted: %v, %v", wanted, err)
	}
	if err := db.ExportReady(t.Context(), started); !errors.Is(err, rectify.ErrConflict) {
		t.Errorf("what was discarded became ready: %v", err)
	}
}
