package rectify_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"backstreet/rectify"
)

// district plays the store: features, their histories, and which submissions were opened.
type district struct {
	now      time.Time
	features []rectify.Feature
	history  [][]rectify.Event
	opened   []bool
}

func (d *district) context(i int, actor rectify.Person) rectify.Context {
	ctx := contextOf(actor)
	ctx.Now = d.now
	ctx.Facts = rectify.FactsOf(d.history[i])
	ctx.Facts.Opened = d.opened[i]
	return ctx
}

func (d *district) keep(i int, after rectify.Feature, event rectify.Event) {
	after.Version++ // the database's part
	d.features[i] = after
	d.history[i] = append(d.history[i], event)
	if event.Event == rectify.EventSubmit {
		d.opened[i] = false
	}
}

func newDistrict(t *rapid.T) *district {
	d := &district{now: noon}
	for _, status := range rapid.SliceOfN(rapid.SampledFrom(rectify.ImportableStatuses), 1, 3).Draw(t, "statuses") {
		ctx := contextOf(planner)
		feature, event, err := rectify.CreateFromFile(rectify.Draft{UID: "u", Kind: rectify.KindBerth, Geom: here, Status: status}, ctx)
		if err != nil {
			t.Fatal(err)
		}
		feature.Version, feature.Quantity = 1, number(10)
		d.features = append(d.features, feature)
		d.history = append(d.history, []rectify.Event{event})
		d.opened = append(d.opened, false)
	}
	return d
}

// bent is a proper command with parts taken away or put wrong.
func bent(t *rapid.T, event rectify.EventName, f rectify.Feature, now time.Time) rectify.Command {
	day := rectify.DayOf(now)
	command := proper(event, f)
	command.DueOn = max(day, f.DueOn+1)
	command.ReviewOn = day + 30
	if rapid.IntRange(0, 3).Draw(t, "bend") > 0 {
		return command
	}
	command.BaseVersion -= rapid.Int64Range(0, 1).Draw(t, "behind")
	command.Note = rapid.SampledFrom([]string{"", "because"}).Draw(t, "note")
	command.Photos = command.Photos[:rapid.IntRange(0, 3).Draw(t, "photos")]
	command.UnitID = rectify.UnitID(rapid.IntRange(0, 3).Draw(t, "unit"))
	command.DueOn = day + rectify.Day(rapid.IntRange(-5, 300).Draw(t, "due"))
	command.ReviewOn = day + rectify.Day(rapid.IntRange(-5, 120).Draw(t, "review"))
	command.At = now.Add(-time.Duration(rapid.IntRange(-48, 48).Draw(t, "hours")) * time.Hour)
	return command
}

func TestAnyWayOfWorkingKeepsTheRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDistrict(t)
		t.Repeat(map[string]func(*rapid.T){
			"fire": func(t *rapid.T) { d.fireAny(t) },
			"open": func(t *rapid.T) { d.opened[rapid.IntRange(0, len(d.features)-1).Draw(t, "feature")] = true },
			"wait": func(t *rapid.T) { d.now = d.now.AddDate(0, 0, rapid.IntRange(1, 40).Draw(t, "days")) },
			"":     func(t *rapid.T) { d.check(t) },
		})
	})
}

func (d *district) fireAny(t *rapid.T) {
	i := rapid.IntRange(0, len(d.features)-1).Draw(t, "feature")
	actor, event := d.nextStep(t, i)
	before, ctx := d.features[i], d.context(i, actor)
	copied := before
	after, entry, err := rectify.Apply(before, bent(t, event, before, d.now), ctx)
	if diff := cmp.Diff(copied, before); diff != "" {
		t.Fatalf("%s changed its argument:\n%s", event, diff)
	}
	if err != nil {
		var refusal *rectify.Refusal
		if !errors.As(err, &refusal) {
			t.Fatalf("%s failed otherwise than by a refusal: %v", event, err)
		}
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatalf("%s was refused and changed:\n%s", event, diff)
		}
		return
	}
	checkStep(t, before, after, entry, ctx)
	d.keep(i, after, entry)
}

// nextStep picks anybody and anything, but oftener a step that somebody may take, and oftener still
// one that leads on, so that the walks get as far as verification and relapse.
func (d *district) nextStep(t *rapid.T, i int) (rectify.Person, rectify.EventName) {
	type step struct {
		actor rectify.Person
		event rectify.EventName
	}
	var possible, onward []step
	for _, actor := range everywhere {
		for _, allowed := range rectify.Allowed(d.features[i], d.context(i, actor)) {
			possible = append(possible, step{actor, allowed.Event})
			if allowed.Primary || allowed.Event == rectify.EventList {
				onward = append(onward, step{actor, allowed.Event})
			}
		}
	}
	mood := rapid.IntRange(0, 5).Draw(t, "mood")
	switch {
	case mood >= 2 && len(onward) > 0:
		possible = onward
	case mood == 0 || len(possible) == 0:
		actor := rapid.SampledFrom(everywhere).Draw(t, "actor")
		return actor, rapid.SampledFrom(rectify.Transitions).Draw(t, "rule").Event
	}
	next := rapid.SampledFrom(possible).Draw(t, "step")
	return next.actor, next.event
}

