package rectify

import "slices"

// AllowedEvent is one event that the caller may fire now, and what it asks for.
type AllowedEvent struct {
	Event       EventName `json:"event"`
	To          Status    `json:"to"`
	Needs       []string  `json:"needs"`    // fields of the command, photos as "photo:after"
	Optional    []string  `json:"optional"` // fields that are used when given
	PhotoPhases []Phase   `json:"photo_phases,omitempty"`
	Primary     bool      `json:"primary"` // the next step that people take most
}

// Allowed lists what the actor may do with the feature now, in table order. Apply accepts each of
// them once the needs are filled; a submission without a proving position needs a note besides.
func Allowed(f Feature, ctx Context) []AllowedEvent {
	var allowed []AllowedEvent
	today := ctx.Today()
	for _, rule := range Transitions {
		if _, refusal := rule.admit(f, ctx, today); refusal == nil {
			allowed = append(allowed, rule.offer(f, ctx.Facts, today))
		}
	}
	return allowed
}

func (r Rule) offer(f Feature, facts Facts, today Day) AllowedEvent {
	offer := AllowedEvent{
		Event:       r.Event,
		To:          r.target(f, facts),
		Needs:       []string{},
		Optional:    []string{},
		PhotoPhases: r.Photo,
		Primary:     slices.Contains(r.Primary, f.Status),
	}
	for _, need := range r.Needs {
		if need.isAsked(f, today) {
			offer.Needs = append(offer.Needs, need.Field)
		}
	}
	if len(r.Photo) > 0 {
		offer.Needs = append(offer.Needs, "photo:"+string(r.Photo[0]))
	}
	for _, field := range r.Optional {
		if !slices.Contains(offer.Needs, field) {
			offer.Optional = append(offer.Optional, field)
		}
	}
	return offer
}
