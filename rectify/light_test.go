package rectify_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/rectify"
)

func TestLightOfFeature(t *testing.T) {
	t.Parallel()
	at := func(status rectify.Status, plannedDaysAgo, dueInDays rectify.Day, reworks, owed int) rectify.Feature {
		return rectify.Feature{
			Status: status, PlannedOn: today - plannedDaysAgo, DueOn: today + dueInDays, Reworks: reworks, PhotosOwed: owed,
		}
	}
	tests := []struct {
		name    string
		feature rectify.Feature
		colour  rectify.Colour
		rule    rectify.LightRule
	}{
		{"suspended, however late", at(rectify.Suspended, 20, -5, 2, 1), rectify.Grey, rectify.LightParked},
		{"void", at(rectify.Void, 20, -5, 2, 1), rectify.Grey, rectify.LightParked},
		{"verified, however late", at(rectify.Verified, 20, -5, 2, 1), rectify.Green, rectify.LightDone},
		{"compliant without a deadline", rectify.Feature{Status: rectify.Compliant}, rectify.Green, rectify.LightDone},
		{"unsurveyed", rectify.Feature{Status: rectify.Unsurveyed}, rectify.Grey, rectify.LightNoDeadline},
		{"listed, two reworks, photos owed", rectify.Feature{Status: rectify.Listed, Reworks: 2, PhotosOwed: 1}, rectify.Grey, rectify.LightNoDeadline},
		{"the day after the deadline", at(rectify.InProgress, 20, -1, 0, 0), rectify.Red, rectify.LightOverdue},
		{"submitted, the day after the deadline", at(rectify.Submitted, 20, -1, 0, 0), rectify.Red, rectify.LightOverdue},
		{"overdue comes before reworks", at(rectify.Rework, 20, -1, 3, 0), rectify.Red, rectify.LightOverdue},
		{"the day of the deadline", at(rectify.InProgress, 20, 0, 0, 0), rectify.Yellow, rectify.LightLittleTime},
		{"two reworks", at(rectify.Rework, 1, 99, 2, 0), rectify.Red, rectify.LightTwoReworks},
		{"two reworks come before little time", at(rectify.Rework, 99, 1, 2, 0), rectify.Red, rectify.LightTwoReworks},
		{"30 % of ten days left", at(rectify.Planned, 7, 3, 0, 0), rectify.Yellow, rectify.LightLittleTime},
		{"40 % of ten days left", at(rectify.Planned, 6, 4, 0, 0), rectify.Green, rectify.LightOnTime},
		{"31 of 100 days left", at(rectify.Planned, 69, 31, 0, 0), rectify.Green, rectify.LightOnTime},
		{"30 of 100 days left", at(rectify.Planned, 70, 30, 0, 0), rectify.Yellow, rectify.LightLittleTime},
		{"planned for the same day", at(rectify.Planned, 0, 0, 0, 0), rectify.Yellow, rectify.LightLittleTime},
		{"a photo owed", at(rectify.Submitted, 1, 99, 0, 1), rectify.Yellow, rectify.LightPhotoOwed},
		{"a photo owed comes before one rework", at(rectify.Rework, 1, 99, 1, 1), rectify.Yellow, rectify.LightPhotoOwed},
		{"one rework", at(rectify.Rework, 1, 99, 1, 0), rectify.Yellow, rectify.LightOneRework},
		{"just planned", at(rectify.Planned, 0, 30, 0, 0), rectify.Green, rectify.LightOnTime},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			light := rectify.LightOf(test.feature, today)
			if light.Colour != test.colour || light.Rule != test.rule {
				t.Errorf("got %s by %s, want %s by %s", light.Colour, light.Rule, test.colour, test.rule)
			}
		})
	}
}

func TestLightTellsItsNumbers(t *testing.T) {
	t.Parallel()
	feature := rectify.Feature{Status: rectify.Rework, PlannedOn: today - 6, DueOn: today + 2, Reworks: 1, PhotosOwed: 3}
	want := rectify.Light{
		Colour: rectify.Yellow, Rule: rectify.LightLittleTime, DaysLeft: 2, DaysTotal: 8, Share: 0.25,
		Reworks: 1, Owed: 3, Threshold: 0.3,
	}
	if diff := cmp.Diff(want, rectify.LightOf(feature, today)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	feature.DueOn = today - 4
	late := rectify.LightOf(feature, today)
	if late.DaysLeft != -4 || late.Share != 0 {
		t.Errorf("four days late: %d days left, share %v", late.DaysLeft, late.Share)
	}
}

func TestLightOfArea(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		plan, done float64
		gap        float64
		colour     rectify.Colour
	}{
		{"ahead of the plan", 0.2, 0.5, -30, rectify.Green},
		{"on the plan", 0.5, 0.5, 0, rectify.Green},
		{"9.9 points behind", 0.5, 0.401, 9.9, rectify.Green},
		{"10 points behind", 0.4, 0.3, 10, rectify.Yellow},
		{"10 points behind, where floating point says less", 0.3, 0.2, 10, rectify.Yellow},
		{"30 points behind", 0.9, 0.6, 30, rectify.Yellow},
		{"30.1 points behind", 0.901, 0.6, 30.1, rectify.Red},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			light := rectify.AreaLight(test.plan, test.done, rectify.DefaultThresholds)
			if light.Colour != test.colour || light.Gap != test.gap {
				t.Errorf("got %s with a gap of %v, want %s with %v", light.Colour, light.Gap, test.colour, test.gap)
			}
		})
	}
}

func TestToGreenIsTheLeastThatTurnsTheLight(t *testing.T) {
	t.Parallel()
	tests := []struct{ plan, done, target, want float64 }{
		{0.5, 50, 100, 0},
		{0.5, 40, 100, 1}, // exactly 10 points behind is yellow
		{0.5, 39.5, 100, 1},
		{0.5, 0, 100, 41},
		{1, 0, 36000, 32401},
		{0.05, 0, 100, 0},
		{0.5, 0, 0, 0},
	}
	for _, test := range tests {
		more := rectify.ToGreen(test.plan, test.done, test.target, rectify.DefaultThresholds)
		if more != test.want {
			t.Errorf("plan %v, %v of %v: %v more, want %v", test.plan, test.done, test.target, more, test.want)
		}
		colour := func(done float64) rectify.Colour {
			share := rectify.DoneShare(done, test.target)
			return rectify.AreaLight(test.plan, share, rectify.DefaultThresholds).Colour
		}
		if colour(test.done+more) != rectify.Green {
			t.Errorf("plan %v, %v of %v: not green after %v more", test.plan, test.done, test.target, more)
		}
		if more > 0 && colour(test.done+more-1) == rectify.Green {
			t.Errorf("plan %v, %v of %v: green with one less than %v", test.plan, test.done, test.target, more)
		}
	}
}
