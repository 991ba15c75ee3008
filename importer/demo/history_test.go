package demo_test

import (
	"regexp"
	"testing"

	"backstreet/importer/demo"
	"backstreet/rectify"
)

func TestNobodyVerifiesWhatTheOwnUnitDid(t *testing.T) {
	t.Parallel()
	doer := map[rectify.FeatureID]rectify.Event{}
	passes := 0
	for _, e := range build(t, 1).Events {
		switch e.Event {
		case rectify.EventSubmit:
			doer[e.FeatureID] = e
		case rectify.EventPass, rectify.EventFail:
			passes++
			if did := doer[e.FeatureID]; did.ActorID == e.ActorID || did.UnitID == e.UnitID {
				t.Fatalf("event %d: unit %d checks what it did in event %d", e.ID, e.UnitID, did.ID)
			}
		}
	}
	if passes == 0 {
		t.Error("nothing was checked")
	}
}

func TestRefsAreUnique(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range build(t, 1).Features {
		if key := string(f.Kind) + " " + f.Ref; f.Ref == "" || seen[key] {
			t.Errorf("%q is there twice, or empty", key)
		} else {
			seen[key] = true
		}
	}
}

func TestHistoryKnowsEveryEventOfALife(t *testing.T) {
	t.Parallel()
	count := map[rectify.EventName]int{}
	for _, e := range build(t, 1).Events {
		count[e.Event]++
	}
	for _, rule := range rectify.Transitions {
		// Only an administrator restores, and nobody has so far.
		if rule.Event != rectify.EventRestore && count[rule.Event] == 0 {
			t.Errorf("nobody ever did %s", rule.Event)
		}
	}
}

// What is done rises through the whole year and has not come to a stop.
func TestWorkGoesOnUntilTheDay(t *testing.T) {
	t.Parallel()
	const month = 30
	for _, seed := range seeds {
		d := build(t, seed)
		var done [12]int
		total := 0
		for _, e := range d.Events {
			if ago := int(asOf-1-rectify.DayOf(e.At)) / month; ago < len(done) && e.To.Done() && !e.From.Done() {
				done[ago]++
				total++
			}
		}
		for ago, n := range done[:10] {
			if n*60 < total {
				t.Errorf("seed %d: %d of %d became done in the month that ended %d days ago", seed, n, total, ago*month)
			}
		}
	}
}

func TestAboutTwoThirdsAreDone(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds {
		all, done, overdue, relapsed := 0, 0, 0, 0
		for _, f := range build(t, seed).Features {
			if f.Status == rectify.Void {
				continue
			}
			all++
			if f.Status.Done() {
				done++
			}
			if f.Overdue(asOf) {
				overdue++
			}
			if f.Cycle > 1 {
				relapsed++
			}
		}
		if share := float64(done) / float64(all); share < 0.55 || share > 0.8 {
			t.Errorf("seed %d: %.2f is done", seed, share)
		}
		if overdue == 0 || relapsed == 0 {
			t.Errorf("seed %d: %d overdue, %d relapsed", seed, overdue, relapsed)
		}
	}
}

func TestUnitsAndPeople(t *testing.T) {
	t.Parallel()
	d := build(t, 1)
	names := []string{"planner", "planner2", "field", "field2", "verifier", "leader", "admin"}
	for i, name := range names {
		if d.People[i].Username != name {
			t.Errorf("person %d is %s, not %s", i, d.People[i].Username, name)
		}
	}
	if len(names) != demo.Named {
		t.Errorf("%d people are named", demo.Named)
	}
	if len(d.Units) > 80 || len(d.Units) < 60 {
		t.Errorf("%d units", len(d.Units))
	}
	usernames, seen := regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,63}$`), map[string]bool{}
	for _, p := range d.People {
		if !usernames.MatchString(p.Username) || seen[p.Username] {
			t.Errorf("%s cannot sign in", p.Username)
		}
		seen[p.Username] = true
	}
	open, own := 0, 0
	for _, f := range d.Features {
		switch f.Status {
		case rectify.Planned, rectify.InProgress, rectify.Rework:
			open++
			if f.UnitID == d.People[2].UnitID {
				own++
			}
		}
	}
	if own*len(d.Units) < open {
		t.Errorf("field has %d things to do, less than a unit has on average", own)
	}
}
