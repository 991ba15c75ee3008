package rectify

import "cmp"

// What events write besides the status. Version, area and quantity are the database's.

// enterLedger starts an entry of the ledger: nothing of earlier work counts for it.
func enterLedger(f *Feature, _ Command, day Day) {
	f.ListedOn = day
	f.PlannedOn, f.DueOn, f.FirstDueOn = 0, 0, 0
	f.SubmittedOn, f.VerifiedOn, f.ReviewOn = 0, 0, 0
	f.QuantityPlanned, f.QuantityDone = nil, nil
	f.AssigneeID = 0
}

// openCycle enters a relapse; the unit stays, as the one that knows the place.
func openCycle(f *Feature, cmd Command, day Day) {
	enterLedger(f, cmd, day)
	f.Cycle++
	f.Reworks = 0
}

// plan keeps the first deadline of the cycle through every later one.
func plan(f *Feature, cmd Command, day Day) {
	if cmd.UnitID != 0 && cmd.UnitID != f.UnitID {
		f.UnitID, f.AssigneeID = cmd.UnitID, 0
	}
	f.PlannedOn, f.DueOn = day, cmd.DueOn
	f.FirstDueOn = cmp.Or(f.FirstDueOn, cmd.DueOn)
	f.QuantityPlanned = cmd.QuantityPlanned
	if f.QuantityPlanned == nil {
		f.QuantityPlanned = f.Quantity
	}
}

// unplan gives the work back to the planner; the first deadline of the cycle stays on record.
func unplan(f *Feature, _ Command, _ Day) {
	f.UnitID, f.AssigneeID = 0, 0
	f.PlannedOn, f.DueOn, f.SubmittedOn = 0, 0, 0
	f.QuantityPlanned, f.QuantityDone = nil, nil
}

func submit(f *Feature, cmd Command, day Day) {
	f.SubmittedOn, f.QuantityDone = day, cmd.QuantityDone
}

func withdraw(f *Feature, _ Command, _ Day) {
	f.SubmittedOn, f.QuantityDone = 0, nil
}
