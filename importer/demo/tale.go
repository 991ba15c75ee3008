package demo

import (
	"fmt"
	"time"

	"backstreet/geo"
	"backstreet/rectify"
)

// tale is one feature on its way through its history. After an error it takes no more steps.
type tale struct {
	c     *chronicle
	f     rectify.Feature
	facts rectify.Facts
	path  []rectify.AreaID
	day   rectify.Day // the day of the last step
	err   error
}

// begin enters the feature on the campaign's first day, as a file would.
func (c *chronicle) begin(t thing) *tale {
	d := c.district
	area, path := c.place(t.geom)
	tell := &tale{c: c, path: path, day: d.Campaign.StartsOn}
	at := tell.clock()
	f, event, err := rectify.CreateFromFile(rectify.Draft{
		OpID: c.uid(at), UID: c.uid(at), Kind: t.kind, Ref: t.ref, Name: t.name, Geom: t.geom,
		Attributes: t.attributes, Source: "demo",
	}, tell.context(planner, at))
	if err != nil {
		tell.err = fmt.Errorf("%s: %w", t.ref, err)
		return tell
	}
	f.ID = rectify.FeatureID(len(d.Features) + 1)
	f.AreaID, f.Version, f.CreatedAt, f.UpdatedAt = area, 1, at, at
	f.Measure = geo.LengthMetres(f.Geom) + geo.AreaM2(f.Geom)
	f.Quantity = quantity(t, f.Measure)
	tell.f = f
	tell.record(event)
	return tell
}

// quantity follows the shipped kinds' rules.
func quantity(t thing, measure float64) *float64 {
	counted := 1.0
	if t.kind == rectify.KindPaintedWall {
		counted = max(0, measure*t.attributes["height_m"].(float64)-t.attributes["openings_m2"].(float64))
	}
	return &counted
}

// clock is some working hour of the day.
func (t *tale) clock() time.Time {
	return t.day.Time().Add(8*time.Hour + time.Duration(t.c.random.IntN(9*3600))*time.Second)
}

func (t *tale) context(who int, at time.Time) rectify.Context {
	d := t.c.district
	device := ""
	if who >= field {
		device = "phone-" + d.People[who].Username
	}
	return rectify.Context{
		Actor: d.People[who], Now: at, DeviceID: device, AreaPath: t.path,
		Campaigns: []rectify.Campaign{d.Campaign}, Facts: t.facts,
	}
}

// step fires an event some days after the last one, with a photo of the phase if one is given. Nothing happens
// on AsOf itself: the day may just have begun.
func (t *tale) step(days int, who int, cmd rectify.Command, phase rectify.Phase) {
	if t.err != nil {
		return
	}
	t.day += rectify.Day(days)
	if last := t.c.options.AsOf - 1; t.day > last {
		t.err = fmt.Errorf("%s %s: it would happen on %s, after %s", cmd.Event, t.f.Ref, t.day, last)
		return
	}
	at := t.clock()
	if at.Before(t.f.UpdatedAt) {
		at = t.f.UpdatedAt.Add(20 * time.Minute)
	}
	cmd.OpID, cmd.BaseVersion, cmd.At = t.c.uid(at), t.f.Version, at
	var photo rectify.Photo
	if phase != "" {
		photo = t.shoot(who, phase, at)
		cmd.Position = photo.Position
		cmd.Photos = []rectify.PhotoClaim{{UID: photo.UID, SHA256: photo.SHA256, Bytes: photo.Bytes, Phase: phase}}
	}
	after, event, err := rectify.Apply(t.f, cmd, t.context(who, at))
	if err != nil {
		t.err = fmt.Errorf("%s: %w", t.f.Ref, err)
		return
	}
	after.Version, after.UpdatedAt = t.f.Version+1, at
	t.f = after
	id := t.record(event)
	if phase != "" {
		photo.EventID, photo.Cycle = id, after.Cycle
		t.c.district.Photos = append(t.c.district.Photos, photo)
	}
}

// record appends the entry under an id of its own until all are ordered by time.
func (t *tale) record(event rectify.Event) rectify.EventID {
	d := t.c.district
	t.facts = t.facts.After(event)
	event.FeatureID, event.ID = t.f.ID, rectify.EventID(len(d.Events)+1)
	d.Events = append(d.Events, event)
	return event.ID
}

// shoot takes a photo at the feature: grey before the work, painted after.
func (t *tale) shoot(who int, phase rectify.Phase, at time.Time) rectify.Photo {
	painted := phase == rectify.PhaseAfter || phase == rectify.PhaseCheck && t.f.Status != rectify.Listed
	uid := t.c.uid(at)
	picture := t.c.district.album.take(uid, int(t.f.ID), painted)
	return rectify.Photo{
		UID: uid, FeatureID: t.f.ID, Phase: phase, State: rectify.PhotoStored,
		SHA256: picture.sha256, Bytes: int64(len(picture.jpeg)), ContentType: "image/jpeg",
		Position: &rectify.Position{Point: geo.RepresentativePoint(t.f.Geom), AccuracyM: 8},
		TakenAt:  at, StoredAt: at.Add(time.Minute), ActorID: t.c.district.People[who].ID,
		DeviceID: "phone-" + t.c.district.People[who].Username,
	}
}
