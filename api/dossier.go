package api

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"backstreet/geo"
	"backstreet/live"
	"backstreet/rectify"
)

// Dossier is all there is to know of one feature.
type Dossier struct {
	Row
	Geometry    geo.GeoJSON            `json:"geometry"`
	Attributes  map[string]any         `json:"attributes"`
	Cycle       int                    `json:"cycle"`
	ListedOn    *string                `json:"listed_on"`
	FirstDueOn  *string                `json:"first_due_on"`
	SubmittedOn *string                `json:"submitted_on"`
	VerifiedOn  *string                `json:"verified_on"`
	ReviewOn    *string                `json:"review_on"`
	Measure     Measure                `json:"measure"`
	Source      string                 `json:"source"`
	ImportID    *rectify.ImportID      `json:"import_id"`
	CreatedAt   time.Time              `json:"created_at"`
	UpdatedAt   time.Time              `json:"updated_at"`
	Area        *Place                 `json:"area"`
	Unit        *Named                 `json:"unit"`
	Allowed     []rectify.AllowedEvent `json:"allowed" doc:"The events that the caller may fire now"`
	Photos      []Photo                `json:"photos"`
	History     []Event                `json:"history" doc:"Newest first; the rest is under /events"`
}

// Measure is geodesic on WGS 84.
type Measure struct {
	LengthM *float64 `json:"length_m,omitempty"`
	AreaM2  *float64 `json:"area_m2,omitempty"`
}

// Place is an area with those above it.
type Place struct {
	ID   rectify.AreaID `json:"id"`
	Name string         `json:"name"`
	Path []PlaceStep    `json:"path"`
}

// PlaceStep is one area on the way down.
type PlaceStep struct {
	ID     rectify.AreaID    `json:"id"`
	Level  rectify.AreaLevel `json:"level"`
	Name   string            `json:"name"`
	NameEN string            `json:"name_en"`
}

// Event is an entry of the history.
type Event struct {
	ID         rectify.EventID           `json:"id"`
	Event      rectify.EventName         `json:"event"`
	From       *rectify.Status           `json:"from_status"`
	To         rectify.Status            `json:"to_status"`
	Actor      *Named                    `json:"actor"`
	Role       *rectify.Role             `json:"role"`
	Unit       *Named                    `json:"unit"`
	Cycle      int                       `json:"cycle"`
	At         time.Time                 `json:"at"`
	RecordedAt time.Time                 `json:"recorded_at"`
	Note       string                    `json:"note"`
	Position   *Position                 `json:"position"`
	Flags      []rectify.Flag            `json:"flags"`
	Changes    map[string]rectify.Change `json:"changes"`
	Photos     []string                  `json:"photos"`
}

// Position with its uncertainty.
type Position struct {
	Lon       float64 `json:"lon" minimum:"-180" maximum:"180"`
	Lat       float64 `json:"lat" minimum:"-90" maximum:"90"`
	AccuracyM float64 `json:"accuracy_m" minimum:"0"`
}

type featurePath struct {
	ID rectify.FeatureID `path:"id" minimum:"1"`
}

type dossierOutput struct {
	ETag string `header:"ETag"`
	Body Dossier
}

type draftInput struct {
	Key     string `header:"Idempotency-Key"`
	Device  string `header:"X-Device" maxLength:"100"`
	RawBody []byte
	Body    struct {
		OpID       string          `json:"op_id,omitempty"`
		UID        string          `json:"uid" format:"uuid"`
		Kind       rectify.KindKey `json:"kind"`
		Ref        string          `json:"ref,omitempty" maxLength:"100"`
		Name       string          `json:"name,omitempty" maxLength:"200"`
		Geometry   json.RawMessage `json:"geometry" doc:"GeoJSON geometry in EPSG:4326"`
		Attributes map[string]any  `json:"attributes,omitempty"`
		At         time.Time       `json:"at,omitempty"`
	}
}

