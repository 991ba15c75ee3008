package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// Revert takes an import back by events of the name revert, in one transaction: what it created
// becomes void and gives its ref free, what it changed gets its old values back, what it voided
// comes back. A feature on which later edits stand refuses the whole (*rectify.Refusal).
func (s *Store) Revert(ctx context.Context, actor rectify.Person, op Op, id rectify.ImportID) (run rectify.Import, replay bool, err error) {
	_, replay, err = once(ctx, s, actor, op, func(tx pgx.Tx) (rectify.ImportID, error) {
		if err := revert(ctx, tx, actor, id); err != nil {
			return 0, fmt.Errorf("revert import %d: %w", id, err)
		}
		return id, nil
	})
	if err != nil {
		return run, replay, err
	}
	run, err = s.Import(ctx, id)
	return run, replay, err
}

// RevertAtConsole is Revert for the command line, where nobody is signed in.
func (s *Store) RevertAtConsole(ctx context.Context, id rectify.ImportID) (rectify.Import, error) {
	console := rectify.Person{Roles: []rectify.Role{rectify.RoleAdmin}}
	if err := s.InTx(ctx, func(tx pgx.Tx) error { return revert(ctx, tx, console, id) }); err != nil {
		return rectify.Import{}, fmt.Errorf("revert import %d: %w", id, err)
	}
	return s.Import(ctx, id)
}

