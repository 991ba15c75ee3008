package rectify_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/rectify"
)

// refusals holds one case or more for every code that Apply refuses with.
var refusals = []struct {
	name   string
	status rectify.Status
	event  rectify.EventName
	actor  rectify.Person
	bend   func(*rectify.Feature, *rectify.Command, *rectify.Context)
	code   rectify.Code
	field  string
	kind   error
}{
	{"an event that does not exist", rectify.Listed, "fly", planner, nil, rectify.CodeUnknownEvent, "event", rectify.ErrInvalid},
	{"an event of the history only", rectify.Listed, rectify.EventEdit, planner, nil, rectify.CodeUnknownEvent, "event", rectify.ErrInvalid},
	{"an old version", rectify.Listed, rectify.EventPlan, planner, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.BaseVersion-- }, rectify.CodeStaleVersion, "base_version", rectify.ErrConflict},
	{"pass of what is not submitted", rectify.Planned, rectify.EventPass, verifier, nil, rectify.CodeWrongStatus, "event", rectify.ErrConflict},
	{"plan by field staff", rectify.Listed, rectify.EventPlan, worker, nil, rectify.CodeRoleNotAllowed, "", rectify.ErrForbidden},
	{"anything by a leader", rectify.Submitted, rectify.EventPass, leader, nil, rectify.CodeRoleNotAllowed, "", rectify.ErrForbidden},
	{"restore by a planner", rectify.Void, rectify.EventRestore, planner, nil, rectify.CodeRoleNotAllowed, "", rectify.ErrForbidden},
	{"a disabled person", rectify.Listed, rectify.EventPlan, planner, func(_ *rectify.Feature, _ *rectify.Command, x *rectify.Context) { x.Actor.Disabled = true }, rectify.CodeRoleNotAllowed, "", rectify.ErrForbidden},
	{"a planner of another street", rectify.Listed, rectify.EventPlan, planner, func(_ *rectify.Feature, _ *rectify.Command, x *rectify.Context) {
		x.Actor.AreaIDs = []rectify.AreaID{120}
	}, rectify.CodeOutsideArea, "", rectify.ErrForbidden},
	{"start by another unit", rectify.Planned, rectify.EventStart, stranger, nil, rectify.CodeNotYourUnit, "", rectify.ErrForbidden},
	{"submit by another unit", rectify.InProgress, rectify.EventSubmit, stranger, nil, rectify.CodeNotYourUnit, "", rectify.ErrForbidden},
	{"submit where no unit is set", rectify.InProgress, rectify.EventSubmit, worker, func(f *rectify.Feature, _ *rectify.Command, x *rectify.Context) { f.UnitID, x.Actor.UnitID = 0, 0 }, rectify.CodeNotYourUnit, "", rectify.ErrForbidden},
	{"return by who is not the lead", rectify.Planned, rectify.EventReturn, worker, nil, rectify.CodeNotLead, "", rectify.ErrForbidden},
	{"return by another unit's lead", rectify.Planned, rectify.EventReturn, lead, func(_ *rectify.Feature, _ *rectify.Command, x *rectify.Context) { x.Actor.UnitID = sewage }, rectify.CodeNotYourUnit, "", rectify.ErrForbidden},
	{"withdraw by another person", rectify.Submitted, rectify.EventWithdraw, lead, nil, rectify.CodeNotSubmitter, "", rectify.ErrForbidden},
	{"withdraw after a verifier opened it", rectify.Submitted, rectify.EventWithdraw, worker, func(_ *rectify.Feature, _ *rectify.Command, x *rectify.Context) { x.Facts.Opened = true }, rectify.CodeOpenedByVerifier, "", rectify.ErrConflict},
	{"pass by who submitted", rectify.Submitted, rectify.EventPass, both, func(_ *rectify.Feature, _ *rectify.Command, x *rectify.Context) { x.Facts.SubmittedBy = both.ID }, rectify.CodeDoerIsVerifier, "", rectify.ErrForbidden},
	{"pass by who submitted and changed unit", rectify.Submitted, rectify.EventPass, both, func(_ *rectify.Feature, _ *rectify.Command, x *rectify.Context) {
		x.Facts.SubmittedBy, x.Actor.UnitID = both.ID, inspect
	}, rectify.CodeDoerIsVerifier, "", rectify.ErrForbidden},
	{"pass by a verifier of the same unit", rectify.Submitted, rectify.EventPass, colleague, nil, rectify.CodeSameUnit, "", rectify.ErrForbidden},
	{"pass while a photo is owed", rectify.Submitted, rectify.EventPass, verifier, func(f *rectify.Feature, _ *rectify.Command, _ *rectify.Context) { f.PhotosOwed = 1 }, rectify.CodePhotoOwed, "", rectify.ErrConflict},
	{"void that nobody proposed", rectify.Listed, rectify.EventVoid, planner, nil, rectify.CodeNotProposed, "", rectify.ErrConflict},
	{"void by who proposed", rectify.Listed, rectify.EventVoid, planner, func(_ *rectify.Feature, _ *rectify.Command, x *rectify.Context) { x.Facts.VoidProposer = planner.ID }, rectify.CodeSamePlanner, "", rectify.ErrForbidden},
	{"a second extension", rectify.Planned, rectify.EventExtend, planner, func(_ *rectify.Feature, _ *rectify.Command, x *rectify.Context) { x.Facts.Extended = true }, rectify.CodeAlreadyExtended, "", rectify.ErrConflict},
	{"an extension the day after", rectify.Planned, rectify.EventExtend, planner, func(f *rectify.Feature, _ *rectify.Command, _ *rectify.Context) { f.DueOn = today - 1 }, rectify.CodeAlreadyDue, "", rectify.ErrConflict},
	{"an extension to the same day", rectify.Planned, rectify.EventExtend, planner, func(f *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.DueOn = f.DueOn }, rectify.CodeDeadlineNotLater, "due_on", rectify.ErrInvalid},
	{"an extension at the campaign's end", rectify.Planned, rectify.EventExtend, planner, func(f *rectify.Feature, _ *rectify.Command, _ *rectify.Context) { f.DueOn = campaign.EndsOn }, rectify.CodeDeadlineOutside, "", rectify.ErrInvalid},
	{"resume by the service before the day", rectify.Suspended, rectify.EventResume, rectify.System(), nil, rectify.CodeReviewNotDue, "", rectify.ErrConflict},

	{"list without the problem", rectify.Unsurveyed, rectify.EventList, worker, noNote, rectify.CodeProblemMissing, "note", rectify.ErrInvalid},
	{"list with a photo of after", rectify.Unsurveyed, rectify.EventList, worker, onlyPhoto(rectify.PhaseAfter), rectify.CodePhotoMissing, "photos", rectify.ErrInvalid},
	{"survey without a photo", rectify.Unsurveyed, rectify.EventSurveyOK, worker, noPhoto, rectify.CodePhotoMissing, "photos", rectify.ErrInvalid},
	{"submit with a photo of before", rectify.Planned, rectify.EventSubmit, worker, onlyPhoto(rectify.PhaseBefore), rectify.CodePhotoMissing, "photos", rectify.ErrInvalid},
	{"recheck without a photo", rectify.Verified, rectify.EventRecheckOK, verifier, noPhoto, rectify.CodePhotoMissing, "photos", rectify.ErrInvalid},
	{"regress without a photo", rectify.Verified, rectify.EventRegress, worker, noPhoto, rectify.CodePhotoMissing, "photos", rectify.ErrInvalid},
	{"a photo with a short hash", rectify.Planned, rectify.EventSubmit, worker, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.Photos[0].SHA256 = "e3b0" }, rectify.CodePhotoInvalid, "photos", rectify.ErrInvalid},
	{"a photo announced twice", rectify.Planned, rectify.EventSubmit, worker, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.Photos[1].UID = c.Photos[0].UID }, rectify.CodePhotoInvalid, "photos", rectify.ErrInvalid},
	{"plan without a unit", rectify.Listed, rectify.EventPlan, planner, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.UnitID = 0 }, rectify.CodeUnitMissing, "unit_id", rectify.ErrInvalid},
	{"plan without a deadline", rectify.Listed, rectify.EventPlan, planner, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.DueOn = 0 }, rectify.CodeDeadlineMissing, "due_on", rectify.ErrInvalid},
	{"plan for yesterday", rectify.Listed, rectify.EventPlan, planner, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.DueOn = today - 1 }, rectify.CodeDeadlinePast, "due_on", rectify.ErrInvalid},
	{"plan for after the campaign", rectify.Listed, rectify.EventPlan, planner, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.DueOn = campaign.EndsOn + 1 }, rectify.CodeDeadlineOutside, "due_on", rectify.ErrInvalid},
	{"plan after all campaigns", rectify.Listed, rectify.EventPlan, planner, func(_ *rectify.Feature, _ *rectify.Command, x *rectify.Context) {
		x.Campaigns = []rectify.Campaign{{StartsOn: today - 9, EndsOn: today - 1}}
	}, rectify.CodeDeadlineOutside, "", rectify.ErrInvalid},
	{"plan of a negative quantity", rectify.Listed, rectify.EventPlan, planner, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.QuantityPlanned = number(-1) }, rectify.CodeQuantityInvalid, "quantity_planned", rectify.ErrInvalid},
	{"submit of no number", rectify.Planned, rectify.EventSubmit, worker, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.QuantityDone = number(math.NaN()) }, rectify.CodeQuantityInvalid, "quantity_done", rectify.ErrInvalid},
	{"submit without a quantity", rectify.Planned, rectify.EventSubmit, worker, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.QuantityDone = nil }, rectify.CodeQuantityMissing, "quantity_done", rectify.ErrInvalid},
	{"submit overdue without a reason", rectify.Planned, rectify.EventSubmit, worker, func(f *rectify.Feature, c *rectify.Command, _ *rectify.Context) {
		f.DueOn, c.Note = today-1, ""
	}, rectify.CodeOverdueReasonMissing, "note", rectify.ErrInvalid},
	{"submit from nowhere without a reason", rectify.Planned, rectify.EventSubmit, worker, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) {
		c.Position, c.Note = nil, ""
	}, rectify.CodePresenceReasonMissing, "note", rectify.ErrInvalid},
	{"a position off the globe", rectify.Planned, rectify.EventSubmit, worker, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.Position.Point = geo.Point{181, 0} }, rectify.CodePositionInvalid, "position", rectify.ErrInvalid},
	{"a position of endless accuracy", rectify.Planned, rectify.EventSubmit, worker, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.Position.AccuracyM = math.Inf(1) }, rectify.CodePositionInvalid, "position", rectify.ErrInvalid},
	{"fail without a reason", rectify.Submitted, rectify.EventFail, verifier, noNote, rectify.CodeReasonMissing, "note", rectify.ErrInvalid},
	{"return without a reason", rectify.Planned, rectify.EventReturn, lead, noNote, rectify.CodeReasonMissing, "note", rectify.ErrInvalid},
	{"return for other reasons without saying which", rectify.Planned, rectify.EventReturn, lead, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) {
		c.Note, c.Reason = "", rectify.ReasonOther
	}, rectify.CodeReasonMissing, "note", rectify.ErrInvalid},
	{"return for a reason nobody knows", rectify.Planned, rectify.EventReturn, lead, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.Reason = "tired" }, rectify.CodeReasonUnknown, "reason", rectify.ErrInvalid},
	{"propose_void without a reason", rectify.Verified, rectify.EventProposeVoid, planner, noNote, rectify.CodeReasonMissing, "note", rectify.ErrInvalid},
	{"restore without a reason", rectify.Void, rectify.EventRestore, admin, noNote, rectify.CodeReasonMissing, "note", rectify.ErrInvalid},
	{"suspend without a review date", rectify.Planned, rectify.EventSuspend, planner, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.ReviewOn = 0 }, rectify.CodeReviewMissing, "review_on", rectify.ErrInvalid},
	{"suspend until today", rectify.Planned, rectify.EventSuspend, planner, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.ReviewOn = today }, rectify.CodeReviewPast, "review_on", rectify.ErrInvalid},
	{"suspend for 91 days", rectify.Planned, rectify.EventSuspend, planner, func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.ReviewOn = today + 91 }, rectify.CodeReviewTooFar, "review_on", rectify.ErrInvalid},
}

