package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"backstreet/geo"
	"backstreet/rectify"
)

// Seed is a whole district to fill an empty database with: ids are given, references among them
// hold, and every status is told by the events.
type Seed struct {
	Areas     []rectify.Area // parents first
	Units     []rectify.Unit
	People    []rectify.Person
	Campaign  rectify.Campaign
	Backdrops []rectify.Backdrop
	Features  []rectify.Feature
	Events    []rectify.Event
	Photos    []rectify.Photo
}

// ErrNotEmpty says that there is something in the database, so that no seed goes in.
var ErrNotEmpty = errors.New("the database is not empty")

// Plant fills an empty database in one transaction. Everybody gets the same password.
func (s *Store) Plant(ctx context.Context, seed Seed, password string) error {
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	err = s.InTx(ctx, func(tx pgx.Tx) error {
		var filled bool
		err := tx.QueryRow(ctx, `
			SELECT EXISTS (SELECT FROM feature) OR EXISTS (SELECT FROM area) OR EXISTS (SELECT FROM person)`).Scan(&filled)
		if err != nil {
			return err
		}
		if filled {
			return ErrNotEmpty
		}
		if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
			return err
		}
		for _, plant := range []func(context.Context, pgx.Tx) error{
			seed.plantAreas, seed.plantUnits,
			func(ctx context.Context, tx pgx.Tx) error { return seed.plantPeople(ctx, tx, hash) },
			seed.plantCampaign, seed.plantBackdrops, seed.plantFeatures, seed.plantEvents, seed.plantPhotos, continueIDs,
		} {
			if err := plant(ctx, tx); err != nil {
				return translate(err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("fill the database: %w", err)
	}
	return nil
}

func (s Seed) plantAreas(ctx context.Context, tx pgx.Tx) error {
	for _, a := range s.Areas {
		_, err := tx.Exec(ctx, `
			INSERT INTO area (id, parent_id, level, code, name, name_en, geom)
			VALUES ($1, nullif($2::bigint, 0), $3, nullif($4, ''), $5, $6, $7)`,
			a.ID, a.ParentID, a.Level, a.Code, a.Name, a.NameEN, geo.Geometry(a.Geom))
		if err != nil {
			return fmt.Errorf("area %s: %w", a.Name, err)
		}
	}
	return nil
}

func (s Seed) plantUnits(ctx context.Context, tx pgx.Tx) error {
	return copyRows(ctx, tx, "unit", []string{"id", "name"}, s.Units, func(u rectify.Unit) []any {
		return []any{u.ID, u.Name}
	})
}

func (s Seed) plantPeople(ctx context.Context, tx pgx.Tx, hash string) error {
	columns := []string{"id", "username", "name", "password_hash", "unit_id", "lead", "roles", "area_ids"}
	return copyRows(ctx, tx, "person", columns, s.People, func(p rectify.Person) []any {
		return []any{p.ID, p.Username, p.Name, hash, null(p.UnitID), p.Lead, roles(p.Roles), areaIDs(p.AreaIDs)}
	})
}

func (s Seed) plantCampaign(ctx context.Context, tx pgx.Tx) error {
	c := s.Campaign
	_, err := tx.Exec(ctx, `INSERT INTO campaign (id, name, starts_on, ends_on) VALUES ($1, $2, $3, $4)`,
		c.ID, c.Name, c.StartsOn.Time(), c.EndsOn.Time())
	if err != nil {
		return err
	}
	for _, t := range c.Targets {
		filter := t.Filter
		if filter == nil {
			filter = map[string]any{}
		}
		_, err := tx.Exec(ctx, `
			INSERT INTO campaign_target (campaign_id, kind, area_id, quantity, filter)
			VALUES ($1, $2, nullif($3::bigint, 0), $4, $5)`, c.ID, t.Kind, t.AreaID, t.Quantity, filter)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s Seed) plantBackdrops(ctx context.Context, tx pgx.Tx) error {
	columns := []string{"id", "class", "rank", "name", "source", "geom"}
	return copyRows(ctx, tx, "context", columns, s.Backdrops, func(b rectify.Backdrop) []any {
		return []any{b.ID, b.Class, int16(b.Rank), b.Name, "demo", b.Geom}
	})
}

func (s Seed) plantFeatures(ctx context.Context, tx pgx.Tx) error {
	columns := []string{
		"id", "uid", "kind", "ref", "name", "geom", "unit_id", "assignee_id", "status", "cycle",
		"listed_on", "planned_on", "due_on", "first_due_on", "submitted_on", "verified_on", "review_on",
		"quantity_planned", "quantity_done", "reworks", "attributes", "source", "created_at",
	}
	return copyRows(ctx, tx, "feature", columns, s.Features, func(f rectify.Feature) []any {
		return []any{
			f.ID, f.UID, f.Kind, null(f.Ref), f.Name, f.Geom, null(f.UnitID), null(f.AssigneeID), f.Status, f.Cycle,
			date(f.ListedOn), date(f.PlannedOn), date(f.DueOn), date(f.FirstDueOn), date(f.SubmittedOn),
			date(f.VerifiedOn), date(f.ReviewOn), f.QuantityPlanned, f.QuantityDone, f.Reworks,
			attributes(f.Attributes), f.Source, f.CreatedAt,
		}
	})
}

func (s Seed) plantEvents(ctx context.Context, tx pgx.Tx) error {
	columns := []string{
		"id", "feature_id", "op_id", "event", "from_status", "to_status", "actor_id", "role", "unit_id", "device_id",
		"cycle", "at", "recorded_at", "note", "position", "accuracy_m", "flags", "changes",
	}
	var fault error
	err := copyRows(ctx, tx, "event", columns, s.Events, func(e rectify.Event) []any {
		changes, err := changesJSON(e.Changes)
		fault = errors.Join(fault, err)
		var point geo.Geometry
		var accuracy *float64
		if e.Position != nil {
			point, accuracy = e.Position.Point, &e.Position.AccuracyM
		}
		return []any{
			e.ID, e.FeatureID, null(e.OpID), e.Event, null(e.From), e.To, null(e.ActorID), e.Role, null(e.UnitID),
			e.DeviceID, e.Cycle, e.At, e.RecordedAt, e.Note, point, accuracy, flags(e.Flags), changes,
		}
	})
	return errors.Join(err, fault)
}

func (s Seed) plantPhotos(ctx context.Context, tx pgx.Tx) error {
	columns := []string{
		"id", "uid", "feature_id", "event_id", "cycle", "phase", "state", "sha256", "bytes", "content_type", "actor_id",
		"device_id", "taken_at", "created_at", "stored_at",
	}
	var fault error
	err := copyRows(ctx, tx, "photo", columns, s.Photos, func(p rectify.Photo) []any {
		sum, err := hex.DecodeString(p.SHA256)
		fault = errors.Join(fault, err)
		return []any{
			p.ID, p.UID, p.FeatureID, p.EventID, p.Cycle, p.Phase, p.State, sum, p.Bytes, p.ContentType, null(p.ActorID),
			p.DeviceID, p.TakenAt, p.TakenAt, instant(p.StoredAt),
		}
	})
	return errors.Join(err, fault)
}

// continueIDs lets the next id of each table follow the given ones.
func continueIDs(ctx context.Context, tx pgx.Tx) error {
	for _, table := range []string{"area", "unit", "person", "campaign", "context", "feature", "event", "photo"} {
		_, err := tx.Exec(ctx, fmt.Sprintf(
			`SELECT setval(pg_get_serial_sequence('%[1]s', 'id'), coalesce((SELECT max(id) FROM %[1]s), 0) + 1, false)`, table))
		if err != nil {
			return err
		}
	}
	return nil
}

func copyRows[T any](ctx context.Context, tx pgx.Tx, table string, columns []string, rows []T, row func(T) []any) error {
	_, err := tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		return row(rows[i]), nil
	}))
	if err != nil {
		return fmt.Errorf("fill %s: %w", table, err)
	}
	return nil
}

// null turns the zero value, which means none, into NULL.
func null[T comparable](value T) any {
	var none T
	if value == none {
		return nil
	}
	return value
}

func date(day rectify.Day) any {
	if day == 0 {
		return nil
	}
	return day.Time()
}

func instant(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at
}

func attributes(of map[string]any) map[string]any {
	if of == nil {
		return map[string]any{}
	}
	return of
}
