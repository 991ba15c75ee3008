package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"backstreet/geo"
	"backstreet/rectify"
)

type transitionInput struct {
	ID      rectify.FeatureID `path:"id" minimum:"1"`
	Key     string            `header:"Idempotency-Key"`
	Device  string            `header:"X-Device" maxLength:"100"`
	RawBody []byte
	Body    struct {
		OpID            string            `json:"op_id,omitempty" doc:"UUID made before sending; sent again it changes nothing"`
		Event           rectify.EventName `json:"event"`
		BaseVersion     int64             `json:"base_version" minimum:"1"`
		At              time.Time         `json:"at,omitempty" doc:"When it happened, by the client's clock"`
		SentAt          time.Time         `json:"sent_at,omitempty"`
		Note            string            `json:"note,omitempty" maxLength:"1000"`
		Reason          rectify.Reason    `json:"reason,omitempty"`
		UnitID          rectify.UnitID    `json:"unit_id,omitempty"`
		DueOn           string            `json:"due_on,omitempty" format:"date"`
		ReviewOn        string            `json:"review_on,omitempty" format:"date"`
		QuantityPlanned *float64          `json:"quantity_planned,omitempty"`
		QuantityDone    *float64          `json:"quantity_done,omitempty"`
		Position        *Position         `json:"position,omitempty"`
		Photos          []PhotoClaim      `json:"photos,omitempty" maxItems:"20"`
	}
}

// PhotoClaim announces a photo; its bytes follow by PUT.
type PhotoClaim struct {
	UID    string        `json:"uid" format:"uuid"`
	SHA256 string        `json:"sha256" pattern:"^[0-9a-f]{64}$"`
	Bytes  int64         `json:"bytes" minimum:"1"`
	Phase  rectify.Phase `json:"phase"`
}

type transitionOutput struct {
	ETag string `header:"ETag"`
	Body struct {
		Feature Dossier `json:"feature"`
		Event   Event   `json:"event"`
		Replay  bool    `json:"replay" doc:"It had been sent before; nothing changed now"`
	}
}

type eventQuery struct {
	ID     rectify.FeatureID `path:"id" minimum:"1"`
	Cursor rectify.EventID   `query:"cursor"`
	Limit  int               `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (a *API) transitionRoutes() {
	const path = "/api/v1/features/{id}/events"
	register(a, operation("list-events", http.MethodGet, path, "History of a feature", rectify.FeatureRead, scopeNone), a.listEvents)
	register(a, operation("fire-event", http.MethodPost, path, "Fire an event", rectify.FeatureTransition, scopeFeature), a.fire)
}

func (a *API) listEvents(ctx context.Context, in *eventQuery) (*list[Event], error) {
	history, err := a.Store.Events(ctx, in.ID, in.Cursor, in.Limit)
	if err != nil {
		return nil, err
	}
	if len(history) == 0 { // past the end, or of no feature at all
		if _, err := a.Store.Feature(ctx, in.ID); err != nil {
			return nil, err
		}
	}
	photos, err := a.Store.Photos(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	names, err := a.namesIn(ctx, history, photos)
	if err != nil {
		return nil, err
	}
	out := listOf(a.eventsOut(history, photos, names))
	if len(history) == in.Limit {
		out.Body.Next = strconv.FormatInt(int64(history[len(history)-1].ID), 10)
	}
	return out, nil
}

func (a *API) fire(ctx context.Context, in *transitionInput) (*transitionOutput, error) {
	op, err := opOf(firstOf(in.Body.OpID, in.Key), fmt.Sprintf("fire-event %d", in.ID), in.RawBody)
	if err != nil {
		return nil, err
	}
	command, err := in.command(op.ID)
	if err != nil {
		return nil, err
	}
	fired, replay, err := a.Store.Fire(ctx, actorOf(ctx), in.Device, op, in.ID, command)
	if err != nil {
		return nil, err
	}
	a.inStep(ctx)
	dossier, err := a.dossier(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &transitionOutput{ETag: dossier.ETag}
	out.Body.Feature, out.Body.Replay = dossier.Body, replay
	out.Body.Event, err = a.event(ctx, in.ID, fired.EventID)
	return out, err
}

// event is one entry of a history, however long ago it was.
func (a *API) event(ctx context.Context, feature rectify.FeatureID, id rectify.EventID) (Event, error) {
	event, err := a.Store.Event(ctx, feature, id)
	if err != nil {
		return Event{}, err
	}
	photos, err := a.Store.Photos(ctx, feature)
	if err != nil {
		return Event{}, err
	}
	entry := []rectify.Event{event}
	names, err := a.namesIn(ctx, entry, nil)
	if err != nil {
		return Event{}, err
	}
	return a.eventsOut(entry, photos, names)[0], nil
}

func (in *transitionInput) command(opID string) (rectify.Command, error) {
	b := in.Body
	command := rectify.Command{
		Event: b.Event, OpID: opID, BaseVersion: b.BaseVersion, At: b.At, SentAt: b.SentAt, Note: b.Note, Reason: b.Reason,
		UnitID: b.UnitID, QuantityPlanned: b.QuantityPlanned, QuantityDone: b.QuantityDone,
		Photos: converted(b.Photos, func(p PhotoClaim) rectify.PhotoClaim { return rectify.PhotoClaim(p) }),
	}
	var err error
	if command.DueOn, err = rectify.ParseDay(b.DueOn); err != nil {
		return command, err
	}
	if command.ReviewOn, err = rectify.ParseDay(b.ReviewOn); err != nil {
		return command, err
	}
	if b.Position != nil {
		command.Position = &rectify.Position{
			Point: geo.Point{b.Position.Lon, b.Position.Lat}, AccuracyM: b.Position.AccuracyM,
		}
	}
	return command, nil
}

// ifMatchFailed answers a stale If-Match with 412, as HTTP has it; in an event's body it is a 409.
func ifMatchFailed(err error) error {
	var refusal *rectify.Refusal
	if errors.As(err, &refusal) && refusal.Code == rectify.CodeStaleVersion {
		return problem(http.StatusPreconditionFailed, string(refusal.Code), refusal.Message)
	}
	return err
}