func noNote(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context)  { c.Note = "" }
func noPhoto(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) { c.Photos = nil }

func onlyPhoto(phase rectify.Phase) func(*rectify.Feature, *rectify.Command, *rectify.Context) {
	return func(_ *rectify.Feature, c *rectify.Command, _ *rectify.Context) {
		c.Photos = []rectify.PhotoClaim{photo("a", phase)}
	}
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range refusals {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			feature, ctx := featureIn(test.status), contextOf(test.actor)
			command := proper(test.event, feature)
			if test.bend != nil {
				test.bend(&feature, &command, &ctx)
			}
			after, event, err := rectify.Apply(feature, command, ctx)
			var refusal *rectify.Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("error %v is no refusal", err)
			}
			if refusal.Code != test.code || refusal.Field != test.field || !errors.Is(err, test.kind) {
				t.Errorf("refused with %s on %q (%v), want %s on %q (%v)",
					refusal.Code, refusal.Field, errors.Unwrap(refusal), test.code, test.field, test.kind)
			}
			if diff := cmp.Diff(feature, after); diff != "" {
				t.Errorf("the feature changed all the same:\n%s", diff)
			}
			if diff := cmp.Diff(rectify.Event{}, event); diff != "" {
				t.Errorf("there is an event all the same:\n%s", diff)
			}
		})
	}
}

