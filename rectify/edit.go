package rectify

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"backstreet/geo"
)

// ErrUnchanged says that an edit would change nothing. It is no failure: the caller answers as if
// the edit had been applied, and writes nothing.
var ErrUnchanged = errors.New("nothing to change")

// Edit changes what a feature is, never its status. Nothing means leave as it is.
type Edit struct {
	OpID        string
	BaseVersion int64
	At          time.Time // client time; zero for now
	SentAt      time.Time // the client's clock when it sent this; zero when not told
	Note        string

	Name       *string
	Ref        *string
	Geom       geo.Geometry
	Attributes map[string]any // merged into what is there; nothing as a value removes the attribute
	UnitID     *UnitID
	AssigneeID *PersonID
}

// ApplyEdit gives the feature after the edit and the entry for the history: assign when only unit
// or assignee change, edit otherwise. It fails with a *Refusal, or with ErrUnchanged.
func ApplyEdit(f Feature, edit Edit, ctx Context) (Feature, Event, error) {
	if refusal := refuseEdit(f, edit, ctx); refusal != nil {
		return f, Event{}, fmt.Errorf("edit feature %d: %w", f.ID, refusal)
	}
	after := edit.apply(f)
	event := ctx.entry(f, after, EventEdit)
	if len(event.Changes) == 0 {
		return f, Event{}, ErrUnchanged
	}
	if onlyAssigns(event.Changes) {
		event.Event = EventAssign
	}
	event.Role, _ = ctx.Actor.roleWith(FeatureEdit)
	event.OpID, event.At, event.Note = edit.OpID, ctx.happened(edit.At), edit.Note
	if ctx.clockSkewed(edit.At, edit.SentAt) {
		event.Flags = []Flag{FlagClockSkewed}
	}
	return after, event, nil
}

// CanEdit reports whether ApplyEdit takes edits of the feature from the actor.
func CanEdit(f Feature, ctx Context) bool {
	return refuseEdit(f, Edit{BaseVersion: f.Version}, ctx) == nil
}

func refuseEdit(f Feature, edit Edit, ctx Context) *Refusal {
	switch {
	case !Can(ctx.Actor, FeatureEdit):
		return refuse(CodeRoleNotAllowed, "")
	case edit.BaseVersion != f.Version:
		return refusef(CodeStaleVersion, "base_version", "it is at version %d now", f.Version)
	case f.Status == Void:
		return refusef(CodeWrongStatus, "", "it is void; restore it first")
	case !ctx.Actor.InScope(ctx.AreaPath):
		return refuse(CodeOutsideArea, "")
	case edit.Geom != nil && !ctx.Actor.InScope(ctx.NewPath):
		return refuse(CodeOutsideArea, "geometry")
	}
	return nil
}

func (e Edit) apply(f Feature) Feature {
	if e.Name != nil {
		f.Name = *e.Name
	}
	if e.Ref != nil {
		f.Ref = *e.Ref
	}
	if e.Geom != nil {
		f.Geom = e.Geom
	}
	if e.Attributes != nil {
		f.Attributes = merged(f.Attributes, e.Attributes)
	}
	if e.UnitID != nil && *e.UnitID != f.UnitID {
		f.UnitID, f.AssigneeID = *e.UnitID, 0 // the assignee belongs to the unit that had it
	}
	if e.AssigneeID != nil {
		f.AssigneeID = *e.AssigneeID
	}
	return f
}

// merged leaves both maps as they are.
func merged(attributes, patch map[string]any) map[string]any {
	result := maps.Clone(attributes)
	if result == nil {
		result = map[string]any{}
	}
	for name, value := range patch {
		if value == nil {
			delete(result, name)
		} else {
			result[name] = value
		}
	}
	return result
}

func onlyAssigns(changes map[string]Change) bool {
	for column := range changes {
		if column != "unit_id" && column != "assignee_id" {
			return false
		}
	}
	return true
}

// roleWith gives the role by which the person has a permission.
func (p Person) roleWith(permission Permission) (Role, bool) {
	for _, role := range p.Roles {
		if p.acts(role) && slices.Contains(RolePermissions[role], permission) {
			return role, true
		}
	}
	return "", false
}
