package rectify

// Guard is a condition that no input can meet: another person, another day or another state of
// the feature is needed.
type Guard struct {
	Name   string
	refuse func(f Feature, ctx Context, role Role, day Day) *Refusal
}

var guardUnit = Guard{"of the feature's unit", func(f Feature, ctx Context, _ Role, _ Day) *Refusal {
	if f.UnitID == 0 || ctx.Actor.UnitID != f.UnitID {
		return refuse(CodeNotYourUnit, "")
	}
	return nil
}}

var guardLead = Guard{"lead of the unit", func(_ Feature, ctx Context, _ Role, _ Day) *Refusal {
	if !ctx.Actor.Lead {
		return refuse(CodeNotLead, "")
	}
	return nil
}}

var guardSubmitter = Guard{"who submitted", func(_ Feature, ctx Context, _ Role, _ Day) *Refusal {
	if ctx.Facts.SubmittedBy != ctx.Actor.ID {
		return refuse(CodeNotSubmitter, "")
	}
	return nil
}}

var guardUnopened = Guard{"not opened by a verifier", func(_ Feature, ctx Context, _ Role, _ Day) *Refusal {
	if ctx.Facts.Opened {
		return refuse(CodeOpenedByVerifier, "")
	}
	return nil
}}

var guardNotDoer = Guard{"not who submitted", func(_ Feature, ctx Context, _ Role, _ Day) *Refusal {
	if ctx.Facts.SubmittedBy == ctx.Actor.ID {
		return refuse(CodeDoerIsVerifier, "")
	}
	return nil
}}

var guardOtherUnit = Guard{"of another unit than who submitted", func(_ Feature, ctx Context, _ Role, _ Day) *Refusal {
	if ctx.Actor.UnitID != 0 && ctx.Actor.UnitID == ctx.Facts.SubmittedUnit {
		return refuse(CodeSameUnit, "")
	}
	return nil
}}

var guardPhotosHere = Guard{"no photo owed", func(f Feature, _ Context, _ Role, _ Day) *Refusal {
	if f.PhotosOwed > 0 {
		return refusef(CodePhotoOwed, "", "%d owed", f.PhotosOwed)
	}
	return nil
}}

// guardReviewDue binds the service only: a planner resumes when the planner likes.
var guardReviewDue = Guard{"system: from the review date", func(f Feature, _ Context, role Role, day Day) *Refusal {
	if role == RoleSystem && day < f.ReviewOn {
		return refusef(CodeReviewNotDue, "", "%s", f.ReviewOn)
	}
	return nil
}}

var guardNotDue = Guard{"deadline not passed", func(f Feature, _ Context, _ Role, day Day) *Refusal {
	if day > f.DueOn {
		return refusef(CodeAlreadyDue, "", "due on %s", f.DueOn)
	}
	return nil
}}

var guardNotExtended = Guard{"not extended yet", func(_ Feature, ctx Context, _ Role, _ Day) *Refusal {
	if ctx.Facts.Extended {
		return refuse(CodeAlreadyExtended, "")
	}
	return nil
}}

var guardCampaignRuns = Guard{"a campaign has days left", func(_ Feature, ctx Context, _ Role, day Day) *Refusal {
	return refuseWithoutDay(ctx.Campaigns, day)
}}

var guardRoomToExtend = Guard{"a campaign has days left after the deadline", func(f Feature, ctx Context, _ Role, day Day) *Refusal {
	return refuseWithoutDay(ctx.Campaigns, max(day, f.DueOn+1))
}}

// refuseWithoutDay refuses when no campaign has a day from earliest on, so that no deadline would
// do. Without any campaign every day is good.
func refuseWithoutDay(campaigns []Campaign, earliest Day) *Refusal {
	for _, campaign := range campaigns {
		if campaign.EndsOn >= earliest {
			return nil
		}
	}
	if len(campaigns) == 0 {
		return nil
	}
	return refusef(CodeDeadlineOutside, "", "no campaign has a day after %s", earliest-1)
}

var guardProposed = Guard{"void was proposed", func(_ Feature, ctx Context, _ Role, _ Day) *Refusal {
	if ctx.Facts.VoidProposer == 0 {
		return refuse(CodeNotProposed, "")
	}
	return nil
}}

var guardOtherPlanner = Guard{"not who proposed", func(_ Feature, ctx Context, _ Role, _ Day) *Refusal {
	if ctx.Facts.VoidProposer == ctx.Actor.ID {
		return refuse(CodeSamePlanner, "")
	}
	return nil
}}
