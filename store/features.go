package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// featureColumns in the order in which scanFeature reads them. Ids and days that are NULL come as 0.
const featureColumns = `
	f.id, f.uid, f.kind, coalesce(f.ref, ''), f.name, f.geom,
	coalesce(f.area_id, 0), coalesce(f.unit_id, 0), coalesce(f.assignee_id, 0), f.status, f.cycle,
	day_number(f.listed_on), day_number(f.planned_on), day_number(f.due_on), day_number(f.first_due_on),
	day_number(f.submitted_on), day_number(f.verified_on), day_number(f.review_on),
	f.quantity, f.measure, f.quantity_planned, f.quantity_done, f.reworks,
	(SELECT count(*) FROM photo p WHERE p.feature_id = f.id AND p.state <> 'stored'),
	f.attributes, f.source, coalesce(f.import_id, 0), f.version, f.created_at, f.updated_at`

func scanFeature(row pgx.CollectableRow) (rectify.Feature, error) { return scanFeatureAnd(row) }

// scanFeatureAnd reads what the query gives behind featureColumns, too.
func scanFeatureAnd(row pgx.CollectableRow, more ...any) (rectify.Feature, error) {
	var f rectify.Feature
	err := row.Scan(append([]any{
		&f.ID, &f.UID, &f.Kind, &f.Ref, &f.Name, &f.Geom,
		&f.AreaID, &f.UnitID, &f.AssigneeID, &f.Status, &f.Cycle,
		&f.ListedOn, &f.PlannedOn, &f.DueOn, &f.FirstDueOn,
		&f.SubmittedOn, &f.VerifiedOn, &f.ReviewOn,
		&f.Quantity, &f.Measure, &f.QuantityPlanned, &f.QuantityDone, &f.Reworks,
		&f.PhotosOwed,
		&f.Attributes, &f.Source, &f.ImportID, &f.Version, &f.CreatedAt, &f.UpdatedAt,
	}, more...)...)
	return f, err
}

// Feature reads one feature; ErrNotFound when there is none.
func (s *Store) Feature(ctx context.Context, id rectify.FeatureID) (rectify.Feature, error) {
	rows, _ := s.pool.Query(ctx, `SELECT `+featureColumns+` FROM feature f WHERE f.id = $1`, id)
	f, err := pgx.CollectExactlyOneRow(rows, scanFeature)
	if err != nil {
		return f, fmt.Errorf("feature %d: %w", id, translate(err))
	}
	return f, nil
}

// lockFeature reads a feature that the transaction is going to change.
func lockFeature(ctx context.Context, tx pgx.Tx, id rectify.FeatureID) (rectify.Feature, error) {
	rows, _ := tx.Query(ctx, `SELECT `+featureColumns+` FROM feature f WHERE f.id = $1 FOR UPDATE OF f`, id)
	f, err := pgx.CollectExactlyOneRow(rows, scanFeature)
	if err != nil {
		return f, fmt.Errorf("feature %d: %w", id, translate(err))
	}
	return f, nil
}

// writeFeature stores what a rule decided. The update is guarded by the version that the rule saw;
// what the triggers keep (version, quantity, measure, area) is read back.
func writeFeature(ctx context.Context, tx pgx.Tx, f rectify.Feature) (rectify.Feature, error) {
	tag, err := tx.Exec(ctx, `
		UPDATE feature SET
			ref = nullif($3, ''), name = $4, geom = $5,
			unit_id = nullif($6::bigint, 0), assignee_id = nullif($7::bigint, 0), status = $8, cycle = $9,
			listed_on = day_date($10), planned_on = day_date($11), due_on = day_date($12),
			first_due_on = day_date($13), submitted_on = day_date($14), verified_on = day_date($15),
			review_on = day_date($16), quantity_planned = $17, quantity_done = $18, reworks = $19,
			attributes = $20
		WHERE id = $1 AND version = $2`,
		f.ID, f.Version, f.Ref, f.Name, f.Geom, f.UnitID, f.AssigneeID, f.Status, f.Cycle,
		f.ListedOn, f.PlannedOn, f.DueOn, f.FirstDueOn, f.SubmittedOn, f.VerifiedOn, f.ReviewOn,
		f.QuantityPlanned, f.QuantityDone, f.Reworks, f.Attributes)
	if err != nil {
		return f, fmt.Errorf("write feature %d: %w", f.ID, translate(err))
	}
	if tag.RowsAffected() == 0 {
		return f, fmt.Errorf("write feature %d: version %d: %w", f.ID, f.Version, rectify.ErrConflict)
	}
	return lockFeature(ctx, tx, f.ID)
}

// insertFeature stores a new feature with a uid and without an id.
func insertFeature(ctx context.Context, tx pgx.Tx, f rectify.Feature) (rectify.Feature, error) {
	err := tx.QueryRow(ctx, `
		INSERT INTO feature (uid, kind, ref, name, geom, unit_id, status, attributes, source)
		VALUES ($1, $2, nullif($3, ''), $4, $5, nullif($6::bigint, 0), $7, $8, $9)
		RETURNING id`,
		f.UID, f.Kind, f.Ref, f.Name, f.Geom, f.UnitID, f.Status, f.Attributes, f.Source).Scan(&f.ID)
	if err != nil {
		return f, fmt.Errorf("create %s %s: %w", f.Kind, f.UID, translate(err))
	}
	return lockFeature(ctx, tx, f.ID)
}
