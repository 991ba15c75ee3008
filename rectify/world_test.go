package rectify_test

import (
	"flag"
	"time"

	"backstreet/geo"
	"backstreet/rectify"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The cast: two planners, two units with field staff, verifiers within and outside these units.
const (
	street  = rectify.UnitID(1)
	sewage  = rectify.UnitID(2)
	inspect = rectify.UnitID(3)
)

var (
	planner    = rectify.Person{ID: 1, Name: "planner", Roles: []rectify.Role{rectify.RolePlanner}}
	planner2   = rectify.Person{ID: 2, Name: "planner2", Roles: []rectify.Role{rectify.RolePlanner}}
	worker     = rectify.Person{ID: 3, Name: "worker", UnitID: street, Roles: []rectify.Role{rectify.RoleField}}
	lead       = rectify.Person{ID: 4, Name: "lead", UnitID: street, Lead: true, Roles: []rectify.Role{rectify.RoleField}}
	stranger   = rectify.Person{ID: 5, Name: "stranger", UnitID: sewage, Roles: []rectify.Role{rectify.RoleField}}
	verifier   = rectify.Person{ID: 6, Name: "verifier", UnitID: inspect, Roles: []rectify.Role{rectify.RoleVerifier}}
	colleague  = rectify.Person{ID: 7, Name: "colleague", UnitID: street, Roles: []rectify.Role{rectify.RoleVerifier}}
	both       = rectify.Person{ID: 8, Name: "both", UnitID: street, Roles: []rectify.Role{rectify.RoleField, rectify.RoleVerifier}}
	freelance  = rectify.Person{ID: 9, Name: "freelance", Roles: []rectify.Role{rectify.RoleVerifier}}
	leader     = rectify.Person{ID: 10, Name: "leader", Roles: []rectify.Role{rectify.RoleLeader}}
	admin      = rectify.Person{ID: 11, Name: "admin", Roles: []rectify.Role{rectify.RoleAdmin}}
	everywhere = []rectify.Person{
		planner, planner2, worker, lead, stranger, verifier, colleague, both, freelance, leader, admin, rectify.System(),
	}
)

var (
	noon     = time.Date(2026, 11, 23, 12, 0, 0, 0, time.FixedZone("", 8*60*60))
	today    = rectify.DayOf(noon)
	here     = geo.Point{114.02, 33.57}
	campaign = rectify.Campaign{ID: 1, Name: "drive", StartsOn: today - 100, EndsOn: today + 200}
)

// featureIn is a feature of the street unit as it would stand in the status.
func featureIn(status rectify.Status) rectify.Feature {
	f := rectify.Feature{
		ID: 7, UID: "0190b0d0-0000-7000-8000-000000000007", Kind: rectify.KindBerth, Geom: here,
		Status: status, Cycle: 1, Version: 4, Quantity: number(36),
		Attributes: map[string]any{"capacity": 36.0},
	}
	switch status {
	case rectify.Unsurveyed, rectify.Compliant:
		return f
	}
	f.ListedOn = today - 20
	if status == rectify.Listed {
		return f
	}
	f.UnitID, f.PlannedOn, f.DueOn, f.FirstDueOn, f.QuantityPlanned = street, today-10, today+10, today+10, number(36)
	switch status {
	case rectify.Suspended:
		f.ReviewOn = today + 5
	case rectify.Submitted, rectify.Rework:
		f.SubmittedOn, f.QuantityDone = today-1, number(30)
	case rectify.Verified:
		f.SubmittedOn, f.VerifiedOn, f.QuantityDone = today-2, today-1, number(36)
	}
	return f
}

func contextOf(actor rectify.Person) rectify.Context {
	return rectify.Context{
		Actor: actor, Now: noon, DeviceID: "phone", AreaPath: []rectify.AreaID{100, 110},
		Campaigns: []rectify.Campaign{campaign},
		Facts:     rectify.Facts{SubmittedBy: worker.ID, SubmittedUnit: street, SubmittedFrom: rectify.InProgress},
	}
}

// proper is a command with everything an event could ask for.
func proper(event rectify.EventName, f rectify.Feature) rectify.Command {
	return rectify.Command{
		Event: event, OpID: "op-1", BaseVersion: f.Version, Note: "because",
		UnitID: street, DueOn: max(today, f.DueOn+1), ReviewOn: today + 30,
		QuantityDone: number(36), Position: &rectify.Position{Point: here, AccuracyM: 5},
		Photos: []rectify.PhotoClaim{photo("a", rectify.PhaseBefore), photo("b", rectify.PhaseAfter), photo("c", rectify.PhaseCheck)},
	}
}

func photo(uid string, phase rectify.Phase) rectify.PhotoClaim {
	const hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
	return rectify.PhotoClaim{UID: uid, SHA256: hash, Bytes: 1, Phase: phase}
}

func number(v float64) *float64 { return &v }
