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

// built holds the districts that tests read: growing one takes seconds.
var built sync.Map

// build gives a district that nobody may change.
func build(t *testing.T, seed uint64) *demo.District {
	t.Helper()
	grow, _ := built.LoadOrStore(seed, sync.OnceValues(func() (*demo.District, error) {
		return demo.Build(demo.Options{Seed: seed, AsOf: asOf})
	}))
	district, err := grow.(func() (*demo.District, error))()
	if err != nil {
		t.Fatal(err)
	}
	return district
}

// seeds are the districts that tests look at.
var seeds = []uint64{1, 2}

func TestTheSameOptionsGiveTheSameDistrict(t *testing.T) {
	t.Parallel()
	sum := func(d *demo.District) string {
		hash := sha256.New()
		if err := json.NewEncoder(hash).Encode(d); err != nil {
			t.Fatal(err)
		}
		return hex.EncodeToString(hash.Sum(nil))
	}
	again, err := demo.Build(demo.Options{Seed: 1, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	first := sum(build(t, 1))
	if first != sum(again) {
		t.Error("two builds differ")
	}
	if first == sum(build(t, 2)) {
		t.Error("two seeds give the same district")
	}
}

func TestEveryKindHasAFeatureInEveryStatus(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds {
		count := map[rectify.KindKey]map[rectify.Status]int{}
		for _, f := range build(t, seed).Features {
			if count[f.Kind] == nil {
				count[f.Kind] = map[rectify.Status]int{}
			}
			count[f.Kind][f.Status]++
		}
		for _, kind := range []rectify.KindKey{rectify.KindCompound, rectify.KindBackStreet, rectify.KindPaintedWall, rectify.KindBerth} {
			for _, status := range rectify.Statuses {
				if count[kind][status] == 0 {
					t.Errorf("seed %d: no %s is %s", seed, kind, status)
				}
			}
		}
	}
}

func TestEveryFeatureLiesInACommunity(t *testing.T) {
	t.Parallel()
	d := build(t, 1)
	for _, f := range d.Features {
		if f.AreaID == 0 || d.Areas[f.AreaID-1].Level != rectify.LevelCommunity {
			t.Errorf("%s lies in area %d, no community", f.Ref, f.AreaID)
		}
	}
}

func TestPhotosAreWhatTheirHashesSay(t *testing.T) {
	t.Parallel()
	d := build(t, 1)
	right := map[string]bool{} // hashes whose image was looked at
	for _, p := range d.Photos {
		if image := d.Image(p.SHA256); !right[p.SHA256] {
			sum := sha256.Sum256(image)
			right[p.SHA256] = hex.EncodeToString(sum[:]) == p.SHA256 && len(image) <= 60_000
		}
		if !right[p.SHA256] || int64(len(d.Image(p.SHA256))) != p.Bytes || p.State != rectify.PhotoStored {
			t.Fatalf("photo %d is not its image", p.ID)
		}
		if event := d.Events[p.EventID-1]; event.FeatureID != p.FeatureID || !event.At.Equal(p.TakenAt) {
			t.Fatalf("photo %d does not belong to event %d", p.ID, event.ID)
		}
	}
}

func TestHistoriesLeadToWhereFeaturesStand(t *testing.T) {
	t.Parallel()
	d := build(t, 1)
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
	for _, seed := range seeds {
		d := build(t, seed)
		if d.Campaign.StartsOn > asOf-300 || d.Campaign.EndsOn < asOf+60 {
			t.Errorf("seed %d: %s to %s leaves no year before and 60 days after %s", seed, d.Campaign.StartsOn, d.Campaign.EndsOn, asOf)
		}
		sums := map[rectify.KindKey]float64{}
		for _, f := range d.Features {
			if f.Status != rectify.Void && (f.Kind != rectify.KindCompound || f.Attributes["management_at_start"] == "none") {
				sums[f.Kind] += *f.Quantity
			}
		}
		for _, target := range d.Campaign.Targets {
			if math.Abs(target.Quantity-sums[target.Kind]) > 0.5 || target.Quantity != math.Round(target.Quantity) {
				t.Errorf("seed %d: the target of %s is %g, there are %g", seed, target.Kind, target.Quantity, sums[target.Kind])
			}
		}
	}
}
