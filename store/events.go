package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/geo"
	"backstreet/rectify"
)

// appendEvent adds one entry to the history and gives its id.
func appendEvent(ctx context.Context, tx pgx.Tx, e rectify.Event) (rectify.EventID, error) {
	changes, err := changesJSON(e.Changes)
	if err != nil {
		return 0, fmt.Errorf("history of feature %d: %w", e.FeatureID, err)
	}
	var point geo.Geometry
	var accuracy *float64
	if e.Position != nil {
		point, accuracy = e.Position.Point, &e.Position.AccuracyM
	}
	var id rectify.EventID
	err = tx.QueryRow(ctx, `
		INSERT INTO event (feature_id, op_id, event, from_status, to_status, actor_id, role, unit_id, device_id,
			cycle, at, recorded_at, note, position, accuracy_m, flags, changes, import_id)
		VALUES ($1, nullif($2, '')::uuid, $3, nullif($4, ''), $5, nullif($6::bigint, 0), $7, nullif($8::bigint, 0), $9,
			$10, $11, $12, $13, $14, $15, $16, $17, nullif($18::bigint, 0))
		RETURNING id`,
		e.FeatureID, e.OpID, e.Event, e.From, e.To, e.ActorID, e.Role, e.UnitID, e.DeviceID,
		e.Cycle, e.At, e.RecordedAt, e.Note, point, accuracy, flags(e.Flags), changes, e.ImportID).Scan(&id)
	if err != nil {
		return 0, fmt.Errorf("history of feature %d: %w", e.FeatureID, translate(err))
	}
	return id, nil
}

// flags is never NULL in the database.
func flags(of []rectify.Flag) []rectify.Flag {
	if of == nil {
		return []rectify.Flag{}
	}
	return of
}

// changesJSON writes geometries as GeoJSON, as the trigger that records direct edits does.
func changesJSON(changes map[string]rectify.Change) ([]byte, error) {
	out := make(map[string][2]any, len(changes))
	for field, change := range changes {
		for i, value := range change {
			if geometry, ok := value.(geo.Geometry); ok && geometry != nil {
				value = geo.GeoJSON{Geometry: geometry}
			}
			change[i] = value
		}
		out[field] = change
	}
	return json.Marshal(out)
}

const eventColumns = `
	e.id, e.feature_id, coalesce(e.op_id::text, ''), e.event, coalesce(e.from_status, ''), e.to_status,
	coalesce(e.actor_id, 0), e.role, coalesce(e.unit_id, 0), e.device_id, e.cycle, e.at, e.recorded_at, e.note,
	e.position, coalesce(e.accuracy_m, 0), e.flags, e.changes, coalesce(e.import_id, 0)`

func scanEvent(row pgx.CollectableRow) (rectify.Event, error) {
	var e rectify.Event
	var point geo.Geometry
	var accuracy float64
	err := row.Scan(&e.ID, &e.FeatureID, &e.OpID, &e.Event, &e.From, &e.To,
		&e.ActorID, &e.Role, &e.UnitID, &e.DeviceID, &e.Cycle, &e.At, &e.RecordedAt, &e.Note,
		&point, &accuracy, &e.Flags, &e.Changes, &e.ImportID)
	if at, ok := point.(geo.Point); ok {
		e.Position = &rectify.Position{Point: at, AccuracyM: accuracy}
	}
	return e, err
}

// Events reads a feature's history, newest first: those before the event with id before (0 is the
// newest), at most limit.
func (s *Store) Events(
	ctx context.Context, id rectify.FeatureID, before rectify.EventID, limit int,
) ([]rectify.Event, error) {
	rows, _ := s.pool.Query(ctx, `
		SELECT `+eventColumns+` FROM event e
		WHERE e.feature_id = $1 AND ($2::bigint = 0 OR e.id < $2)
		ORDER BY e.id DESC LIMIT $3`, id, before, limit)
	events, err := pgx.CollectRows(rows, scanEvent)
	if err != nil {
		return nil, fmt.Errorf("history of feature %d: %w", id, translate(err))
	}
	return events, nil
}

// Event reads one entry of a feature's history; ErrNotFound when it has none with the id.
func (s *Store) Event(ctx context.Context, feature rectify.FeatureID, id rectify.EventID) (rectify.Event, error) {
	rows, _ := s.pool.Query(ctx, `
		SELECT `+eventColumns+` FROM event e WHERE e.feature_id = $1 AND e.id = $2`, feature, id)
	event, err := pgx.CollectExactlyOneRow(rows, scanEvent)
	if err != nil {
		return event, fmt.Errorf("event %d of feature %d: %w", id, feature, translate(err))
	}
	return event, nil
}

// history reads the whole of it, oldest first, as the rules want it.
func history(ctx context.Context, tx pgx.Tx, id rectify.FeatureID) ([]rectify.Event, error) {
	rows, _ := tx.Query(ctx, `SELECT `+eventColumns+` FROM event e WHERE e.feature_id = $1 ORDER BY e.id`, id)
	events, err := pgx.CollectRows(rows, scanEvent)
	if err != nil {
		return nil, fmt.Errorf("history of feature %d: %w", id, translate(err))
	}
	return events, nil
}
