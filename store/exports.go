package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"backstreet/rectify"
)

// ExportQueue is the queue of exports; they take turns.
const ExportQueue = "exports"

// ExportJob asks a worker to write a file. The run's state is the fence, as with ImportJob.
type ExportJob struct {
	ExportID rectify.ExportID `json:"export_id"`
}

// Kind names the job for river.
func (ExportJob) Kind() string { return "export" }

// InsertOpts: who still wants a file that failed asks again.
func (ExportJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: ExportQueue, MaxAttempts: 1}
}

const exportColumns = `
	r.id, r.options, r.filter, day_number(r.today), r.state, r.progress, r.rows, r.notes, r.error, r.file, r.object, r.bytes,
	r.actor_id, r.created_at, r.finished_at`

func scanExport(row pgx.CollectableRow) (rectify.Export, error) {
	var e rectify.Export
	var finishedAt *time.Time
	err := row.Scan(&e.ID, &e.Options, &e.Filter, &e.Today, &e.State, &e.Progress, &e.Rows, &e.Notes, &e.Error, &e.File, &e.Object, &e.Bytes,
		&e.ActorID, &e.CreatedAt, &finishedAt)
	if finishedAt != nil {
		e.FinishedAt = *finishedAt
	}
	return e, err
}

// maxWaitingExports bounds what one person has under way: each file takes disk for a day.
const maxWaitingExports = 5

// CreateExport notes what somebody asks for and asks a worker to write it.
func (s *Store) CreateExport(
	ctx context.Context, actor rectify.Person, op Op, filter rectify.Filter, today rectify.Day, options rectify.ExportOptions,
) (run rectify.Export, replay bool, err error) {
	options, err = options.Checked()
	if err != nil {
		return run, false, err
	}
	id, replay, err := once(ctx, s, actor, op, func(tx pgx.Tx) (id rectify.ExportID, err error) {
		if _, err := exportedKinds(ctx, tx, filter.Kinds); err != nil {
			return 0, err
		}
		err = tx.QueryRow(ctx, `
			INSERT INTO export_run (options, filter, today, actor_id)
			SELECT $1, $2, day_date($3), $4::bigint
			WHERE (SELECT count(*) FROM export_run WHERE actor_id = $4 AND state IN ('queued', 'writing')) < $5
			RETURNING id`, options, filter, today, actor.ID, maxWaitingExports).Scan(&id)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return 0, &rectify.Refusal{
				Code:    rectify.CodeWrongStatus,
				Message: fmt.Sprintf("%d exports of yours are under way; wait for one to end", maxWaitingExports),
			}
		case err != nil:
			return 0, fmt.Errorf("create export: %w", translate(err))
		}
		return id, s.enqueue(ctx, tx, ExportJob{ExportID: id})
	})
	if err != nil {
		return run, replay, err
	}
	run, err = s.ExportOf(ctx, actor.ID, id)
	return run, replay, err
}

// ExportOf reads a run of a person's; ErrNotFound when there is none. Nobody sees another's: what it holds depends
// on who asked.
func (s *Store) ExportOf(ctx context.Context, actor rectify.PersonID, id rectify.ExportID) (rectify.Export, error) {
	rows, _ := s.pool.Query(ctx, `SELECT `+exportColumns+` FROM export_run r WHERE r.id = $1 AND r.actor_id = $2`, id, actor)
	run, err := pgx.CollectExactlyOneRow(rows, scanExport)
	if err != nil {
		return run, fmt.Errorf("export %d: %w", id, translate(err))
	}
	return run, nil
}

// ExportsOf reads the runs of a person, newest first: those before the run with id before (0 is the newest), at most
// limit, without the discarded.
func (s *Store) ExportsOf(ctx context.Context, actor rectify.PersonID, before rectify.ExportID, limit int) ([]rectify.Export, error) {
	rows, _ := s.pool.Query(ctx, `
		SELECT `+exportColumns+` FROM export_run r
		WHERE r.actor_id = $1 AND r.state <> 'discarded' AND ($2::bigint = 0 OR r.id < $2) ORDER BY r.id DESC LIMIT $3`,
		actor, before, limit)
	runs, err := pgx.CollectRows(rows, scanExport)
	if err != nil {
		return nil, fmt.Errorf("exports: %w", translate(err))
	}
	return runs, nil
}

// DiscardExport gives a run up, whatever its state, and says which file in the bucket is not needed any more.
func (s *Store) DiscardExport(ctx context.Context, actor rectify.Person, id rectify.ExportID) (object string, err error) {
	err = s.pool.QueryRow(ctx, `
		UPDATE export_run SET state = 'discarded', finished_at = coalesce(finished_at, now())
		WHERE id = $1 AND actor_id = $2 RETURNING object`, id, actor.ID).Scan(&object)
	if err != nil {
		return "", fmt.Errorf("discard export %d: %w", id, translate(err))
	}
	return object, nil
}

// ExpireExports gives up the runs whose files were kept long enough, and gives all that are given up and whose files
// may still be in the bucket: each until ExportSwept.
func (s *Store) ExpireExports(ctx context.Context) ([]rectify.Export, error) {
	_, err := s.pool.Exec(ctx, `
		UPDATE export_run SET state = 'discarded'
		WHERE state IN ('ready', 'failed') AND finished_at < $1`, s.now().Add(-rectify.ExportLifetime))
	if err != nil {
		return nil, fmt.Errorf("expire exports: %w", translate(err))
	}
	rows, _ := s.pool.Query(ctx, `
		SELECT `+exportColumns+` FROM export_run r WHERE r.state = 'discarded' AND r.object <> '' ORDER BY r.id`)
	old, err := pgx.CollectRows(rows, scanExport)
	if err != nil {
		return nil, fmt.Errorf("expire exports: %w", translate(err))
	}
	return old, nil
}

// ExportSwept notes that the file of a run that was given up is no longer in the bucket.
func (s *Store) ExportSwept(ctx context.Context, id rectify.ExportID) error {
	_, err := s.pool.Exec(ctx, `UPDATE export_run SET object = '' WHERE id = $1 AND state = 'discarded'`, id)
	if err != nil {
		return fmt.Errorf("sweep export %d: %w", id, translate(err))
	}
	return nil
}
