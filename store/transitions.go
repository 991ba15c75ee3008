package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// Fired is what a transition came to.
type Fired struct {
	FeatureID rectify.FeatureID
	EventID   rectify.EventID
	Version   int64 // of the feature after the event
}

// Fire applies one command to a feature: the row, its history, the photos it announces and the
// answer under the op's id, all in one transaction. A rule's no is a *rectify.Refusal.
func (s *Store) Fire(
	ctx context.Context, actor rectify.Person, device string, op Op, id rectify.FeatureID, command rectify.Command,
) (fired Fired, replay bool, err error) {
	command.OpID = op.ID
	return once(ctx, s, actor, op, func(tx pgx.Tx) (Fired, error) {
		before, err := lockFeature(ctx, tx, id)
		if err != nil {
			return Fired{}, err
		}
		judging, err := s.judging(ctx, tx, actor, device, before)
		if err != nil {
			return Fired{}, err
		}
		after, event, err := rectify.Apply(before, command, judging)
		if err != nil {
			return Fired{}, fmt.Errorf("%s feature %d: %w", command.Event, id, err)
		}
		return record(ctx, tx, after, event, command.Photos)
	})
}

// Allowed tells what the actor may do with a feature now.
func (s *Store) Allowed(
	ctx context.Context, actor rectify.Person, id rectify.FeatureID,
) (allowed []rectify.AllowedEvent, err error) {
	err = s.inSnapshot(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT `+featureColumns+` FROM feature f WHERE f.id = $1`, id)
		feature, err := pgx.CollectExactlyOneRow(rows, scanFeature)
		if err != nil {
			return fmt.Errorf("feature %d: %w", id, translate(err))
		}
		judging, err := s.judging(ctx, tx, actor, "", feature)
		if err != nil {
			return err
		}
		allowed = rectify.Allowed(feature, judging)
		return nil
	})
	return allowed, err
}

// judging gathers what the rules have to know besides the feature.
func (s *Store) judging(
	ctx context.Context, tx pgx.Tx, actor rectify.Person, device string, feature rectify.Feature,
) (rectify.Context, error) {
	judging := rectify.Context{Actor: actor, Now: s.now(), DeviceID: device}
	var err error
	if judging.AreaPath, err = areaPath(ctx, tx, feature.AreaID); err != nil {
		return judging, err
	}
	if judging.Campaigns, err = campaigns(ctx, tx); err != nil {
		return judging, err
	}
	past, err := history(ctx, tx, feature.ID)
	if err != nil {
		return judging, err
	}
	judging.Facts = rectify.FactsOf(past)
	if feature.Status == rectify.Submitted {
		judging.Facts.Opened, err = opened(ctx, tx, feature.ID)
	}
	return judging, err
}

// record writes what a rule decided: the feature, the event, the photos it announces.
func record(
	ctx context.Context, tx pgx.Tx, after rectify.Feature, event rectify.Event, claims []rectify.PhotoClaim,
) (Fired, error) {
	eventID, err := appendEvent(ctx, tx, event)
	if err != nil {
		return Fired{}, err
	}
	event.ID = eventID
	if err := expectPhotos(ctx, tx, event, claims); err != nil {
		return Fired{}, err
	}
	written, err := writeFeature(ctx, tx, after)
	if err != nil {
		return Fired{}, err
	}
	return Fired{FeatureID: after.ID, EventID: eventID, Version: written.Version}, nil
}

// MarkOpened notes that a verifier who may judge the present submission looked at it; from then on it
// cannot be withdrawn. Who submitted it, or is of the same unit, may not judge. On a feature that is
// not submitted it does nothing.
func (s *Store) MarkOpened(ctx context.Context, actor rectify.Person, id rectify.FeatureID) error {
	if !actor.Has(rectify.RoleVerifier) {
		return nil
	}
	_, err := s.pool.Exec(ctx, `
		INSERT INTO opened (feature_id, person_id, event_id)
		SELECT f.id, $2, e.id FROM feature f
		JOIN LATERAL (SELECT id, actor_id, unit_id FROM event WHERE feature_id = f.id AND event = 'submit'
			ORDER BY id DESC LIMIT 1) e ON true
		WHERE f.id = $1 AND f.status = 'submitted' AND e.actor_id IS DISTINCT FROM $2
			AND ($3::bigint = 0 OR e.unit_id IS DISTINCT FROM $3)
		ON CONFLICT DO NOTHING`, id, actor.ID, actor.UnitID)
	if err != nil {
		return fmt.Errorf("mark feature %d opened: %w", id, translate(err))
	}
	return nil
}

// opened reports whether a verifier has looked at the newest submission.
func opened(ctx context.Context, tx pgx.Tx, id rectify.FeatureID) (opened bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM opened o WHERE o.event_id =
			(SELECT max(id) FROM event WHERE feature_id = $1 AND event = 'submit'))`, id).Scan(&opened)
	return opened, err
}
