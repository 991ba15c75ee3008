package rectify_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/rectify"
)

func TestEditIsRefused(t *testing.T) {
	t.Parallel()
	planned := featureIn(rectify.Planned)
	outside := planner
	outside.AreaIDs = []rectify.AreaID{120}
	tests := []struct {
		name    string
		feature rectify.Feature
		actor   rectify.Person
		behind  int64
		code    rectify.Code
	}{
		{"to field staff", planned, worker, 0, rectify.CodeRoleNotAllowed},
		{"to a verifier", planned, verifier, 0, rectify.CodeRoleNotAllowed},
		{"on an old version", planned, planner, 1, rectify.CodeStaleVersion},
		{"of what is void", featureIn(rectify.Void), planner, 0, rectify.CodeWrongStatus},
		{"outside the area", planned, outside, 0, rectify.CodeOutsideArea},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			name := "new"
			edit := rectify.Edit{BaseVersion: test.feature.Version - test.behind, Name: &name}
			after, _, err := rectify.ApplyEdit(test.feature, edit, contextOf(test.actor))
			wantCode(t, err, test.code)
			if diff := cmp.Diff(test.feature, after); diff != "" {
				t.Errorf("changed all the same:\n%s", diff)
			}
			if editable := rectify.CanEdit(test.feature, contextOf(test.actor)); editable != (test.behind > 0) {
				t.Errorf("CanEdit says %v", editable)
			}
		})
	}
}

func TestEditTellsTheHistoryWhatChanged(t *testing.T) {
	t.Parallel()
	name, ref, unit, nobody, person := "Rack", "B-7", sewage, rectify.PersonID(0), worker.ID
	there := geo.Point{114.03, 33.58}
	assigned := featureIn(rectify.Planned)
	assigned.AssigneeID = lead.ID
	tests := []struct {
		name    string
		feature rectify.Feature
		edit    rectify.Edit
		event   rectify.EventName
		want    map[string]rectify.Change
	}{
		{"name and ref", assigned, rectify.Edit{Name: &name, Ref: &ref}, rectify.EventEdit, map[string]rectify.Change{"name": {"", "Rack"}, "ref": {nil, "B-7"}}},
		{"geometry", assigned, rectify.Edit{Geom: there}, rectify.EventEdit, map[string]rectify.Change{"geom": {here, there}}},
		{
			"attributes set, kept and removed", assigned,
			rectify.Edit{Attributes: map[string]any{"charging": true, "capacity": nil}},
			rectify.EventEdit,
			map[string]rectify.Change{"attributes.charging": {nil, true}, "attributes.capacity": {36.0, nil}},
		},
		{"assignee", assigned, rectify.Edit{AssigneeID: &person}, rectify.EventAssign, map[string]rectify.Change{"assignee_id": {int64(lead.ID), int64(worker.ID)}}},
		{"nobody any more", assigned, rectify.Edit{AssigneeID: &nobody}, rectify.EventAssign, map[string]rectify.Change{"assignee_id": {int64(lead.ID), nil}}},
		{"a new unit takes the assignee away", assigned, rectify.Edit{UnitID: &unit}, rectify.EventAssign, map[string]rectify.Change{
			"unit_id": {int64(street), int64(sewage)}, "assignee_id": {int64(lead.ID), nil},
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.edit.BaseVersion, test.edit.OpID, test.edit.At = test.feature.Version, "op-2", noon.Add(-time.Hour)
			test.edit.SentAt = noon
			after, event, err := rectify.ApplyEdit(test.feature, test.edit, contextOf(planner))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, event.Changes); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if event.Event != test.event || event.Role != rectify.RolePlanner || event.OpID != "op-2" ||
				!event.At.Equal(noon.Add(-time.Hour)) || len(event.Flags) > 0 {
				t.Errorf("the history would say %+v", event)
			}
			if after.Status != test.feature.Status || after.Version != test.feature.Version {
				t.Errorf("the edit set status %s, version %d", after.Status, after.Version)
			}
			if diff := cmp.Diff(36.0, test.feature.Attributes["capacity"]); diff != "" {
				t.Errorf("the attributes given were written to:\n%s", diff)
			}
		})
	}
}

func TestEditKeepsToTheAreasOldAndNew(t *testing.T) {
	t.Parallel()
	feature := featureIn(rectify.Planned)
	ctx := contextOf(planner)
	ctx.Actor.AreaIDs = ctx.AreaPath[:1]
	edit := rectify.Edit{BaseVersion: feature.Version, Geom: geo.Point{1, 1}}
	_, _, err := rectify.ApplyEdit(feature, edit, ctx)
	wantCode(t, err, rectify.CodeOutsideArea)
	ctx.NewPath = ctx.AreaPath
	if _, _, err := rectify.ApplyEdit(feature, edit, ctx); err != nil {
		t.Errorf("within the area: %v", err)
	}
}

func TestEditThatChangesNothingIsTold(t *testing.T) {
	t.Parallel()
	feature := featureIn(rectify.Planned)
	edit := rectify.Edit{BaseVersion: feature.Version, Name: &feature.Name, Geom: here, Attributes: map[string]any{"capacity": 36.0}}
	if _, _, err := rectify.ApplyEdit(feature, edit, contextOf(admin)); !errors.Is(err, rectify.ErrUnchanged) {
		t.Errorf("got %v, want ErrUnchanged", err)
	}
}

func wantCode(t *testing.T, err error, code rectify.Code) {
	t.Helper()
	var refusal *rectify.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Errorf("got %v, want a refusal with %s", err, code)
	}
}
