package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"backstreet/geo"
	"backstreet/rectify"
)

const photoColumns = `
	p.id, p.uid, p.feature_id, p.event_id, p.phase, p.cycle, p.state, encode(p.sha256, 'hex'), p.bytes,
	p.position, coalesce(p.accuracy_m, 0), p.taken_at, p.stored_at, p.device_id, coalesce(p.actor_id, 0), p.content_type`

func scanPhoto(row pgx.CollectableRow) (rectify.Photo, error) {
	var p rectify.Photo
	var point geo.Geometry
	var accuracy float64
	var storedAt *time.Time
	err := row.Scan(&p.ID, &p.UID, &p.FeatureID, &p.EventID, &p.Phase, &p.Cycle, &p.State, &p.SHA256, &p.Bytes,
		&point, &accuracy, &p.TakenAt, &storedAt, &p.DeviceID, &p.ActorID, &p.ContentType)
	if at, ok := point.(geo.Point); ok {
		p.Position = &rectify.Position{Point: at, AccuracyM: accuracy}
	}
	if storedAt != nil {
		p.StoredAt = *storedAt
	}
	return p, err
}

// expectPhotos writes the rows of the photos that an event announces; their bytes follow.
func expectPhotos(ctx context.Context, tx pgx.Tx, event rectify.Event, claims []rectify.PhotoClaim) error {
	for _, claim := range claims {
		sum, err := hex.DecodeString(claim.SHA256)
		if err != nil {
			return &rectify.Invalid{Field: "photos", Rule: "sha256", Message: "sha256 is 64 hexadecimal digits"}
		}
		var point geo.Geometry
		var accuracy *float64
		if event.Position != nil {
			point, accuracy = event.Position.Point, &event.Position.AccuracyM
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO photo (uid, feature_id, event_id, cycle, phase, sha256, bytes, actor_id, device_id, taken_at,
				position, accuracy_m)
			VALUES ($1, $2, $3, $4, $5, $6, $7, nullif($8::bigint, 0), $9, $10, $11, $12)`,
			claim.UID, event.FeatureID, event.ID, event.Cycle, claim.Phase, sum, claim.Bytes,
			event.ActorID, event.DeviceID, event.At, point, accuracy)
		if err != nil {
			return fmt.Errorf("photo %s: %w", claim.UID, translate(err))
		}
	}
	return nil
}

// Photo reads one photo's row; ErrNotFound when it was never announced.
func (s *Store) Photo(ctx context.Context, uid string) (rectify.Photo, error) {
	rows, _ := s.pool.Query(ctx, `SELECT `+photoColumns+` FROM photo p WHERE p.uid = $1`, uid)
	photo, err := pgx.CollectExactlyOneRow(rows, scanPhoto)
	if err != nil {
		return photo, fmt.Errorf("photo %s: %w", uid, translate(err))
	}
	return photo, nil
}

// Photos reads a feature's photos, oldest first.
func (s *Store) Photos(ctx context.Context, id rectify.FeatureID) ([]rectify.Photo, error) {
	rows, _ := s.pool.Query(ctx, `SELECT `+photoColumns+` FROM photo p WHERE p.feature_id = $1 ORDER BY p.id`, id)
	photos, err := pgx.CollectRows(rows, scanPhoto)
	if err != nil {
		return nil, fmt.Errorf("photos of feature %d: %w", id, translate(err))
	}
	return photos, nil
}

// PhotoStored notes that a photo's bytes are safe in the bucket.
func (s *Store) PhotoStored(ctx context.Context, uid, contentType string) (rectify.Photo, error) {
	err := s.InTx(ctx, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
			UPDATE photo SET state = 'stored', stored_at = now(), content_type = $2
			WHERE uid = $1 AND state <> 'stored'`, uid, contentType)
		return err
	})
	if err != nil {
		return rectify.Photo{}, fmt.Errorf("photo %s: %w", uid, err)
	}
	return s.Photo(ctx, uid)
}