func TestEveryCodeIsListedOnceAndTried(t *testing.T) {
	t.Parallel()
	tried := []rectify.Code{ // by the tests of entry, of revert and of people
		rectify.CodeLastAdmin,
		rectify.CodeHasHistory, rectify.CodeStatusNotImportable, rectify.CodeUIDMissing, rectify.CodeGeometryMissing,
	}
	for _, test := range refusals {
		tried = append(tried, test.code)
	}
	seen := map[rectify.Code]bool{}
	for _, info := range rectify.Codes {
		if seen[info.Code] || info.Kind == nil || info.Message == "" {
			t.Errorf("%s is listed twice, or says too little", info.Code)
		}
		seen[info.Code] = true
		if !slices.Contains(tried, info.Code) {
			t.Errorf("no test provokes %s", info.Code)
		}
	}
}

func TestApplyWrites(t *testing.T) {
	t.Parallel()
	type outcome struct {
		Status  rectify.Status
		Changes map[string]rectify.Change
	}
	day := func(d rectify.Day) any { return d.String() }
	tests := []struct {
		status rectify.Status
		event  rectify.EventName
		actor  rectify.Person
		facts  rectify.Facts
		want   outcome
	}{
		{rectify.Unsurveyed, rectify.EventSurveyOK, worker, rectify.Facts{}, outcome{rectify.Compliant, map[string]rectify.Change{}}},
		{rectify.Unsurveyed, rectify.EventList, worker, rectify.Facts{}, outcome{rectify.Listed, map[string]rectify.Change{"listed_on": {nil, day(today)}}}},
		{rectify.Listed, rectify.EventPlan, planner, rectify.Facts{}, outcome{rectify.Planned, map[string]rectify.Change{
			"unit_id": {nil, int64(street)}, "planned_on": {nil, day(today)}, "due_on": {nil, day(today)},
			"first_due_on": {nil, day(today)}, "quantity_planned": {nil, 36.0},
		}}},
		{rectify.Planned, rectify.EventPlan, planner, rectify.Facts{}, outcome{rectify.Planned, map[string]rectify.Change{
			"planned_on": {day(today - 10), day(today)}, "due_on": {day(today + 10), day(today + 11)},
		}}},
		{rectify.Planned, rectify.EventStart, worker, rectify.Facts{}, outcome{rectify.InProgress, map[string]rectify.Change{}}},
		{rectify.Planned, rectify.EventSubmit, worker, rectify.Facts{}, outcome{rectify.Submitted, map[string]rectify.Change{
			"submitted_on": {nil, day(today)}, "quantity_done": {nil, 36.0},
		}}},
		{rectify.Submitted, rectify.EventWithdraw, worker, rectify.Facts{SubmittedBy: worker.ID, SubmittedFrom: rectify.Rework}, outcome{rectify.Rework, map[string]rectify.Change{
			"submitted_on": {day(today - 1), nil}, "quantity_done": {30.0, nil},
		}}},
		{rectify.Submitted, rectify.EventPass, freelance, rectify.Facts{SubmittedBy: worker.ID}, outcome{rectify.Verified, map[string]rectify.Change{
			"verified_on": {nil, day(today)},
		}}},
		{rectify.Submitted, rectify.EventFail, verifier, rectify.Facts{}, outcome{rectify.Rework, map[string]rectify.Change{
			"reworks": {int64(0), int64(1)},
		}}},
		{rectify.Rework, rectify.EventReturn, lead, rectify.Facts{}, outcome{rectify.Listed, map[string]rectify.Change{
			"unit_id": {int64(street), nil}, "planned_on": {day(today - 10), nil}, "due_on": {day(today + 10), nil},
			"submitted_on": {day(today - 1), nil}, "quantity_planned": {36.0, nil}, "quantity_done": {30.0, nil},
		}}},
		{rectify.Planned, rectify.EventSuspend, planner, rectify.Facts{}, outcome{rectify.Suspended, map[string]rectify.Change{
			"review_on": {nil, day(today + 30)},
		}}},
		{rectify.Suspended, rectify.EventResume, planner, rectify.Facts{SuspendedFrom: rectify.InProgress}, outcome{rectify.InProgress, map[string]rectify.Change{
			"review_on": {day(today + 5), nil},
		}}},
		{rectify.InProgress, rectify.EventExtend, planner, rectify.Facts{}, outcome{rectify.InProgress, map[string]rectify.Change{
			"due_on": {day(today + 10), day(today + 11)},
		}}},
		{rectify.Verified, rectify.EventRecheckOK, worker, rectify.Facts{}, outcome{rectify.Verified, map[string]rectify.Change{}}},
		{rectify.Verified, rectify.EventRegress, verifier, rectify.Facts{}, outcome{rectify.Listed, map[string]rectify.Change{
			"cycle": {int64(1), int64(2)}, "listed_on": {day(today - 20), day(today)}, "planned_on": {day(today - 10), nil},
			"due_on": {day(today + 10), nil}, "first_due_on": {day(today + 10), nil}, "submitted_on": {day(today - 2), nil},
			"verified_on": {day(today - 1), nil}, "quantity_planned": {36.0, nil}, "quantity_done": {36.0, nil},
		}}},
		{rectify.Rework, rectify.EventProposeVoid, planner, rectify.Facts{}, outcome{rectify.Rework, map[string]rectify.Change{}}},
		{rectify.Rework, rectify.EventVoid, planner2, rectify.Facts{VoidProposer: planner.ID}, outcome{rectify.Void, map[string]rectify.Change{}}},
		{rectify.Void, rectify.EventRestore, admin, rectify.Facts{VoidFrom: rectify.Rework}, outcome{rectify.Rework, map[string]rectify.Change{}}},
		{rectify.Void, rectify.EventRestore, admin, rectify.Facts{}, outcome{rectify.Unsurveyed, map[string]rectify.Change{}}},
	}
	for _, test := range tests {
		t.Run(string(test.event)+" from "+string(test.status), func(t *testing.T) {
			t.Parallel()
			feature, ctx := featureIn(test.status), contextOf(test.actor)
			ctx.Facts = test.facts
			after, event, err := rectify.Apply(feature, proper(test.event, feature), ctx)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, outcome{after.Status, event.Changes}); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if event.From != feature.Status || event.To != after.Status || event.ActorID != test.actor.ID ||
				event.UnitID != test.actor.UnitID || event.Cycle != after.Cycle || event.OpID != "op-1" || event.DeviceID != "phone" {
				t.Errorf("the history would say %+v", event)
			}
		})
	}
}

