package rectify

// Where a rule leads when that is not one fixed status.
const (
	Same     Status = "same"     // the feature stays where it is
	Previous Status = "previous" // back to where the feature came from; Facts remembers
)

// Rule is one row of the transition table.
type Rule struct {
	Event    EventName
	From     []Status
	To       Status   // or Same, or Previous
	Roles    []Role   // who may; the first role of the actor that is let through is the one recorded
	Guards   []Guard  // no input helps against these
	Needs    []Need   // input without which the event is refused
	Photo    []Phase  // at least one photo of one of these phases, the usual one first
	Checks   []Check  // what the input must keep to
	Optional []string // input that is used when it is given
	Primary  []Status // where this is the next step that people take most
	set      func(*Feature, Command, Day)
}

var (
	anyButVoid = []Status{Unsurveyed, Compliant, Listed, Planned, InProgress, Submitted, Rework, Suspended, Verified}
	anyPhoto   = []Phase{PhaseCheck, PhaseBefore, PhaseAfter}
	surveyors  = []Role{RoleField, RoleVerifier, RolePlanner}
	inspectors = []Role{RoleVerifier, RoleField}
)

// Transitions is the whole life of a feature as data. Apply and Allowed read it; nothing else
// decides.
var Transitions = []Rule{
	{
		Event: EventSurveyOK, From: []Status{Unsurveyed, Listed}, To: Compliant, Roles: surveyors,
		Photo: anyPhoto, Optional: []string{"note", "position"}, Primary: []Status{Unsurveyed},
	},
	{
		Event: EventList, From: []Status{Unsurveyed, Compliant}, To: Listed, Roles: surveyors,
		Needs: []Need{needProblem}, Photo: []Phase{PhaseBefore}, Optional: []string{"position"},
		set: enterLedger,
	},
	{
		Event: EventPlan, From: []Status{Listed, Planned}, To: Planned, Roles: []Role{RolePlanner},
		Guards: []Guard{guardCampaignRuns}, Needs: []Need{needUnit, needDeadline},
		Checks:   []Check{checkDeadline},
		Optional: []string{"unit_id", "quantity_planned", "note"}, Primary: []Status{Listed},
		set: plan,
	},
	{
		Event: EventStart, From: []Status{Planned}, To: InProgress, Roles: []Role{RoleField},
		Guards: []Guard{guardUnit}, Optional: []string{"note", "position", "photo:before"},
	},
	{
		Event: EventSubmit, From: []Status{Planned, InProgress, Rework}, To: Submitted, Roles: []Role{RoleField},
		Guards: []Guard{guardUnit}, Needs: []Need{needQuantityDone, needOverdueReason},
		Photo: []Phase{PhaseAfter}, Checks: []Check{checkPresence},
		Optional: []string{"position", "note", "photo:before"}, Primary: []Status{Planned, InProgress, Rework},
		set: submit,
	},
	{
		Event: EventWithdraw, From: []Status{Submitted}, To: Previous, Roles: []Role{RoleField},
		Guards: []Guard{guardSubmitter, guardUnopened}, Optional: []string{"note"}, set: withdraw,
	},
	{
		Event: EventPass, From: []Status{Submitted}, To: Verified, Roles: []Role{RoleVerifier},
		Guards:   []Guard{guardNotDoer, guardOtherUnit, guardPhotosHere},
		Optional: []string{"note", "position", "photo:check"}, Primary: []Status{Submitted},
		set: func(f *Feature, _ Command, day Day) { f.VerifiedOn = day },
	},
	{
		Event: EventFail, From: []Status{Submitted}, To: Rework, Roles: []Role{RoleVerifier},
		Needs: []Need{needReason}, Optional: []string{"position", "photo:check"},
		set: func(f *Feature, _ Command, _ Day) { f.Reworks++ },
	},
	{
		Event: EventReturn, From: []Status{Planned, InProgress, Rework}, To: Listed, Roles: []Role{RoleField},
		Guards: []Guard{guardUnit, guardLead}, Needs: []Need{needReturnReason}, Checks: []Check{checkReason},
		Optional: []string{"reason", "position", "photo:before"}, set: unplan,
	},
	{
		Event: EventSuspend, From: []Status{Listed, Planned, InProgress, Rework}, To: Suspended,
		Roles: []Role{RolePlanner}, Needs: []Need{needReason, needReview}, Checks: []Check{checkReview},
		set: func(f *Feature, cmd Command, _ Day) { f.ReviewOn = cmd.ReviewOn },
	},
	{
		Event: EventResume, From: []Status{Suspended}, To: Previous, Roles: []Role{RolePlanner, RoleSystem},
		Guards: []Guard{guardReviewDue}, Optional: []string{"note"}, Primary: []Status{Suspended},
		set: func(f *Feature, _ Command, _ Day) { f.ReviewOn = 0 },
	},
	{
		Event: EventExtend, From: []Status{Planned, InProgress}, To: Same, Roles: []Role{RolePlanner},
		Guards: []Guard{guardNotDue, guardNotExtended, guardRoomToExtend}, Needs: []Need{needDeadline},
		Checks: []Check{checkLater, checkDeadline}, Optional: []string{"note"},
		set: func(f *Feature, cmd Command, _ Day) { f.DueOn = cmd.DueOn },
	},
	{
		Event: EventRecheckOK, From: []Status{Verified}, To: Same, Roles: inspectors,
		Photo: anyPhoto, Optional: []string{"note", "position"}, Primary: []Status{Verified},
	},
	{
		Event: EventRegress, From: []Status{Verified}, To: Listed, Roles: inspectors,
		Photo: anyPhoto, Optional: []string{"note", "position"}, set: openCycle,
	},
	{
		Event: EventProposeVoid, From: anyButVoid, To: Same, Roles: []Role{RolePlanner},
		Needs: []Need{needReason},
	},
	{
		Event: EventVoid, From: anyButVoid, To: Void, Roles: []Role{RolePlanner},
		Guards: []Guard{guardProposed, guardOtherPlanner}, Optional: []string{"note"},
	},
	{
		Event: EventRestore, From: []Status{Void}, To: Previous, Roles: []Role{RoleAdmin},
		Needs: []Need{needReason}, Primary: []Status{Void},
	},
}

// ruleOf finds the row of an event.
func ruleOf(event EventName) (Rule, bool) {
	for _, rule := range Transitions {
		if rule.Event == event {
			return rule, true
		}
	}
	return Rule{}, false
}

// target is the status the rule leads to from the feature's present one.
func (r Rule) target(f Feature, facts Facts) Status {
	switch r.To {
	case Same:
		return f.Status
	case Previous:
		return facts.previous(r.Event)
	}
	return r.To
}