type editInput struct {
	ID      rectify.FeatureID `path:"id" minimum:"1"`
	Key     string            `header:"Idempotency-Key"`
	Device  string            `header:"X-Device" maxLength:"100"`
	IfMatch string            `header:"If-Match" required:"true" doc:"The version that was seen"`
	RawBody []byte
	Body    struct {
		OpID       string            `json:"op_id,omitempty"`
		Note       string            `json:"note,omitempty" maxLength:"1000"`
		Name       *string           `json:"name,omitempty" maxLength:"200"`
		Ref        *string           `json:"ref,omitempty" maxLength:"100"`
		Geometry   json.RawMessage   `json:"geometry,omitempty"`
		Attributes map[string]any    `json:"attributes,omitempty" doc:"Merged; null removes"`
		UnitID     *rectify.UnitID   `json:"unit_id,omitempty"`
		AssigneeID *rectify.PersonID `json:"assignee_id,omitempty"`
	}
}

func (a *API) getFeature(ctx context.Context, in *featurePath) (*dossierOutput, error) {
	if err := a.Store.MarkOpened(ctx, actorOf(ctx), in.ID); err != nil {
		return nil, err
	}
	return a.dossier(ctx, in.ID)
}

func (a *API) createFeature(ctx context.Context, in *draftInput) (*dossierOutput, error) {
	op, err := opOf(firstOf(in.Body.OpID, in.Key), "create-feature", in.RawBody)
	if err != nil {
		return nil, err
	}
	geometry, err := drawn(in.Body.Geometry)
	if err != nil {
		return nil, err
	}
	created, _, err := a.Store.Create(ctx, actorOf(ctx), in.Device, op, rectify.Draft{
		OpID: op.ID, UID: in.Body.UID, Kind: in.Body.Kind, Ref: in.Body.Ref, Name: in.Body.Name,
		Geom: geometry, Attributes: in.Body.Attributes, At: in.Body.At,
	})
	if err != nil {
		return nil, err
	}
	a.inStep(ctx)
	return a.dossier(ctx, created.FeatureID)
}

func (a *API) editFeature(ctx context.Context, in *editInput) (*dossierOutput, error) {
	version, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(in.IfMatch, "W/"), `"`), 10, 64)
	if err != nil {
		return nil, &rectify.Invalid{Field: "If-Match", Rule: "if_match", Message: `give the version you saw, such as "3"`}
	}
	op, err := opOf(firstOf(in.Body.OpID, in.Key), "edit-feature "+strconv.FormatInt(int64(in.ID), 10)+in.IfMatch, in.RawBody)
	if err != nil {
		return nil, err
	}
	geometry, err := drawn(in.Body.Geometry)
	if err != nil {
		return nil, err
	}
	_, _, err = a.Store.Edit(ctx, actorOf(ctx), in.Device, op, in.ID, rectify.Edit{
		OpID: op.ID, BaseVersion: version, Note: in.Body.Note, Name: in.Body.Name, Ref: in.Body.Ref, Geom: geometry,
		Attributes: in.Body.Attributes, UnitID: in.Body.UnitID, AssigneeID: in.Body.AssigneeID,
	})
	if err != nil {
		return nil, ifMatchFailed(err)
	}
	a.inStep(ctx)
	return a.dossier(ctx, in.ID)
}

// drawn reads a geometry that a client sent; nothing is nil.
func drawn(raw json.RawMessage) (geo.Geometry, error) {
	if len(raw) == 0 {
		return nil, nil //nolint:nilnil // no geometry was sent, which is no error
	}
	var g geo.GeoJSON
	if err := json.Unmarshal(raw, &g); err != nil {
		return nil, &rectify.Invalid{Field: "geometry", Rule: "geometry", Message: "give a GeoJSON geometry in longitude, latitude"}
	}
	return g.Geometry, nil
}

