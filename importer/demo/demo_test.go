package demo_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"sync"
	"testing"

	"backstreet/importer/demo"
	"backstreet/rectify"
)

const asOf = rectify.Day(20_000)

func build(t *testing.T, seed uint64) *demo.District {
	t.Helper()
	district, err := demo.Build(demo.Options{Seed: seed, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	return district
}

// shared is the district of seed 1, built once.
var shared = sync.OnceValues(func() (*demo.District, error) { return demo.Build(demo.Options{Seed: 1, AsOf: asOf}) })

func district(t *testing.T) *demo.District {
	t.Helper()
	d, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheSameOptionsGiveTheSameDistrict(t *testing.T) {
	t.Parallel()
	sum := func(d *demo.District) [32]byte {
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		return sha256.Sum256(text)
	}
	if first, again := sum(district(t)), sum(build(t, 1)); first != again {
		t.Error("two builds differ")
	}
}

func TestEveryKindHasAFeatureInEveryStatus(t *testing.T) {
	t.Parallel()
	count := map[rectify.KindKey]map[rectify.Status]int{}
	for _, f := range district(t).Features {
		if count[f.Kind] == nil {
			count[f.Kind] = map[rectify.Status]int{}
		}
		count[f.Kind][f.Status]++
	}
	for _, kind := range []rectify.KindKey{rectify.KindCompound, rectify.KindBackStreet, rectify.KindPaintedWall, rectify.KindBerth} {
		for _, status := range rectify.Statuses {
			if count[kind][status] == 0 {
				t.Errorf("no %s is %s", kind, status)
			}
		}
	}
}

func TestEveryFeatureLiesInACommunity(t *testing.T) {
	t.Parallel()
	d := district(t)
	for _, f := range d.Features {
		if f.AreaID == 0 || d.Areas[f.AreaID-1].Level != rectify.LevelCommunity {
			t.Errorf("%s lies in area %d, no community", f.Ref, f.AreaID)
		}
	}
}

func TestPhotosAreWhatTheirHashesSay(t *testing.T) {
	t.Parallel()
	d := district(t)
	for _, p := range d.Photos {
		sum := sha256.Sum256(d.Image(p.UID))
		if hex.EncodeToString(sum[:]) != p.SHA256 || int64(len(d.Image(p.UID))) != p.Bytes {
			t.Fatalf("photo %d is not its image", p.ID)
		}
		if event := d.Events[p.EventID-1]; event.FeatureID != p.FeatureID || !event.At.Equal(p.TakenAt) {
			t.Fatalf("photo %d does not belong to event %d", p.ID, event.ID)
		}
	}
}

func TestHistoriesLeadToWhereFeaturesStand(t *testing.T) {
	t.Parallel()
	d := district(t)
	last := map[rectify.FeatureID]rectify.Status{}
	for i, e := range d.Events {
		if e.ID != rectify.EventID(i+1) || i > 0 && e.At.Before(d.Events[i-1].At) {
			t.Fatalf("event %d is out of order", e.ID)
		}
		if e.From != last[e.FeatureID] {
			t.Fatalf("event %d starts from %q, the feature was %q", e.ID, e.From, last[e.FeatureID])
		}
		if !e.At.Before(asOf.Time()) {
			t.Fatalf("event %d lies ahead", e.ID)
		}
		last[e.FeatureID] = e.To
	}
	for i, f := range d.Features {
		if f.ID != rectify.FeatureID(i+1) || f.Status != last[f.ID] {
			t.Errorf("feature %d is %s, its history says %s", f.ID, f.Status, last[f.ID])
		}
	}
}

func TestTheCampaignCountsWhatThereIsWithoutVoid(t *testing.T) {
	t.Parallel()
	campaign := district(t).Campaign
	if campaign.StartsOn > asOf-60 || campaign.EndsOn < asOf+60 {
		t.Errorf("%s to %s leaves no 60 days around %s", campaign.StartsOn, campaign.EndsOn, asOf)
	}
	for i, want := range []float64{202, 167, 96_000, 36_000} {
		if got := campaign.Targets[i].Quantity; math.Abs(got-want) > 1e-5 {
			t.Errorf("the target of %s is %g, not %g", campaign.Targets[i].Kind, got, want)
		}
	}
}
