package rectify_test

import (
	"math"
	"testing"

	"backstreet/rectify"
)

func TestPlanShare(t *testing.T) {
	t.Parallel()
	straight := rectify.Campaign{StartsOn: 1000, EndsOn: 1200}
	monthly := straight
	monthly.Milestones = []rectify.Milestone{{On: 1050, Share: 0.1}, {On: 1100, Share: 0.6}}
	tests := []struct {
		name     string
		campaign rectify.Campaign
		day      rectify.Day
		want     float64
	}{
		{"before", straight, 999, 0},
		{"first day", straight, 1000, 0},
		{"a quarter", straight, 1050, 0.25},
		{"last day", straight, 1200, 1},
		{"after", straight, 1300, 1},
		{"before, with milestones", monthly, 900, 0},
		{"half way to the first milestone", monthly, 1025, 0.05},
		{"on a milestone", monthly, 1050, 0.1},
		{"between milestones", monthly, 1075, 0.35},
		{"from the last milestone to the end", monthly, 1150, 0.8},
		{"last day, with milestones", monthly, 1200, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := rectify.PlanShare(test.campaign, test.day); math.Abs(got-test.want) > 1e-12 {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestTargetCountsWhatMeetsItsFilter(t *testing.T) {
	t.Parallel()
	target := rectify.Target{Kind: rectify.KindCompound, Filter: map[string]any{"management_at_start": "none", "buildings": 3}}
	compound := func(attributes map[string]any) rectify.Feature {
		return rectify.Feature{Kind: rectify.KindCompound, Status: rectify.Listed, Attributes: attributes}
	}
	threeNone := map[string]any{"management": "professional", "management_at_start": "none", "buildings": 3.0}
	void := compound(threeNone)
	void.Status = rectify.Void
	tests := []struct {
		name    string
		feature rectify.Feature
		want    bool
	}{
		{"got a manager since", compound(threeNone), true},
		{"had a manager", compound(map[string]any{"management_at_start": "professional", "buildings": 3.0}), false},
		{"another number", compound(map[string]any{"management_at_start": "none", "buildings": 4.0}), false},
		{"attribute not known", compound(map[string]any{"buildings": 3.0}), false},
		{"no attributes", compound(nil), false},
		{"void", void, false},
		{"another kind", rectify.Feature{Kind: rectify.KindBerth, Attributes: threeNone}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := target.Matches(test.feature); got != test.want {
				t.Errorf("matches: %v, want %v", got, test.want)
			}
		})
	}
}
