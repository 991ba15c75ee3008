package rectify

import "slices"

// MaxSuspensionDays is how far away the review of a suspended feature may lie.
const MaxSuspensionDays = 90

// Check is a bound that the input of an event has to keep.
type Check struct {
	Name   string
	refuse func(f Feature, cmd Command, ctx Context, day Day) *Refusal
}

var checkDeadline = Check{"deadline today or later, within a campaign", func(_ Feature, cmd Command, ctx Context, day Day) *Refusal {
	if cmd.DueOn < day {
		return refusef(CodeDeadlinePast, "due_on", "today is %s", day)
	}
	within := func(campaign Campaign) bool { return campaign.Contains(cmd.DueOn) }
	if len(ctx.Campaigns) > 0 && !slices.ContainsFunc(ctx.Campaigns, within) {
		campaign := ctx.Campaigns[0]
		return refusef(CodeDeadlineOutside, "due_on", "%s runs from %s to %s", campaign.Name, campaign.StartsOn, campaign.EndsOn)
	}
	return nil
}}

var checkLater = Check{"later than the present deadline", func(f Feature, cmd Command, _ Context, _ Day) *Refusal {
	if cmd.DueOn <= f.DueOn {
		return refusef(CodeDeadlineNotLater, "due_on", "due on %s", f.DueOn)
	}
	return nil
}}

var checkReview = Check{"review in 1 to 90 days", func(_ Feature, cmd Command, _ Context, day Day) *Refusal {
	if cmd.ReviewOn <= day {
		return refusef(CodeReviewPast, "review_on", "today is %s", day)
	}
	if latest := day + MaxSuspensionDays; cmd.ReviewOn > latest {
		return refusef(CodeReviewTooFar, "review_on", "%s at the latest", latest)
	}
	return nil
}}

var checkReason = Check{"a known reason", func(_ Feature, cmd Command, _ Context, _ Day) *Refusal {
	if cmd.Reason != "" && !slices.Contains(Reasons, cmd.Reason) {
		return refuse(CodeReasonUnknown, "reason")
	}
	return nil
}}

// checkPresence never blocks for good: with a reason the submission is taken, and flagged.
var checkPresence = Check{"within 80 m + accuracy, or a reason", func(f Feature, cmd Command, _ Context, _ Day) *Refusal {
	if cmd.Note == "" && !ProvesPresence(cmd.Position, f.Geom) {
		return refuse(CodePresenceReasonMissing, "note")
	}
	return nil
}}
