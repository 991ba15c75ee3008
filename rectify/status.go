package rectify

import "slices"

// Status is where a feature stands in its rectification.
type Status string

// The ten statuses.
const (
	Unsurveyed Status = "unsurveyed" // 待普查: nobody looked yet
	Compliant  Status = "compliant"  // 达标: surveyed, nothing to do
	Listed     Status = "listed"     // 已建账: in the ledger, work needed
	Planned    Status = "planned"    // 已列计划: unit and deadline set
	InProgress Status = "in_progress"
	Submitted  Status = "submitted" // 待核查: field staff say it is fixed
	Rework     Status = "rework"    // 返工中: sent back by the verifier
	Suspended  Status = "suspended" // 挂账: parked, with a review date
	Verified   Status = "verified"  // 已销号: checked and struck off the ledger
	Void       Status = "void"      // 注销: duplicate, demolished, out of scope
)

// Statuses holds all of them in the order in which a feature usually passes them; legends, tables
// and stacked charts keep this order.
var Statuses = []Status{
	Unsurveyed, Compliant, Listed, Planned, InProgress, Submitted, Rework, Suspended, Verified, Void,
}

// Group gathers statuses that mean the same to somebody who only wants to know what to do.
type Group string

// The groups, as the legend shows them.
const (
	GroupUnknown Group = "unknown"
	GroupToDo    Group = "to_do"
	GroupDoing   Group = "doing"
	GroupCheck   Group = "check"
	GroupParked  Group = "parked"
	GroupDone    Group = "done"
	GroupHidden  Group = "hidden"
)

// Groups holds all of them in legend order.
var Groups = []Group{GroupUnknown, GroupToDo, GroupDoing, GroupCheck, GroupParked, GroupDone, GroupHidden}

var groupOf = map[Status]Group{
	Unsurveyed: GroupUnknown,
	Compliant:  GroupDone,
	Listed:     GroupToDo,
	Planned:    GroupToDo,
	InProgress: GroupDoing,
	Submitted:  GroupCheck,
	Rework:     GroupDoing,
	Suspended:  GroupParked,
	Verified:   GroupDone,
	Void:       GroupHidden,
}

// Group of the status; empty for a word that is no status.
func (s Status) Group() Group { return groupOf[s] }

// Valid reports whether s is one of Statuses.
func (s Status) Valid() bool { return s.Index() >= 0 }

// Index is the place of s in Statuses, -1 for a word that is no status.
func (s Status) Index() int { return slices.Index(Statuses, s) }

// Done reports whether nothing is left to do: verified or compliant. Progress counts these.
func (s Status) Done() bool { return s.Group() == GroupDone }
