package rectify

import (
	"fmt"
	"reflect"
	"strings"
)

// entry begins the history's row for a step from one state of a feature to another.
func (c Context) entry(before, after Feature, name EventName) Event {
	return Event{
		FeatureID:  before.ID,
		Event:      name,
		From:       before.Status,
		To:         after.Status,
		ActorID:    c.Actor.ID,
		UnitID:     c.Actor.UnitID,
		DeviceID:   c.DeviceID,
		Cycle:      after.Cycle,
		At:         c.Now,
		RecordedAt: c.Now,
		Changes:    changesBetween(before, after),
	}
}

// changesBetween lists the columns that differ, as values that JSON carries: nothing for none, days
// as text, attributes one by one as "attributes.height_m". Geometries stay geo.Geometry; the store
// writes them as GeoJSON. The status is not among them: an event has From and To.
func changesBetween(before, after Feature) map[string]Change {
	changes := map[string]Change{}
	old, present := columns(before), columns(after)
	for name, value := range present {
		if !reflect.DeepEqual(old[name], value) {
			changes[name] = Change{old[name], value}
		}
	}
	for name, value := range old {
		if _, kept := present[name]; !kept {
			changes[name] = Change{value, nil}
		}
	}
	return changes
}

// columns holds the columns that events change.
func columns(f Feature) map[string]any {
	values := map[string]any{
		"ref":              orNil(f.Ref),
		"name":             f.Name,
		"geom":             f.Geom,
		"unit_id":          orNil(int64(f.UnitID)),
		"assignee_id":      orNil(int64(f.AssigneeID)),
		"cycle":            int64(f.Cycle),
		"listed_on":        orNil(f.ListedOn.String()),
		"planned_on":       orNil(f.PlannedOn.String()),
		"due_on":           orNil(f.DueOn.String()),
		"first_due_on":     orNil(f.FirstDueOn.String()),
		"submitted_on":     orNil(f.SubmittedOn.String()),
		"verified_on":      orNil(f.VerifiedOn.String()),
		"review_on":        orNil(f.ReviewOn.String()),
		"quantity_planned": pointed(f.QuantityPlanned),
		"quantity_done":    pointed(f.QuantityDone),
		"reworks":          int64(f.Reworks),
	}
	for name, value := range f.Attributes {
		values["attributes."+name] = value
	}
	return values
}

// orNil turns the zero value, which means none, into nothing.
func orNil[T comparable](value T) any {
	var none T
	if value == none {
		return nil
	}
	return value
}

func pointed(number *float64) any {
	if number == nil {
		return nil
	}
	return *number
}

// joined writes words as "a, b or c" for a message.
func joined[T ~string](words []T) string {
	if len(words) == 1 {
		return string(words[0])
	}
	texts := make([]string, len(words))
	for i, word := range words {
		texts[i] = string(word)
	}
	last := len(texts) - 1
	return fmt.Sprintf("%s or %s", strings.Join(texts[:last], ", "), texts[last])
}