func checkStep(t *rapid.T, before, after rectify.Feature, entry rectify.Event, ctx rectify.Context) {
	i := slices.IndexFunc(rectify.Transitions, func(r rectify.Rule) bool { return r.Event == entry.Event })
	rule := rectify.Transitions[i]
	if !slices.Contains(rule.From, entry.From) || entry.From != before.Status || entry.To != after.Status {
		t.Fatalf("%s from %s to %s is not in the table", entry.Event, entry.From, entry.To)
	}
	if fixed := rule.To != rectify.Same && rule.To != rectify.Previous; fixed && after.Status != rule.To {
		t.Fatalf("%s led to %s", entry.Event, after.Status)
	}
	if !slices.Contains(rule.Roles, entry.Role) || !ctx.Actor.Has(entry.Role) {
		t.Fatalf("%s by %s as %s", entry.Event, ctx.Actor.Name, entry.Role)
	}
	if after.Cycle < before.Cycle || (after.Cycle > before.Cycle) != (entry.Event == rectify.EventRegress) {
		t.Fatalf("%s took cycle %d to %d", entry.Event, before.Cycle, after.Cycle)
	}
	if after.Version != before.Version || !after.UpdatedAt.Equal(before.UpdatedAt) || after.AreaID != before.AreaID {
		t.Fatalf("%s set what is the database's", entry.Event)
	}
	if !after.Status.Valid() {
		t.Fatalf("%s led to %q", entry.Event, after.Status)
	}
}

// check holds what must be true of all histories at any time.
func (d *district) check(t *rapid.T) {
	var tally rectify.Tally
	today := rectify.DayOf(d.now)
	for i, feature := range d.features {
		tally.Add(feature, today)
		var submitter, proposal rectify.Event
		status := rectify.Status("")
		for _, event := range d.history[i] {
			if event.From != status {
				t.Fatalf("the history jumps from %s to %s", status, event.From)
			}
			status = event.To
			switch event.Event {
			case rectify.EventSubmit:
				submitter = event
			case rectify.EventProposeVoid:
				proposal = event
			case rectify.EventVoid:
				if event.ActorID == proposal.ActorID {
					t.Fatalf("person %d voided what they proposed to void", event.ActorID)
				}
			case rectify.EventPass:
				if event.ActorID == submitter.ActorID || (event.UnitID != 0 && event.UnitID == submitter.UnitID) {
					t.Fatalf("person %d of unit %d passed their own unit's work", event.ActorID, event.UnitID)
				}
			}
		}
		if status != feature.Status {
			t.Fatalf("the history ends at %s, the feature is %s", status, feature.Status)
		}
	}
	var sum int32
	for _, status := range rectify.Statuses {
		sum += sumOf(tally, func(p rectify.TallyPart) bool { return p.Status() == status }).Count
	}
	if total, _ := rectify.Sums(tally.Parts()); sum != int32(len(d.features)) || total.Count != sum {
		t.Fatalf("%d features, %d by status, %d in total", len(d.features), sum, total.Count)
	}
}

func TestAllowedIsExactlyWhatApplyTakes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := newDistrict(t)
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			d.fireAny(t)
			d.now = d.now.AddDate(0, 0, rapid.IntRange(0, 6).Draw(t, "days"))
		}
		for i, feature := range d.features {
			if rapid.Bool().Draw(t, "owed") {
				feature.PhotosOwed = 1
			}
			for _, actor := range everywhere {
				comparePromise(t, feature, d.context(i, actor))
			}
		}
	})
}

func comparePromise(t *rapid.T, feature rectify.Feature, ctx rectify.Context) {
	offered := map[rectify.EventName]rectify.AllowedEvent{}
	for _, allowed := range rectify.Allowed(feature, ctx) {
		offered[allowed.Event] = allowed
	}
	today := ctx.Today()
	for _, rule := range rectify.Transitions {
		command := proper(rule.Event, feature)
		command.DueOn, command.ReviewOn = max(today, feature.DueOn+1), today+30
		if rule.Event == rectify.EventPlan {
			command.DueOn = today
		}
		after, _, err := rectify.Apply(feature, command, ctx)
		offer, allowed := offered[rule.Event]
		if allowed != (err == nil) {
			t.Fatalf("%s for %s on %s: allowed %v, applied: %v", rule.Event, ctx.Actor.Name, feature.Status, allowed, err)
		}
		if !allowed {
			continue
		}
		if offer.To != after.Status {
			t.Fatalf("%s was offered to lead to %s and led to %s", rule.Event, offer.To, after.Status)
		}
		bare := onlyWith(command, offer.Needs)
		if rule.Event == rectify.EventSubmit {
			bare.Position = command.Position
		}
		if _, _, err := rectify.Apply(feature, bare, ctx); err != nil {
			t.Fatalf("%s with all of %v: %v", rule.Event, offer.Needs, err)
		}
		for _, need := range offer.Needs {
			without := slices.DeleteFunc(slices.Clone(offer.Needs), func(other string) bool { return other == need })
			if _, _, err := rectify.Apply(feature, onlyWith(command, without), ctx); err == nil {
				t.Fatalf("%s without %s was taken", rule.Event, need)
			}
		}
	}
}

// onlyWith keeps of a command what is named as needs name it.
func onlyWith(full rectify.Command, fields []string) rectify.Command {
	command := rectify.Command{Event: full.Event, BaseVersion: full.BaseVersion}
	for _, field := range fields {
		switch field {
		case "note":
			command.Note = full.Note
		case "unit_id":
			command.UnitID = full.UnitID
		case "due_on":
			command.DueOn = full.DueOn
		case "review_on":
			command.ReviewOn = full.ReviewOn
		case "quantity_done":
			command.QuantityDone = full.QuantityDone
		case "photo:before":
			command.Photos = append(command.Photos, photo("a", rectify.PhaseBefore))
		case "photo:after":
			command.Photos = append(command.Photos, photo("b", rectify.PhaseAfter))
		case "photo:check":
			command.Photos = append(command.Photos, photo("c", rectify.PhaseCheck))
		}
	}
	return command
}
