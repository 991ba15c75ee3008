package rectify

import (
	"cmp"
	"time"
)

// Facts is what the rules have to remember of a feature's history. FactsOf derives all of it but
// Opened, so nothing of it needs a column.
type Facts struct {
	Entered       time.Time // when it came to its present status
	SuspendedFrom Status    // where the last suspend came from; resume goes back there
	VoidFrom      Status    // what it was before it was void; restore goes back there
	SubmittedFrom Status    // where the last submit came from; withdraw goes back there
	SubmittedBy   PersonID  // who submitted last
	SubmittedUnit UnitID    // the submitter's unit at that time
	Extended      bool      // the deadline of this cycle was extended
	VoidProposer  PersonID  // who proposed to void it; nobody when there is no open proposal
	Touched       bool      // the history knows more than create and import
	Opened        bool      // a verifier opened the present submission; the store knows, the history does not
}

// FactsOf derives the facts from a feature's history, oldest event first.
func FactsOf(history []Event) Facts {
	var facts Facts
	for _, event := range history {
		facts = facts.After(event)
	}
	return facts
}

// After gives the facts once one more event has happened.
func (f Facts) After(event Event) Facts {
	if event.From != event.To {
		f.Entered = event.At
	}
	switch event.Event {
	case EventCreate:
		return f
	case EventImport:
		if event.From != "" && event.To == Void { // gone from its file
			f.VoidFrom, f.VoidProposer = event.From, 0
		}
		return f
	case EventSubmit:
		f.SubmittedFrom, f.SubmittedBy, f.SubmittedUnit = event.From, event.ActorID, event.UnitID
		f.Opened = false
	case EventSuspend:
		f.SuspendedFrom = event.From
	case EventExtend:
		f.Extended = true
	case EventList, EventRegress:
		f.Extended = false // new work, new deadline
	case EventProposeVoid:
		f.VoidProposer = event.ActorID
	case EventVoid, EventRevert:
		f.VoidFrom, f.VoidProposer = event.From, 0
	}
	f.Touched = true
	return f
}

// previous is the status that withdraw, resume and restore go back to. Only a feature that came in
// as void has none on record; it starts from the beginning.
func (f Facts) previous(event EventName) Status {
	var status Status
	switch event {
	case EventWithdraw:
		status = f.SubmittedFrom
	case EventResume:
		status = f.SuspendedFrom
	case EventRestore:
		status = f.VoidFrom
	}
	return cmp.Or(status, Unsurveyed)
}
