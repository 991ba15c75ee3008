package demo

import (
	"fmt"
	"time"

	"backstreet/geo"
	"backstreet/rectify"
)

// tale is one feature on its way through its history. After an error, and once AsOf is reached, it takes no more steps.
type tale struct {
	c      *chronicle
	b      *batch
	course course
	place  int // in the batch
	id     rectify.FeatureID
	made   uint64 // uids so far
	f      rectify.Feature
	facts  rectify.Facts
	day    rectify.Day // the day of the last step
	over   bool
	err    error
}

// begin enters the feature on the campaign's first day, as a file would.
func (c *chronicle) begin(b *batch, place int, thing thing, course course) *tale {
	t := &tale{
		c: c, b: b, course: course, place: place, id: b.features + rectify.FeatureID(place), day: c.district.Campaign.StartsOn,
	}
	at := t.clock()
	f, event, err := rectify.CreateFromFile(rectify.Draft{
		OpID: t.uid(at), UID: t.uid(at), Kind: thing.kind, Ref: thing.ref, Name: thing.name, Geom: thing.geom,
		Attributes: thing.attributes, Source: "demo", Status: course.enters,
	}, t.context(planner, at))
	if err != nil {
		t.err = fmt.Errorf("%s: %w", thing.ref, err)
		return t
	}
	f.ID, f.AreaID, f.Version, f.CreatedAt, f.UpdatedAt = t.id, b.area(), 1, at, at
	f.Measure = geo.LengthMetres(f.Geom) + geo.AreaM2(f.Geom)
	f.Quantity = rules[thing.kind].Quantity(f.Measure, thing.attributes)
	t.f = f
	t.record(event)
	return t
}

// rules are those of the shipped kinds.
var rules = map[rectify.KindKey]rectify.QuantityRule{
	rectify.KindCompound: rectify.QuantityEach, rectify.KindBackStreet: rectify.QuantityEach,
	rectify.KindPaintedWall: rectify.QuantityPaintedArea, rectify.KindBerth: rectify.QuantityCapacity,
}

// clock is some working hour of the day; along a row it goes on by the minute.
func (t *tale) clock() time.Time {
	const hours = 9 * 3600
	second := (int64(t.b.number)*7919 + int64(t.day)*104729) % hours
	return t.day.Time().Add(8*time.Hour + time.Duration(second)*time.Second + time.Duration(t.place)*time.Minute)
}

func (t *tale) context(who int, at time.Time) rectify.Context {
	actor := t.c.staff.people[who]
	return rectify.Context{
		Actor: actor, Now: at, DeviceID: device(actor), AreaPath: t.b.path,
		Campaigns: []rectify.Campaign{t.c.district.Campaign}, Facts: t.facts,
	}
}

// device is the phone of somebody who works outside.
func device(who rectify.Person) string {
	if who.Has(rectify.RolePlanner) {
		return ""
	}
	return "phone-" + who.Username
}

// step fires an event on a day, or on that of the last step if it is later, with a photo of the phase if one is given.
// Nothing happens on AsOf itself: the day may just have begun. It reports whether the event was fired.
func (t *tale) step(on rectify.Day, who int, cmd rectify.Command, phase rectify.Phase) bool {
	on = max(on, t.day)
	if t.over = t.over || on >= t.c.options.AsOf; t.over || t.err != nil {
		return false
	}
	t.day = on
	at := t.clock()
	if at.Before(t.f.UpdatedAt) {
		at = t.f.UpdatedAt.Add(20 * time.Minute)
	}
	cmd.OpID, cmd.BaseVersion, cmd.At = t.uid(at), t.f.Version, at
	var photo rectify.Photo
	if phase != "" {
		photo = t.shoot(who, phase, at)
		cmd.Position = photo.Position
		cmd.Photos = []rectify.PhotoClaim{{UID: photo.UID, SHA256: photo.SHA256, Bytes: photo.Bytes, Phase: phase}}
		if cmd.Event == rectify.EventSubmit && t.course.lost {
			cmd.Position, photo.Position = nil, nil
		}
	}
	after, event, err := rectify.Apply(t.f, cmd, t.context(who, at))
	if err != nil {
		t.err = fmt.Errorf("%s on %s: %w", t.f.Ref, on, err)
		return false
	}
	after.Version, after.UpdatedAt = t.f.Version+1, at
	t.f = after
	id := t.record(event)
	if phase != "" {
		photo.EventID, photo.Cycle = id, after.Cycle
		t.c.district.Photos = append(t.c.district.Photos, photo)
	}
	return true
}

// record appends the entry under an id of its own until all are ordered by time.
func (t *tale) record(event rectify.Event) rectify.EventID {
	d := t.c.district
	t.facts = t.facts.After(event)
	event.FeatureID, event.ID = t.f.ID, rectify.EventID(len(d.Events)+1)
	d.Events = append(d.Events, event)
	return event.ID
}

// shoot takes a photo at the feature: as it was before the work, or put right.
func (t *tale) shoot(who int, phase rectify.Phase, at time.Time) rectify.Photo {
	done := phase == rectify.PhaseAfter || phase == rectify.PhaseCheck && t.f.Status != rectify.Submitted
	uid := t.uid(at)
	picture := t.c.district.album.take(t.b, done)
	actor := t.c.staff.people[who]
	return rectify.Photo{
		UID: uid, FeatureID: t.f.ID, Phase: phase, State: rectify.PhotoStored,
		SHA256: picture.sha256, Bytes: int64(len(picture.jpeg)), ContentType: "image/jpeg",
		Position: &rectify.Position{Point: geo.RepresentativePoint(t.f.Geom), AccuracyM: 8},
		TakenAt:  at, StoredAt: at.Add(time.Minute), ActorID: actor.ID, DeviceID: device(actor),
	}
}
