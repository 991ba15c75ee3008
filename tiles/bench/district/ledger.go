package district

import (
	"fmt"
	"time"

	"backstreet/rectify"
)

// The people of the office; each unit has one of its own behind them.
const (
	plannerID rectify.PersonID = 1 + iota
	verifierID
	officeCount = iota

	// Planner is the name of who may edit everything.
	Planner = "planner"
)

func (d *district) addPeople() {
	if d.number == 0 {
		d.seed.People = []rectify.Person{
			{ID: plannerID, Username: Planner, Name: "规划员", Roles: []rectify.Role{rectify.RolePlanner}},
			{ID: verifierID, Username: "verifier", Name: "核查员", Roles: []rectify.Role{rectify.RoleVerifier}},
		}
		d.seed.Campaign = rectify.Campaign{ID: 1, Name: "整治", StartsOn: d.today - 250, EndsOn: d.today + 400}
	}
	for n := range unitCount {
		id := rectify.UnitID(d.number*unitCount + n + 1)
		d.seed.Units = append(d.seed.Units, rectify.Unit{ID: id, Name: fmt.Sprintf("整改单位%d", id)})
		d.seed.People = append(d.seed.People, rectify.Person{
			ID: fieldOf(id), Username: fmt.Sprintf("field%d", id), Name: "整改人员", UnitID: id, Roles: []rectify.Role{rectify.RoleField},
		})
	}
}

// fieldOf is who works for a unit.
func fieldOf(unit rectify.UnitID) rectify.PersonID { return officeCount + rectify.PersonID(unit) }

// shares are how many features in a hundred stand where.
var shares = []struct {
	status rectify.Status
	share  int
}{
	{rectify.Compliant, 20},
	{rectify.Listed, 30},
	{rectify.Planned, 25},
	{rectify.InProgress, 5},
	{rectify.Submitted, 10},
	{rectify.Verified, 10},
}

func (d *district) drawStatus() rectify.Status {
	n := d.random.IntN(100)
	for _, s := range shares {
		if n -= s.share; n < 0 {
			return s.status
		}
	}
	return rectify.Unsurveyed
}

// enter leads the feature to a status that is drawn, and writes the way into the history.
func (d *district) enter(f *rectify.Feature) {
	f.Status = d.drawStatus()
	if f.Status == rectify.Compliant {
		d.tell(f, rectify.EventImport, "", rectify.Compliant, 0, "", d.today-200)
		return
	}
	f.ListedOn = d.today - 200
	d.tell(f, rectify.EventImport, "", rectify.Listed, 0, "", f.ListedOn)
	if f.Status == rectify.Listed {
		return
	}
	one := 1.0
	f.UnitID = d.seed.Units[d.random.IntN(unitCount)].ID
	f.PlannedOn, f.DueOn, f.QuantityPlanned = d.today-150+d.days(60), d.today-20+d.days(200), &one
	f.FirstDueOn = f.DueOn
	d.tell(f, rectify.EventPlan, rectify.Listed, rectify.Planned, plannerID, rectify.RolePlanner, f.PlannedOn)
	switch f.Status {
	case rectify.InProgress:
		d.tell(f, rectify.EventStart, rectify.Planned, rectify.InProgress, fieldOf(f.UnitID), rectify.RoleField, f.PlannedOn+1)
	case rectify.Submitted, rectify.Verified:
		f.SubmittedOn, f.QuantityDone = f.PlannedOn+1+d.days(60), &one
		d.tell(f, rectify.EventSubmit, rectify.Planned, rectify.Submitted, fieldOf(f.UnitID), rectify.RoleField, f.SubmittedOn)
	}
	if f.Status == rectify.Verified {
		f.VerifiedOn = f.SubmittedOn + 1
		d.tell(f, rectify.EventPass, rectify.Submitted, rectify.Verified, verifierID, rectify.RoleVerifier, f.VerifiedOn)
	}
}

func (d *district) days(below int) rectify.Day { return rectify.Day(d.random.IntN(below)) }

func (d *district) tell(
	f *rectify.Feature, event rectify.EventName, from, to rectify.Status, actor rectify.PersonID, role rectify.Role, day rectify.Day,
) {
	// No feature has more than four events, so that numbers of one district never meet those of another.
	id := rectify.EventID(4*d.number*Features + len(d.seed.Events) + 1)
	e := rectify.Event{
		ID: id, FeatureID: f.ID, Event: event, From: from, To: to, ActorID: actor, Role: role, Cycle: 1,
		At: instantOf(day), RecordedAt: instantOf(day),
	}
	if actor != 0 {
		e.OpID = uuidOf(2, int64(id))
	}
	if role == rectify.RoleField {
		e.UnitID = f.UnitID
	}
	d.seed.Events = append(d.seed.Events, e)
}

// instantOf is ten in the morning.
func instantOf(day rectify.Day) time.Time { return day.Time().Add(2 * time.Hour) }
