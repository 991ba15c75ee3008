package rectify

import "reflect"

// PlanShare is the share of a campaign's target that should be done by the end of the day: 0 up to
// its first day and 1 from its last, straight between those and the milestones.
func PlanShare(campaign Campaign, day Day) float64 {
	from := Milestone{On: campaign.StartsOn}
	end := Milestone{On: campaign.EndsOn, Share: 1}
	switch {
	case day >= end.On:
		return 1
	case day <= from.On:
		return 0
	}
	for _, milestone := range campaign.Milestones {
		if milestone.On > from.On && milestone.On < end.On {
			if day < milestone.On {
				return between(from, milestone, day)
			}
			from = milestone
		}
	}
	return between(from, end, day)
}

func between(from, to Milestone, day Day) float64 {
	passed := float64(day-from.On) / float64(to.On-from.On)
	return from.Share + (to.Share-from.Share)*passed
}

// Matches reports whether the feature counts for the target by kind and filter. Where it lies is
// for the caller to compare, who knows the tree of areas.
func (t Target) Matches(f Feature) bool {
	if f.Kind != t.Kind || f.Status == Void {
		return false
	}
	return hasAttributes(f, t.Filter)
}

// hasAttributes asks the same of a filter and of a target.
func hasAttributes(f Feature, attributes map[string]any) bool {
	for name, want := range attributes {
		have, known := f.Attributes[name]
		if !known || !equalJSON(have, want) {
			return false
		}
	}
	return true
}

// equalJSON compares values as JSON does, where 3 and 3.0 are the same number.
func equalJSON(a, b any) bool {
	x, isNumber := number(a)
	y, isNumberToo := number(b)
	if isNumber && isNumberToo {
		return x == y
	}
	return reflect.DeepEqual(a, b)
}

// number reads an attribute as JSON or Go code has it.
func number(value any) (float64, bool) {
	switch v := reflect.ValueOf(value); {
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanUint():
		return float64(v.Uint()), true
	case v.CanFloat():
		return v.Float(), true
	}
	return 0, false
}
