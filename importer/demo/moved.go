package demo

import (
	"fmt"
	"maps"

	"backstreet/geo"
	"backstreet/rectify"
)

// What a copy of each noun differs in. Nothing of the original is changed, and nothing that changes is shared.

func (m mover) area(a rectify.Area) rectify.Area {
	a.ID, a.ParentID = m.areaID(a.ID), m.areaID(a.ParentID)
	if len(a.Code) > 6 {
		a.Code = fmt.Sprintf("9%05d%s", m.n+1, a.Code[6:]) // no real place has such a code
	}
	a.Name = m.name(a.Name)
	if a.NameEN != "" {
		a.NameEN = fmt.Sprintf("%s %d", a.NameEN, m.n+1)
	}
	a.Geom = m.geom(a.Geom).(geo.MultiPolygon)
	return a
}

func (m mover) geom(g geo.Geometry) geo.Geometry { return geo.Transform(g, m.point) }

func (m mover) unit(u rectify.Unit) rectify.Unit {
	return rectify.Unit{ID: m.unitID(u.ID), Name: m.name(u.Name)}
}

func (m mover) person(p rectify.Person) rectify.Person {
	p.ID, p.UnitID, p.AreaIDs = m.personID(p.ID), m.unitID(p.UnitID), mapped(p.AreaIDs, m.areaID)
	p.Username = m.username(p.Username)
	return p
}

func (m mover) username(of string) string { return fmt.Sprintf("%s-d%d", of, m.n+1) }

func (m mover) backdrop(b rectify.Backdrop) rectify.Backdrop {
	b.ID, b.Geom = moved(b.ID, m.n, len(m.d.Backdrops)), m.geom(b.Geom)
	return b
}

func (m mover) feature(f rectify.Feature) rectify.Feature {
	f.ID, f.UID, f.Ref, f.Name = m.featureID(f.ID), m.uid(f.UID), m.ref(f.Ref), m.name(f.Name)
	f.AreaID, f.UnitID, f.Geom = m.areaID(f.AreaID), m.unitID(f.UnitID), m.geom(f.Geom)
	return f
}

func (m mover) featureID(id rectify.FeatureID) rectify.FeatureID {
	return moved(id, m.n, len(m.d.Features))
}

func (m mover) event(e rectify.Event) rectify.Event {
	e.ID, e.FeatureID, e.OpID = moved(e.ID, m.n, len(m.d.Events)), m.featureID(e.FeatureID), m.uid(e.OpID)
	e.ActorID, e.UnitID = m.personID(e.ActorID), m.unitID(e.UnitID)
	e.Position, e.DeviceID = m.position(e.Position), m.device(e.DeviceID)
	e.Changes = m.changes(e.Changes)
	return e
}

func (m mover) position(p *rectify.Position) *rectify.Position {
	if p == nil {
		return nil
	}
	return &rectify.Position{Point: m.point(p.Point), AccuracyM: p.AccuracyM}
}

// device is the phone of the copied person.
func (m mover) device(id string) string {
	if id == "" {
		return ""
	}
	return m.username(id)
}

// changes carries the values that name or place something.
func (m mover) changes(of map[string]rectify.Change) map[string]rectify.Change {
	out := maps.Clone(of)
	for field, change := range out {
		for i, value := range change {
			change[i] = m.value(field, value)
		}
		out[field] = change
	}
	return out
}

func (m mover) value(field string, value any) any {
	switch field {
	case "geom":
		if geom, there := value.(geo.Geometry); there {
			return m.geom(geom)
		}
	case "unit_id":
		if id, there := value.(int64); there {
			return int64(m.unitID(rectify.UnitID(id)))
		}
	case "ref":
		if ref, there := value.(string); there {
			return m.ref(ref)
		}
	case "name":
		if name, there := value.(string); there {
			return m.name(name)
		}
	}
	return value
}

func (m mover) photo(p rectify.Photo) rectify.Photo {
	p.ID, p.UID, p.FeatureID = moved(p.ID, m.n, len(m.d.Photos)), m.uid(p.UID), m.featureID(p.FeatureID)
	p.EventID, p.ActorID = moved(p.EventID, m.n, len(m.d.Events)), m.personID(p.ActorID)
	p.Position, p.DeviceID = m.position(p.Position), m.device(p.DeviceID)
	return p
}
