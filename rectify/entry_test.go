package rectify_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/rectify"
)

func draftOf(status rectify.Status) rectify.Draft {
	return rectify.Draft{OpID: "op-3", UID: "u", Kind: rectify.KindBerth, Geom: here, Status: status, ImportID: 5}
}

func TestCreateEntersUnsurveyed(t *testing.T) {
	t.Parallel()
	feature, event, err := rectify.Create(draftOf(rectify.Verified), contextOf(worker))
	if err != nil {
		t.Fatal(err)
	}
	if feature.Status != rectify.Unsurveyed || feature.Cycle != 1 || feature.ImportID != 0 {
		t.Errorf("entered as %+v", feature)
	}
	if event.Event != rectify.EventCreate || event.From != "" || event.To != rectify.Unsurveyed || event.Role != rectify.RoleField {
		t.Errorf("the history would say %+v", event)
	}
}

func TestFileBringsNoStatusThatHasToBeEarned(t *testing.T) {
	t.Parallel()
	for _, status := range rectify.Statuses {
		feature, event, err := rectify.CreateFromFile(draftOf(status), contextOf(planner))
		switch status {
		case rectify.Unsurveyed, rectify.Compliant, rectify.Listed, rectify.Void:
			if err != nil || feature.Status != status || event.To != status || event.ImportID != 5 {
				t.Errorf("%s: entered as %s: %v", status, feature.Status, err)
			}
			if listed := feature.ListedOn == today; listed != (status == rectify.Listed) {
				t.Errorf("%s: listed on %s", status, feature.ListedOn)
			}
		default:
			wantCode(t, err, rectify.CodeStatusNotImportable)
		}
	}
}

func TestFileMayTellTheDayOfListing(t *testing.T) {
	t.Parallel()
	draft := draftOf(rectify.Listed)
	draft.ListedOn = today - 300
	feature, _, err := rectify.CreateFromFile(draft, contextOf(planner))
	if err != nil || feature.ListedOn != today-300 {
		t.Errorf("listed on %s: %v", feature.ListedOn, err)
	}
}

func TestEntryIsRefused(t *testing.T) {
	t.Parallel()
	outside := planner
	outside.AreaIDs = []rectify.AreaID{120}
	nameless, shapeless := draftOf(""), draftOf("")
	nameless.UID, shapeless.Geom = "", nil
	tests := []struct {
		name  string
		draft rectify.Draft
		actor rectify.Person
		code  rectify.Code
	}{
		{"to a leader", draftOf(""), leader, rectify.CodeRoleNotAllowed},
		{"outside the area", draftOf(""), outside, rectify.CodeOutsideArea},
		{"without a uid", nameless, planner, rectify.CodeUIDMissing},
		{"without a geometry", shapeless, planner, rectify.CodeGeometryMissing},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			feature, _, err := rectify.Create(test.draft, contextOf(test.actor))
			wantCode(t, err, test.code)
			if diff := cmp.Diff(rectify.Feature{}, feature); diff != "" {
				t.Errorf("entered all the same:\n%s", diff)
			}
		})
	}
	_, _, err := rectify.CreateFromFile(draftOf(""), contextOf(worker))
	wantCode(t, err, rectify.CodeRoleNotAllowed)
}

func TestRevertVoidsWhatNobodyWorkedOn(t *testing.T) {
	t.Parallel()
	entered := []rectify.Event{{Event: rectify.EventImport, To: rectify.Listed}}
	worked := append(entered, rectify.Event{Event: rectify.EventEdit, From: rectify.Listed, To: rectify.Listed})
	outside := planner
	outside.AreaIDs = []rectify.AreaID{120}
	tests := []struct {
		name    string
		status  rectify.Status
		actor   rectify.Person
		history []rectify.Event
		code    rectify.Code
	}{
		{"by one planner", rectify.Listed, planner, entered, ""},
		{"by an administrator", rectify.Listed, admin, entered, ""},
		{"by field staff", rectify.Listed, worker, entered, rectify.CodeRoleNotAllowed},
		{"by a planner of another street", rectify.Listed, outside, entered, rectify.CodeOutsideArea},
		{"after an edit", rectify.Listed, planner, worked, rectify.CodeHasHistory},
		{"a second time", rectify.Void, planner, entered, rectify.CodeWrongStatus},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			ctx := contextOf(test.actor)
			ctx.Facts = rectify.FactsOf(test.history)
			after, event, err := rectify.Revert(featureIn(test.status), "op-4", ctx)
			if test.code != "" {
				wantCode(t, err, test.code)
				return
			}
			if err != nil || after.Status != rectify.Void || event.Event != rectify.EventRevert || event.From != rectify.Listed {
				t.Errorf("got %s by %s: %v", after.Status, event.Event, err)
			}
		})
	}
}
