package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"backstreet/geo"
	"backstreet/rectify"
)

func (s Seed) plantAreas(ctx context.Context, to planting) error {
	for _, a := range s.Areas {
		_, err := to.Exec(ctx, `
			INSERT INTO area (id, parent_id, level, code, name, name_en, geom)
			VALUES ($1, nullif($2::bigint, 0), $3, nullif($4, ''), $5, $6, $7)`,
			a.ID, a.ParentID, a.Level, a.Code, a.Name, a.NameEN, geo.Geometry(a.Geom))
		if err != nil {
			return fmt.Errorf("area %s: %w", a.Name, err)
		}
	}
	return nil
}

func (s Seed) plantUnits(ctx context.Context, to planting) error {
	return copyRows(ctx, to, "unit", []string{"id", "name"}, s.Units, func(u rectify.Unit) ([]any, error) {
		return []any{u.ID, u.Name}, nil
	})
}

func (s Seed) plantPeople(ctx context.Context, to planting, hash string) error {
	columns := []string{"id", "username", "name", "password_hash", "unit_id", "lead", "roles", "area_ids"}
	return copyRows(ctx, to, "person", columns, s.People, func(p rectify.Person) ([]any, error) {
		return []any{p.ID, p.Username, p.Name, hash, null(p.UnitID), p.Lead, roles(p.Roles), areaIDs(p.AreaIDs)}, nil
	})
}

func (s Seed) plantCampaign(ctx context.Context, to planting) error {
	c := s.Campaign
	if c.ID == 0 {
		return nil
	}
	_, err := to.Exec(ctx, `INSERT INTO campaign (id, name, starts_on, ends_on) VALUES ($1, $2, $3, $4)`,
		c.ID, c.Name, c.StartsOn.Time(), c.EndsOn.Time())
	if err != nil {
		return err
	}
	for _, t := range c.Targets {
		filter := t.Filter
		if filter == nil {
			filter = map[string]any{}
		}
		_, err := to.Exec(ctx, `
			INSERT INTO campaign_target (campaign_id, kind, area_id, quantity, filter)
			VALUES ($1, $2, nullif($3::bigint, 0), $4, $5)`, c.ID, t.Kind, t.AreaID, t.Quantity, filter)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s Seed) plantBackdrops(ctx context.Context, to planting) error {
	columns := []string{"id", "class", "rank", "name", "source", "geom"}
	return copyRows(ctx, to, "context", columns, s.Backdrops, func(b rectify.Backdrop) ([]any, error) {
		return []any{b.ID, b.Class, int16(b.Rank), b.Name, "demo", b.Geom}, nil
	})
}

func (s Seed) plantFeatures(ctx context.Context, to planting) error {
	columns := []string{
		"id", "uid", "kind", "ref", "name", "geom", "unit_id", "assignee_id", "status", "cycle",
		"listed_on", "planned_on", "due_on", "first_due_on", "submitted_on", "verified_on", "review_on",
		"quantity_planned", "quantity_done", "reworks", "attributes", "source", "created_at",
	}
	return copyRows(ctx, to, "feature", columns, s.Features, func(f rectify.Feature) ([]any, error) {
		return []any{
			f.ID, f.UID, f.Kind, null(f.Ref), f.Name, f.Geom, null(f.UnitID), null(f.AssigneeID), f.Status, f.Cycle,
			date(f.ListedOn), date(f.PlannedOn), date(f.DueOn), date(f.FirstDueOn), date(f.SubmittedOn),
			date(f.VerifiedOn), date(f.ReviewOn), f.QuantityPlanned, f.QuantityDone, f.Reworks,
			attributes(f.Attributes), f.Source, f.CreatedAt,
		}, nil
	})
}

func (s Seed) plantEvents(ctx context.Context, to planting) error {
	columns := []string{
		"id", "feature_id", "op_id", "event", "from_status", "to_status", "actor_id", "role", "unit_id", "device_id",
		"cycle", "at", "recorded_at", "note", "position", "accuracy_m", "flags", "changes",
	}
	return copyRows(ctx, to, "event", columns, s.Events, func(e rectify.Event) ([]any, error) {
		changes, err := changesJSON(e.Changes)
		point, accuracy := located(e.Position)
		return []any{
			e.ID, e.FeatureID, null(e.OpID), e.Event, null(e.From), e.To, null(e.ActorID), e.Role, null(e.UnitID),
			e.DeviceID, e.Cycle, e.At, e.RecordedAt, e.Note, point, accuracy, flags(e.Flags), changes,
		}, err
	})
}

func located(at *rectify.Position) (point geo.Geometry, accuracyM *float64) {
	if at == nil {
		return nil, nil
	}
	return at.Point, &at.AccuracyM
}

func (s Seed) plantPhotos(ctx context.Context, to planting) error {
	columns := []string{
		"id", "uid", "feature_id", "event_id", "cycle", "phase", "state", "sha256", "bytes", "content_type", "actor_id",
		"device_id", "taken_at", "position", "accuracy_m", "created_at", "stored_at",
	}
	return copyRows(ctx, to, "photo", columns, s.Photos, func(p rectify.Photo) ([]any, error) {
		sum, err := hex.DecodeString(p.SHA256)
		point, accuracy := located(p.Position)
		return []any{
			p.ID, p.UID, p.FeatureID, p.EventID, p.Cycle, p.Phase, p.State, sum, p.Bytes, p.ContentType, null(p.ActorID),
			p.DeviceID, p.TakenAt, point, accuracy, p.TakenAt, instant(p.StoredAt),
		}, err
	})
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
