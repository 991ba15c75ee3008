package rectify

import "slices"

// Need is input that an event cannot do without.
type Need struct {
	Field  string // of the command
	Code   Code   // of the refusal when it is missing
	When   string // the condition in words; empty for always
	asked  func(f Feature, day Day) bool
	filled func(Command) bool
}

func hasNote(cmd Command) bool     { return cmd.Note != "" }
func hasDeadline(cmd Command) bool { return cmd.DueOn != 0 }

var (
	needProblem  = Need{Field: "note", Code: CodeProblemMissing, filled: hasNote}
	needReason   = Need{Field: "note", Code: CodeReasonMissing, filled: hasNote}
	needDeadline = Need{Field: "due_on", Code: CodeDeadlineMissing, filled: hasDeadline}
	needReview   = Need{
		Field: "review_on", Code: CodeReviewMissing,
		filled: func(cmd Command) bool { return cmd.ReviewOn != 0 },
	}
	needQuantityDone = Need{
		Field: "quantity_done", Code: CodeQuantityMissing,
		filled: func(cmd Command) bool { return cmd.QuantityDone != nil },
	}
	needUnit = Need{
		Field: "unit_id", Code: CodeUnitMissing, When: "the feature has no unit",
		asked:  func(f Feature, _ Day) bool { return f.UnitID == 0 },
		filled: func(cmd Command) bool { return cmd.UnitID != 0 },
	}
	needOverdueReason = Need{
		Field: "note", Code: CodeOverdueReasonMissing, When: "overdue",
		asked:  Feature.Overdue,
		filled: hasNote,
	}
	// needReturnReason takes one of Reasons, or words of one's own.
	needReturnReason = Need{
		Field: "note", Code: CodeReasonMissing, When: "no reason code, or other",
		filled: func(cmd Command) bool {
			return cmd.Note != "" || (cmd.Reason != "" && cmd.Reason != ReasonOther)
		},
	}
)

// isAsked reports whether the feature, on this day, makes the need one.
func (n Need) isAsked(f Feature, day Day) bool { return n.asked == nil || n.asked(f, day) }

// refuseMissing names the first need of the rule that the command leaves open.
func (r Rule) refuseMissing(f Feature, cmd Command, day Day) *Refusal {
	for _, need := range r.Needs {
		if need.isAsked(f, day) && !need.filled(cmd) {
			return refuse(need.Code, need.Field)
		}
	}
	shown := func(photo PhotoClaim) bool { return slices.Contains(r.Photo, photo.Phase) }
	if len(r.Photo) > 0 && !slices.ContainsFunc(cmd.Photos, shown) {
		return refusef(CodePhotoMissing, "photos", "phase %s", r.Photo[0])
	}
	return nil
}