func TestSubmitIsJudgedByTheEarlierClock(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		at, sentAt time.Time
		want       rectify.Day
		skewed     bool
	}{
		{"no client time", time.Time{}, time.Time{}, today, false},
		{"five minutes slow", noon.Add(-5 * time.Minute), time.Time{}, today, false},
		{"more than five minutes slow", noon.Add(-5*time.Minute - time.Second), time.Time{}, today, true},
		{"a day offline, clock right", noon.Add(-24 * time.Hour), noon.Add(-time.Minute), today - 1, false},
		{"a day offline, clock wrong", noon.Add(-24 * time.Hour), noon.Add(-time.Hour), today - 1, true},
		{"a clock set forward gains nothing", noon.Add(48 * time.Hour), time.Time{}, today, true},
		{"a clock set back before it was planned gains nothing", noon.Add(-72 * time.Hour), noon, today - 2, true},
		{"just before midnight", noon.Add(-12*time.Hour - time.Second), noon, today - 1, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			feature := featureIn(rectify.Planned)
			command := proper(rectify.EventSubmit, feature)
			command.At, command.SentAt = test.at, test.sentAt
			ctx := contextOf(worker)
			ctx.Facts.Entered = noon.Add(-48 * time.Hour)
			after, event, err := rectify.Apply(feature, command, ctx)
			if err != nil {
				t.Fatal(err)
			}
			if after.SubmittedOn != test.want {
				t.Errorf("submitted on %s, want %s", after.SubmittedOn, test.want)
			}
			if skewed := slices.Contains(event.Flags, rectify.FlagClockSkewed); skewed != test.skewed {
				t.Errorf("flags %v, want skewed %v", event.Flags, test.skewed)
			}
			if event.At.After(event.RecordedAt) {
				t.Errorf("happened at %s, after it was recorded at %s", event.At, event.RecordedAt)
			}
		})
	}
}

