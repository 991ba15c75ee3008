package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/geo"
	"backstreet/rectify"
)

// Create enters a feature that a person drew, with its first event.
func (s *Store) Create(
	ctx context.Context, actor rectify.Person, device string, op Op, draft rectify.Draft,
) (created Fired, replay bool, err error) {
	draft.OpID = op.ID
	return once(ctx, s, actor, op, func(tx pgx.Tx) (Fired, error) {
		if err := checkGeometry(draft.Geom); err != nil {
			return Fired{}, err
		}
		kind, err := kindByKey(ctx, tx, draft.Kind)
		if err != nil {
			return Fired{}, err
		}
		draft.Attributes = attributes(draft.Attributes)
		if err := validateAttributes(kind, draft.Attributes); err != nil {
			return Fired{}, err
		}
		judging := rectify.Context{Actor: actor, Now: s.now(), DeviceID: device}
		if judging.AreaPath, err = areaPathAt(ctx, tx, draft.Geom); err != nil {
			return Fired{}, err
		}
		feature, event, err := rectify.Create(draft, judging)
		if err != nil {
			return Fired{}, err
		}
		if feature, err = insertFeature(ctx, tx, feature); err != nil {
			return Fired{}, err
		}
		event.FeatureID = feature.ID
		eventID, err := appendEvent(ctx, tx, event)
		return Fired{FeatureID: feature.ID, EventID: eventID, Version: feature.Version}, err
	})
}

// Edit changes what a feature is, never its status. An edit that changes nothing writes nothing.
func (s *Store) Edit(
	ctx context.Context, actor rectify.Person, device string, op Op, id rectify.FeatureID, edit rectify.Edit,
) (edited Fired, replay bool, err error) {
	edit.OpID = op.ID
	return once(ctx, s, actor, op, func(tx pgx.Tx) (Fired, error) {
		before, err := lockFeature(ctx, tx, id)
		if err != nil {
			return Fired{}, err
		}
		if edit.Geom != nil {
			if err := checkGeometry(edit.Geom); err != nil {
				return Fired{}, err
			}
		}
		judging, err := s.judging(ctx, tx, actor, device, before)
		if err != nil {
			return Fired{}, err
		}
		if edit.Geom != nil {
			if judging.NewPath, err = areaPathAt(ctx, tx, edit.Geom); err != nil {
				return Fired{}, err
			}
		}
		after, event, err := rectify.ApplyEdit(before, edit, judging)
		if errors.Is(err, rectify.ErrUnchanged) {
			return Fired{FeatureID: id, Version: before.Version}, nil
		}
		if err != nil {
			return Fired{}, err
		}
		if edit.Attributes != nil {
			kind, err := kindByKey(ctx, tx, after.Kind)
			if err != nil {
				return Fired{}, err
			}
			if err := validateAttributes(kind, after.Attributes); err != nil {
				return Fired{}, err
			}
		}
		return record(ctx, tx, after, event, nil)
	})
}

// checkGeometry turns a fault of a drawn geometry into an answer for who drew it.
func checkGeometry(g geo.Geometry) error {
	err := geo.Validate(g)
	var fault *geo.Fault
	if errors.As(err, &fault) {
		invalid := &rectify.Invalid{Field: "geometry", Rule: string(fault.Code), Message: fault.Error()}
		if fault.At != (geo.Point{}) {
			invalid.At = &fault.At
		}
		return invalid
	}
	return err
}

func kindByKey(ctx context.Context, tx pgx.Tx, key rectify.KindKey) (rectify.Kind, error) {
	all, err := kinds(ctx, tx)
	if err != nil {
		return rectify.Kind{}, err
	}
	for _, kind := range all {
		if kind.Key == key {
			return kind, nil
		}
	}
	return rectify.Kind{}, &rectify.Invalid{
		Field: "kind", Rule: "unknown_kind",
		Message: fmt.Sprintf("there is no kind %q; see /api/v1/kinds", key),
	}
}

// areaPathAt is areaPath for a geometry that is not stored yet.
func areaPathAt(ctx context.Context, tx pgx.Tx, g geo.Geometry) ([]rectify.AreaID, error) {
	var id rectify.AreaID
	err := tx.QueryRow(ctx, `SELECT coalesce(area_of($1::geometry), 0)`, g).Scan(&id)
	if err != nil {
		return nil, fmt.Errorf("area of a geometry: %w", translate(err))
	}
	return areaPath(ctx, tx, id)
}
