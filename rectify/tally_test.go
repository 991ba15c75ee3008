package rectify_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"backstreet/rectify"
)

func anyFeature() *rapid.Generator[rectify.Feature] {
	return rapid.Custom(func(t *rapid.T) rectify.Feature {
		f := rectify.Feature{
			Status: rapid.SampledFrom(rectify.Statuses).Draw(t, "status"), Cycle: rapid.IntRange(1, 3).Draw(t, "cycle"),
			Reworks: rapid.IntRange(0, 2).Draw(t, "reworks"), PhotosOwed: rapid.IntRange(0, 2).Draw(t, "owed"),
			PlannedOn: today - 10, DueOn: today + rectify.Day(rapid.IntRange(-20, 20).Draw(t, "due")),
		}
		if rapid.Bool().Draw(t, "known") {
			f.Quantity = number(rapid.Float64Range(0, 1e6).Draw(t, "quantity"))
		}
		return f
	})
}

func TestTalliesAddUpInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		features := rapid.SliceOf(anyFeature()).Draw(t, "features")
		shuffled := rapid.Permutation(features).Draw(t, "shuffled")
		cut := rapid.IntRange(0, len(features)).Draw(t, "cut")
		var whole, left, right rectify.Tally
		for _, feature := range features {
			whole.Add(feature, today)
		}
		for i, feature := range shuffled {
			if i < cut {
				left.Add(feature, today)
			} else {
				right.Add(feature, today)
			}
		}
		ab, ba := left, right
		ab.Merge(right)
		ba.Merge(left)
		if ab != whole || ba != whole {
			t.Fatal("the parts do not add up to the whole")
		}
		if rectify.TallyOf(ab.Parts()) != ab {
			t.Fatal("the parts are not the tally")
		}
		for _, feature := range shuffled {
			ab.Sub(feature, today)
		}
		if ab != (rectify.Tally{}) {
			t.Fatal("something stays when all is taken away")
		}
		checkSums(t, whole, len(features))
	})
}

// sumOf adds up the parts that are taken.
func sumOf(tally rectify.Tally, take func(rectify.TallyPart) bool) rectify.Cell {
	var taken []rectify.TallyPart
	for _, part := range tally.Parts() {
		if take(part) {
			taken = append(taken, part)
		}
	}
	sum, _ := rectify.Sums(taken)
	return sum
}

func checkSums(t *rapid.T, tally rectify.Tally, features int) {
	var byStatus, byColour int32
	for _, status := range rectify.Statuses {
		byStatus += sumOf(tally, func(p rectify.TallyPart) bool { return p.Status() == status }).Count
	}
	for i, colour := range rectify.Colours {
		byColour += sumOf(tally, func(p rectify.TallyPart) bool { return p.Colour() == colour && p.ColourIndex() == i }).Count
	}
	total, done := rectify.Sums(tally.Parts())
	if byStatus != int32(features) || byColour != total.Count || total.Count != byStatus {
		t.Fatalf("%d features, %d by status, %d by light, %d in total", features, byStatus, byColour, total.Count)
	}
	passed := sumOf(tally, func(p rectify.TallyPart) bool {
		return p.Status() == rectify.Verified || p.Status() == rectify.Compliant
	})
	if done != passed {
		t.Fatalf("%+v done, %+v verified or compliant", done, passed)
	}
}

func TestTallyCountsQuantitiesAndWhatIsWrong(t *testing.T) {
	t.Parallel()
	var tally rectify.Tally
	late := featureIn(rectify.InProgress)
	late.DueOn, late.PhotosOwed, late.Cycle = today-1, 2, 3
	unknown := featureIn(rectify.Verified)
	unknown.Quantity = nil
	for _, feature := range []rectify.Feature{late, unknown, featureIn(rectify.Verified), featureIn(rectify.Void)} {
		tally.Add(feature, today)
	}
	amount := func(v float64) rectify.Amount { return rectify.AmountOf(&v) }
	work := func(p rectify.TallyPart) bool { return p.Status() != rectify.Void }
	red := func(p rectify.TallyPart) bool { return work(p) && p.Colour() == rectify.Red }
	_, done := rectify.Sums(tally.Parts())
	wants := map[string][2]rectify.Cell{
		"total": {sumOf(tally, work), {Count: 3, Quantity: amount(72), Done: amount(72), Overdue: 1, Owed: 2, Relapses: 2}},
		"done":  {done, {Count: 2, Quantity: amount(36), Done: amount(72)}},
		"red":   {sumOf(tally, red), {Count: 1, Quantity: amount(36), Overdue: 1, Owed: 2, Relapses: 2}},
	}
	for name, pair := range wants {
		if diff := cmp.Diff(pair[1], pair[0]); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
	if got := done.Quantity.Float(); got != 36 {
		t.Errorf("done %v, want 36", got)
	}
}