func TestSubmitFarAwayIsTakenWithAReasonAndFlagged(t *testing.T) {
	t.Parallel()
	const metresPerDegree = 110_900.0 // of latitude, here; a little low, so that distances err on the far side
	tests := []struct {
		name     string
		metres   float64
		accuracy float64
		proven   bool
	}{
		{"79 m", 79, 0, true},
		{"82 m", 82, 0, false},
		{"99 m with 20 m accuracy", 99, 20, true},
		{"102 m with 20 m accuracy", 102, 20, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			feature := featureIn(rectify.Planned)
			command := proper(rectify.EventSubmit, feature)
			command.Position = &rectify.Position{Point: geo.Point{here[0], here[1] + test.metres/metresPerDegree}, AccuracyM: test.accuracy}
			_, event, err := rectify.Apply(feature, command, contextOf(worker))
			if err != nil {
				t.Fatal(err)
			}
			if flagged := slices.Contains(event.Flags, rectify.FlagPresenceUnproven); flagged == test.proven {
				t.Errorf("flags %v, want proven %v", event.Flags, test.proven)
			}
			command.Note = ""
			if _, _, err = rectify.Apply(feature, command, contextOf(worker)); (err == nil) != test.proven {
				t.Errorf("without a note: %v, want proven %v", err, test.proven)
			}
		})
	}
}