func revert(ctx context.Context, tx pgx.Tx, actor rectify.Person, id rectify.ImportID) error {
	if !rectify.Can(actor, rectify.ImportRun) {
		return &rectify.Refusal{Code: rectify.CodeRoleNotAllowed, Message: "your role may not revert an import"}
	}
	_, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0; SET LOCAL backstreet.import = 'on'`)
	if err != nil {
		return err
	}
	if err := lockRevertible(ctx, tx, id); err != nil {
		return err
	}
	if err := refuseForeignRun(ctx, tx, actor, id); err != nil {
		return err
	}
	if err := refuseOutside(ctx, tx, actor, id); err != nil {
		return err
	}
	if err := refuseEditedSince(ctx, tx, id); err != nil {
		return err
	}
	for _, step := range []string{voidCreated, undoChanged, restoreGone} {
		if _, err := tx.Exec(ctx, step, id, actor.ID, actor.UnitID); err != nil {
			return translate(err)
		}
	}
	_, err = tx.Exec(ctx, `UPDATE import_run SET state = 'reverted', finished_at = now() WHERE id = $1`, id)
	return err
}

// lockRevertible takes the run and every feature that it touched.
func lockRevertible(ctx context.Context, tx pgx.Tx, id rectify.ImportID) error {
	var state rectify.ImportState
	var kind rectify.KindKey
	err := tx.QueryRow(ctx, `SELECT state, kind FROM import_run WHERE id = $1 FOR UPDATE`, id).Scan(&state, &kind)
	if err != nil {
		return translate(err)
	}
	if state != rectify.ImportApplied {
		return wrongImportState(state, rectify.ImportApplied)
	}
	if kind == rectify.ImportAreas || kind == rectify.ImportContext {
		return &rectify.Refusal{
			Code:    rectify.CodeWrongStatus,
			Message: "areas and base maps have no history to go back in; import the file that was there before",
		}
	}
	_, err = tx.Exec(ctx, `
		WITH locked AS (
			SELECT f.id FROM feature f WHERE f.id IN (SELECT feature_id FROM event WHERE import_id = $1)
			ORDER BY f.id FOR UPDATE)
		SELECT count(*) FROM locked`, id)
	return err
}

// refuseOutside lets nobody take back what lies outside the areas that the person may write in.
func refuseOutside(ctx context.Context, tx pgx.Tx, actor rectify.Person, id rectify.ImportID) error {
	if len(actor.AreaIDs) == 0 {
		return nil
	}
	var outside bool
	err := tx.QueryRow(ctx, `
		SELECT EXISTS (
			SELECT FROM feature f LEFT JOIN area here ON here.id = f.area_id
			WHERE f.id IN (SELECT feature_id FROM event WHERE import_id = $1) AND NOT EXISTS (
				SELECT FROM area mine WHERE mine.id = ANY ($2) AND here.path <@ mine.path))`,
		id, actor.AreaIDs).Scan(&outside)
	if err == nil && outside {
		return &rectify.Refusal{
			Code:    rectify.CodeOutsideArea,
			Message: "some features of this import lie outside your area; ask somebody who works in the whole district",
		}
	}
	return err
}

// namedFeatures is how many of the features in the way a refusal names.
const namedFeatures = 20

// refuseEditedSince names the features to which something happened after the import.
func refuseEditedSince(ctx context.Context, tx pgx.Tx, id rectify.ImportID) error {
	rows, _ := tx.Query(ctx, `
		SELECT coalesce(f.ref, '#' || f.id) FROM feature f
		WHERE f.id IN (
			SELECT i.feature_id FROM event i JOIN event later ON later.feature_id = i.feature_id AND later.id > i.id
			WHERE i.import_id = $1 AND later.import_id IS DISTINCT FROM $1)
		ORDER BY f.id`, id)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(names) == 0 {
		return err
	}
	more := ""
	if len(names) > namedFeatures {
		more = fmt.Sprintf(" and %d more", len(names)-namedFeatures)
	}
	named := names[:min(len(names), namedFeatures)]
	return &rectify.Refusal{Code: rectify.CodeHasHistory, Features: named, Message: fmt.Sprintf(
		"later edits stand on %d features of this import: %s%s; take those back first or void the others one by one",
		len(names), strings.Join(named, ", "), more)}
}

// The steps of a revert; $1 is the run, $2 the actor and $3 the actor's unit.
const (
	// A void feature keeps neither ref nor key, so that the mended file can be imported in its place.
	voidCreated = `
		WITH created AS (
			SELECT f.id, f.ref, f.status FROM feature f WHERE f.import_id = $1 AND EXISTS (
				SELECT FROM event e WHERE e.feature_id = f.id AND e.import_id = $1 AND e.from_status IS NULL)),
		voided AS (
			UPDATE feature f SET status = 'void', ref = NULL, source_key = NULL FROM created c WHERE f.id = c.id
			RETURNING f.id, f.cycle, c.ref, c.status)
		INSERT INTO event (feature_id, event, from_status, to_status, cycle, actor_id, unit_id, changes, import_id)
		SELECT v.id, 'revert', v.status, 'void', v.cycle, nullif($2::bigint, 0), nullif($3::bigint, 0),
			CASE WHEN v.ref IS NULL THEN '{}' ELSE jsonb_build_object('ref', jsonb_build_array(v.ref, NULL)) END, $1
		FROM voided v ORDER BY v.id`
	undoChanged = `
		WITH edit AS (
			SELECT e.feature_id, e.changes FROM event e WHERE e.import_id = $1 AND e.event = 'edit'),
		undone AS (
			UPDATE feature f SET
				name = CASE WHEN e.changes ? 'name' THEN e.changes -> 'name' ->> 0 ELSE f.name END,
				ref = CASE WHEN e.changes ? 'ref' THEN e.changes -> 'ref' ->> 0 ELSE f.ref END,
				geom = CASE WHEN e.changes ? 'geom'
					THEN ST_SetSRID(ST_GeomFromGeoJSON(e.changes -> 'geom' ->> 0), 4326) ELSE f.geom END,
				source_crs = CASE WHEN e.changes ? 'source_crs' THEN e.changes -> 'source_crs' ->> 0 ELSE f.source_crs END,
				attributes = (
					SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM (
						SELECT key, value FROM jsonb_each(f.attributes) WHERE NOT e.changes ? ('attributes.' || key)
						UNION ALL
						SELECT substr(key, length('attributes.') + 1), value -> 0 FROM jsonb_each(e.changes)
						WHERE key LIKE 'attributes.%' AND value -> 0 <> 'null') kept)
			FROM edit e WHERE f.id = e.feature_id
			RETURNING f.id, f.status, f.cycle, e.changes)
		INSERT INTO event (feature_id, event, from_status, to_status, cycle, actor_id, unit_id, changes, import_id)
		SELECT u.id, 'revert', u.status, u.status, u.cycle, nullif($2::bigint, 0), nullif($3::bigint, 0), (
			SELECT jsonb_object_agg(key, jsonb_build_array(value -> 1, value -> 0)) FROM jsonb_each(u.changes)), $1
		FROM undone u ORDER BY u.id`
	restoreGone = `
		WITH gone AS (
			SELECT e.feature_id, e.from_status FROM event e
			WHERE e.import_id = $1 AND e.event = 'import' AND e.to_status = 'void' AND e.from_status IS NOT NULL),
		back AS (
			UPDATE feature f SET status = g.from_status FROM gone g WHERE f.id = g.feature_id
			RETURNING f.id, f.status, f.cycle)
		INSERT INTO event (feature_id, event, from_status, to_status, cycle, actor_id, unit_id, import_id)
		SELECT b.id, 'revert', 'void', b.status, b.cycle, nullif($2::bigint, 0), nullif($3::bigint, 0), $1
		FROM back b ORDER BY b.id`
)
