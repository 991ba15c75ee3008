package rectify

import (
	"slices"
	"strings"

	"backstreet/geo"
)

// Filter says which features are meant. Every condition that is set must hold; the zero Filter means
// all features that are not void. The same Filter gives the same number in lists, counts, progress and
// exports, because all of them ask Match.
type Filter struct {
	Kinds        []KindKey      `json:"kinds,omitempty"`
	Statuses     []Status       `json:"statuses,omitempty"` // void features are meant only when Void is named here
	AreaID       AreaID         `json:"area,omitempty"`     // with all areas below it
	UnitIDs      []UnitID       `json:"units,omitempty"`
	AssigneeID   PersonID       `json:"assignee,omitempty"`
	Lights       []Colour       `json:"lights,omitempty"`
	Overdue      bool           `json:"overdue,omitempty"`
	DueUntil     Day            `json:"due_until,omitzero"` // still to be done, not overdue, and due on this day or before
	Owed         bool           `json:"owed,omitempty"`     // photos are announced and not stored
	Bound        *geo.Bound     `json:"bound,omitempty"`    // the feature's own bound meets it
	Near         *geo.Point     `json:"near,omitempty"`     // rows tell their distance from here
	RadiusMetres float64        `json:"radius,omitempty"`   // with Near: not farther than this; 0 is any distance
	Text         string         `json:"text,omitempty"`     // part of the name or the ref, in any case
	IDs          []FeatureID    `json:"ids,omitempty"`      // nil is any; an empty list lets nothing through
	Attributes   map[string]any `json:"attributes,omitempty"`
}

// Match reports whether the filter means a feature, whose bound is given. areas are those that the
// feature is counted in: the deepest one and all above it.
func (f Filter) Match(feature Feature, bound geo.Bound, areas []AreaID, today Day) bool {
	return f.matchRow(feature) && f.matchDay(feature, today) && f.matchPlace(feature, bound, areas) && f.matchText(feature) &&
		(len(f.Attributes) == 0 || hasAttributes(feature, f.Attributes))
}

// Within is where all that the filter means must lie, if it says so.
func (f Filter) Within() (bound geo.Bound, bounded bool) {
	switch {
	case f.Bound != nil:
		return *f.Bound, true
	case f.Near != nil && f.RadiusMetres > 0:
		return geo.PadBound(geo.BoundOf(*f.Near), f.RadiusMetres), true
	}
	return geo.Bound{}, false
}

func (f Filter) matchRow(feature Feature) bool {
	if len(f.Statuses) == 0 && feature.Status == Void {
		return false
	}
	return (f.IDs == nil || slices.Contains(f.IDs, feature.ID)) &&
		(len(f.Kinds) == 0 || slices.Contains(f.Kinds, feature.Kind)) &&
		(len(f.Statuses) == 0 || slices.Contains(f.Statuses, feature.Status)) &&
		(len(f.UnitIDs) == 0 || slices.Contains(f.UnitIDs, feature.UnitID)) &&
		(f.AssigneeID == 0 || feature.AssigneeID == f.AssigneeID) &&
		(!f.Owed || feature.PhotosOwed > 0)
}

func (f Filter) matchDay(feature Feature, today Day) bool {
	return (!f.Overdue || feature.Overdue(today)) &&
		(f.DueUntil == 0 || feature.DueBy(today, f.DueUntil)) &&
		(len(f.Lights) == 0 || slices.Contains(f.Lights, LightOf(feature, today).Colour))
}

func (f Filter) matchPlace(feature Feature, bound geo.Bound, areas []AreaID) bool {
	return (f.AreaID == 0 || slices.Contains(areas, f.AreaID)) &&
		(f.Bound == nil || f.Bound.Intersects(bound)) &&
		(f.Near == nil || f.RadiusMetres <= 0 || geo.DistanceToMetres(*f.Near, feature.Geom) <= f.RadiusMetres)
}

func (f Filter) matchText(feature Feature) bool {
	text := strings.ToLower(strings.TrimSpace(f.Text))
	return text == "" || strings.Contains(strings.ToLower(feature.Name), text) || strings.Contains(strings.ToLower(feature.Ref), text)
}