func TestReturnCarriesItsReason(t *testing.T) {
	t.Parallel()
	feature := featureIn(rectify.Planned)
	command := proper(rectify.EventReturn, feature)
	command.Note, command.Reason = "", rectify.ReasonNotOurs
	_, event, err := rectify.Apply(feature, command, contextOf(lead))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]rectify.Flag{"reason=not_ours"}, event.Flags); diff != "" {
		t.Error(diff)
	}
}

func TestSystemResumesOnTheReviewDate(t *testing.T) {
	t.Parallel()
	feature, ctx := featureIn(rectify.Suspended), contextOf(rectify.System())
	ctx.Now, ctx.Facts.SuspendedFrom = feature.ReviewOn.Time(), rectify.Planned
	after, event, err := rectify.Apply(feature, rectify.Command{Event: rectify.EventResume, BaseVersion: feature.Version}, ctx)
	if err != nil || after.Status != rectify.Planned || event.Role != rectify.RoleSystem {
		t.Errorf("got %s as %s: %v", after.Status, event.Role, err)
	}
}

func TestExtensionOnTheDayOfTheDeadlineIsTaken(t *testing.T) {
	t.Parallel()
	feature := featureIn(rectify.Planned)
	feature.DueOn = today
	after, _, err := rectify.Apply(feature, proper(rectify.EventExtend, feature), contextOf(planner))
	if err != nil || after.DueOn != today+1 || after.FirstDueOn != today+10 {
		t.Errorf("due on %s, first on %s: %v", after.DueOn, after.FirstDueOn, err)
	}
}
