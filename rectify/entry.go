package rectify

import (
	"fmt"
	"slices"
	"time"

	"backstreet/geo"
)

// Draft is a feature that is about to enter.
type Draft struct {
	OpID       string
	UID        string // UUIDv7
	Kind       KindKey
	Ref        string
	Name       string
	Geom       geo.Geometry
	UnitID     UnitID
	Attributes map[string]any
	Source     string
	At         time.Time // client time; zero for now
	SentAt     time.Time // the client's clock when it sent this; zero when not told

	// For an import only.
	Status   Status // one of ImportableStatuses; empty for unsurveyed
	ListedOn Day    // of a listed one; none for the day of the import
	ImportID ImportID
}

// ImportableStatuses are what a file may say of a feature that is new; the rest is earned here, and
// a re-import never touches a status.
var ImportableStatuses = []Status{Unsurveyed, Compliant, Listed, Void}

// Create enters a feature that a person drew. Context.AreaPath is where the geometry lies.
func Create(draft Draft, ctx Context) (Feature, Event, error) {
	draft.Status, draft.ListedOn, draft.ImportID = Unsurveyed, 0, 0
	return enter(draft, ctx, EventCreate, FeatureCreate)
}

// CreateFromFile enters a feature that a file brought.
func CreateFromFile(draft Draft, ctx Context) (Feature, Event, error) {
	return enter(draft, ctx, EventImport, ImportRun)
}

func enter(draft Draft, ctx Context, name EventName, permission Permission) (Feature, Event, error) {
	if refusal := refuseEntry(draft, ctx, permission); refusal != nil {
		return Feature{}, Event{}, fmt.Errorf("%s feature %q: %w", name, draft.UID, refusal)
	}
	at := ctx.happened(draft.At)
	feature := Feature{
		UID: draft.UID, Kind: draft.Kind, Ref: draft.Ref, Name: draft.Name, Geom: draft.Geom,
		UnitID: draft.UnitID, Attributes: merged(nil, draft.Attributes), Source: draft.Source, ImportID: draft.ImportID,
		Status: draft.Status, Cycle: 1,
	}
	if feature.Status == "" {
		feature.Status = Unsurveyed
	}
	if feature.Status == Listed {
		feature.ListedOn = draft.ListedOn
		if feature.ListedOn == 0 {
			feature.ListedOn = DayOf(at)
		}
	}
	event := ctx.entry(Feature{}, feature, name)
	event.Role, _ = ctx.Actor.roleWith(permission)
	event.OpID, event.At, event.ImportID = draft.OpID, at, draft.ImportID
	if ctx.clockSkewed(draft.At, draft.SentAt) {
		event.Flags = []Flag{FlagClockSkewed}
	}
	return feature, event, nil
}

func refuseEntry(draft Draft, ctx Context, permission Permission) *Refusal {
	_, permitted := ctx.Actor.roleWith(permission)
	switch {
	case !permitted:
		return refuse(CodeRoleNotAllowed, "")
	case !ctx.Actor.InScope(ctx.AreaPath):
		return refuse(CodeOutsideArea, "geometry")
	case draft.UID == "":
		return refuse(CodeUIDMissing, "uid")
	case draft.Geom == nil:
		return refuse(CodeGeometryMissing, "geometry")
	case draft.Status != "" && !slices.Contains(ImportableStatuses, draft.Status):
		return refusef(CodeStatusNotImportable, "status", "%q", draft.Status)
	}
	return nil
}

// Revert takes back what create or import brought in: the feature becomes void, and one planner is
// enough. Where work stands on it, the refusal points to propose_void.
func Revert(f Feature, opID string, ctx Context) (Feature, Event, error) {
	if refusal := refuseRevert(f, ctx); refusal != nil {
		return f, Event{}, fmt.Errorf("revert feature %d: %w", f.ID, refusal)
	}
	after := f
	after.Status = Void
	event := ctx.entry(f, after, EventRevert)
	event.Role, _ = ctx.Actor.roleWith(FeatureEdit)
	event.OpID = opID
	return after, event, nil
}

func refuseRevert(f Feature, ctx Context) *Refusal {
	switch {
	case !Can(ctx.Actor, FeatureEdit):
		return refuse(CodeRoleNotAllowed, "")
	case f.Status == Void:
		return refusef(CodeWrongStatus, "", "it is void already")
	case !ctx.Actor.InScope(ctx.AreaPath):
		return refuse(CodeOutsideArea, "")
	case ctx.Facts.Touched:
		return refuse(CodeHasHistory, "")
	}
	return nil
}