// dossier gathers what is kept of a feature.
func (a *API) dossier(ctx context.Context, id rectify.FeatureID) (*dossierOutput, error) {
	feature, err := a.Store.Feature(ctx, id)
	if err != nil {
		return nil, err
	}
	allowed, err := a.Store.Allowed(ctx, actorOf(ctx), id)
	if err != nil {
		return nil, err
	}
	photos, err := a.Store.Photos(ctx, id)
	if err != nil {
		return nil, err
	}
	history, err := a.Store.Events(ctx, id, 0, 50)
	if err != nil {
		return nil, err
	}
	names, err := a.namesIn(ctx, history, photos)
	if err != nil {
		return nil, err
	}
	snapshot := a.Live.Snapshot()
	f := &live.Feature{Feature: feature, Bound: geo.BoundOf(feature.Geom)}
	if allowed == nil {
		allowed = []rectify.AllowedEvent{}
	}
	d := Dossier{
		Row: rowOut(f, snapshot.Today()), Geometry: geo.GeoJSON{Geometry: feature.Geom}, Attributes: feature.Attributes,
		Cycle: feature.Cycle, ListedOn: dayOrNull(feature.ListedOn), FirstDueOn: dayOrNull(feature.FirstDueOn),
		SubmittedOn: dayOrNull(feature.SubmittedOn), VerifiedOn: dayOrNull(feature.VerifiedOn),
		ReviewOn: dayOrNull(feature.ReviewOn), Measure: measureOf(feature), Source: feature.Source,
		ImportID: orNull(feature.ImportID), CreatedAt: feature.CreatedAt, UpdatedAt: feature.UpdatedAt,
		Area: placeOf(snapshot, feature.AreaID), Unit: a.unit(feature.UnitID), Allowed: allowed,
		Photos:  converted(photos, func(p rectify.Photo) Photo { return photoOut(p, names) }),
		History: a.eventsOut(history, photos, names),
	}
	return &dossierOutput{ETag: strconv.Quote(strconv.FormatInt(feature.Version, 10)), Body: d}, nil
}

// namesIn names the people in a history and its photos.
func (a *API) namesIn(
	ctx context.Context, history []rectify.Event, photos []rectify.Photo,
) (map[rectify.PersonID]string, error) {
	var ids []rectify.PersonID
	for _, event := range history {
		ids = append(ids, event.ActorID)
	}
	for _, photo := range photos {
		ids = append(ids, photo.ActorID)
	}
	slices.Sort(ids)
	return a.Store.Names(ctx, slices.Compact(ids))
}

func (a *API) eventsOut(history []rectify.Event, photos []rectify.Photo, names map[rectify.PersonID]string) []Event {
	return converted(history, func(e rectify.Event) Event {
		out := Event{
			ID: e.ID, Event: e.Event, From: orNull(e.From), To: e.To, Actor: personOut(e.ActorID, names),
			Role: orNull(e.Role), Unit: a.unit(e.UnitID), Cycle: e.Cycle, At: e.At, RecordedAt: e.RecordedAt,
			Note: e.Note, Flags: e.Flags, Changes: e.Changes, Photos: []string{},
		}
		if e.Position != nil {
			out.Position = &Position{e.Position.Point[0], e.Position.Point[1], e.Position.AccuracyM}
		}
		for _, photo := range photos {
			if photo.EventID == e.ID {
				out.Photos = append(out.Photos, photo.UID)
			}
		}
		return out
	})
}

func personOut(id rectify.PersonID, names map[rectify.PersonID]string) *Named {
	if id == 0 {
		return nil
	}
	return &Named{int64(id), names[id]}
}

func measureOf(f rectify.Feature) Measure {
	switch f.Geom.Dimensions() {
	case 1:
		return Measure{LengthM: &f.Measure}
	case 2:
		return Measure{AreaM2: &f.Measure}
	}
	return Measure{}
}

func placeOf(snapshot *live.Snapshot, id rectify.AreaID) *Place {
	area, ok := snapshot.Area(id)
	if !ok {
		return nil
	}
	place := &Place{ID: id, Name: area.Name, Path: []PlaceStep{}}
	for _, above := range area.Lineage {
		if step, ok := snapshot.Area(above); ok {
			place.Path = append(place.Path, PlaceStep{above, step.Level, step.Name, step.NameEN})
		}
	}
	return place
}
