package rectify_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/rectify"
)

func TestFactsOfHistory(t *testing.T) {
	t.Parallel()
	step := func(event rectify.EventName, from, to rectify.Status, actor rectify.Person) rectify.Event {
		return rectify.Event{Event: event, From: from, To: to, ActorID: actor.ID, UnitID: actor.UnitID}
	}
	entry := step(rectify.EventImport, "", rectify.Listed, planner)
	plan := step(rectify.EventPlan, rectify.Listed, rectify.Planned, planner)
	extend := step(rectify.EventExtend, rectify.Planned, rectify.Planned, planner)
	submitted := step(rectify.EventSubmit, rectify.InProgress, rectify.Submitted, worker)
	propose := step(rectify.EventProposeVoid, rectify.Planned, rectify.Planned, planner)
	tests := []struct {
		name    string
		history []rectify.Event
		want    rectify.Facts
	}{
		{"nothing", nil, rectify.Facts{}},
		{"an import, and another", []rectify.Event{entry, entry}, rectify.Facts{}},
		{"an edit touches", []rectify.Event{entry, {Event: rectify.EventEdit}}, rectify.Facts{Touched: true}},
		{"an extension", []rectify.Event{entry, plan, extend}, rectify.Facts{Touched: true, Extended: true}},
		{"a plan does not forget an extension", []rectify.Event{entry, plan, extend, plan}, rectify.Facts{Touched: true, Extended: true}},
		{"a relapse forgets an extension", []rectify.Event{extend, step(rectify.EventRegress, rectify.Verified, rectify.Listed, worker)}, rectify.Facts{Touched: true}},
		{"the last submission", []rectify.Event{step(rectify.EventSubmit, rectify.Rework, rectify.Submitted, stranger), submitted}, rectify.Facts{
			Touched: true, SubmittedFrom: rectify.InProgress, SubmittedBy: worker.ID, SubmittedUnit: street,
		}},
		{"a suspension", []rectify.Event{plan, step(rectify.EventSuspend, rectify.Planned, rectify.Suspended, planner)}, rectify.Facts{
			Touched: true, SuspendedFrom: rectify.Planned,
		}},
		{"an open proposal", []rectify.Event{propose}, rectify.Facts{Touched: true, VoidProposer: planner.ID}},
		{"a proposal that was carried out", []rectify.Event{propose, step(rectify.EventVoid, rectify.Planned, rectify.Void, planner2)}, rectify.Facts{
			Touched: true, VoidFrom: rectify.Planned,
		}},
		{"gone from its file", []rectify.Event{entry, step(rectify.EventImport, rectify.Listed, rectify.Void, planner)}, rectify.Facts{
			VoidFrom: rectify.Listed,
		}},
		{"an import that was taken back", []rectify.Event{entry, step(rectify.EventRevert, rectify.Listed, rectify.Void, planner)}, rectify.Facts{
			Touched: true, VoidFrom: rectify.Listed,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, rectify.FactsOf(test.history)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
