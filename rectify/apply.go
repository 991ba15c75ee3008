package rectify

import (
	"fmt"
	"slices"
)

// Apply fires one event: it gives the feature after it and the entry for the history. A refusal is
// a *Refusal and leaves nothing changed. Version, updated_at, quantity and area are the database's
// to set.
func Apply(f Feature, cmd Command, ctx Context) (Feature, Event, error) {
	rule, known := ruleOf(cmd.Event)
	if !known {
		return f, Event{}, refusef(CodeUnknownEvent, "event", "%q", cmd.Event)
	}
	at := ctx.happened(cmd.At)
	day := DayOf(at)
	role, refusal := rule.judge(f, cmd, ctx, day)
	if refusal != nil {
		return f, Event{}, fmt.Errorf("%s feature %d: %w", cmd.Event, f.ID, refusal)
	}
	after := f
	after.Status = rule.target(f, ctx.Facts)
	if rule.set != nil {
		rule.set(&after, cmd, day)
	}
	event := ctx.entry(f, after, cmd.Event)
	event.OpID, event.At, event.Note, event.Position = cmd.OpID, at, cmd.Note, cmd.Position
	event.Role = role
	event.Flags = rule.flags(f, cmd, ctx)
	return after, event, nil
}

// judge asks everything of a rule in the order in which a person would put it right, and gives the
// role that the actor acts in.
func (r Rule) judge(f Feature, cmd Command, ctx Context, day Day) (Role, *Refusal) {
	if !r.allowsAny(ctx.Actor) {
		return "", refusef(CodeRoleNotAllowed, "", "%s is for %s", r.Event, joined(r.Roles))
	}
	if cmd.BaseVersion != f.Version {
		return "", refusef(CodeStaleVersion, "base_version", "it is at version %d now", f.Version)
	}
	role, refusal := r.admit(f, ctx, day)
	if refusal != nil {
		return "", refusal
	}
	if refusal := cmd.validate(); refusal != nil {
		return "", refusal
	}
	if refusal := r.refuseMissing(f, cmd, day); refusal != nil {
		return "", refusal
	}
	for _, check := range r.Checks {
		if refusal := check.refuse(f, cmd, ctx, day); refusal != nil {
			return "", refusal
		}
	}
	return role, nil
}

// admit asks what no input can change: role, status, place and guards. The first role of the actor
// that passes is the one acted in.
func (r Rule) admit(f Feature, ctx Context, day Day) (Role, *Refusal) {
	if !slices.Contains(r.From, f.Status) {
		return "", refusef(CodeWrongStatus, "event", "%s needs %s, it is %s", r.Event, joined(r.From), f.Status)
	}
	if !ctx.Actor.InScope(ctx.AreaPath) {
		return "", refuse(CodeOutsideArea, "")
	}
	refusal := refuse(CodeRoleNotAllowed, "")
	for _, role := range r.Roles {
		if !ctx.Actor.acts(role) {
			continue
		}
		if refusal = r.guard(f, ctx, role, day); refusal == nil {
			return role, nil
		}
	}
	return "", refusal
}

func (r Rule) guard(f Feature, ctx Context, role Role, day Day) *Refusal {
	for _, guard := range r.Guards {
		if refusal := guard.refuse(f, ctx, role, day); refusal != nil {
			return refusal
		}
	}
	return nil
}

func (r Rule) allowsAny(person Person) bool { return slices.ContainsFunc(r.Roles, person.acts) }

// flags marks what somebody should look at.
func (r Rule) flags(f Feature, cmd Command, ctx Context) []Flag {
	var flags []Flag
	if ctx.clockSkewed(cmd.At, cmd.SentAt) {
		flags = append(flags, FlagClockSkewed)
	}
	if r.Event == EventSubmit && !ProvesPresence(cmd.Position, f.Geom) {
		flags = append(flags, FlagPresenceUnproven)
	}
	if r.Event == EventReturn && cmd.Reason != "" {
		flags = append(flags, Flag("reason="+string(cmd.Reason)))
	}
	return flags
}
