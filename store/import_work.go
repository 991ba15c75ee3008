package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// StartImport is called by the worker that is about to do a job. It reports false when the run is
// in no state for it any more: then there is nothing to do.
func (s *Store) StartImport(ctx context.Context, job ImportJob) (run rectify.Import, ready bool, err error) {
	state, sql := rectify.ImportApplying, `UPDATE import_run SET progress = 0 WHERE id = $1 AND state = 'applying'`
	if !job.Apply {
		state, sql = rectify.ImportReading, `UPDATE import_run SET state = 'reading' WHERE id = $1 AND state = 'queued'`
	}
	tag, err := s.pool.Exec(ctx, sql, job.ImportID)
	if err != nil {
		return run, false, fmt.Errorf("start import %d: %w", job.ImportID, translate(err))
	}
	run, err = s.Import(ctx, job.ImportID)
	return run, tag.RowsAffected() == 1 && run.State == state, err
}

// ImportProgress notes how far a worker is, 0 to 1. It reports false when the run was given up meanwhile.
func (s *Store) ImportProgress(ctx context.Context, id rectify.ImportID, share float64) (wanted bool, err error) {
	tag, err := s.pool.Exec(ctx, `
		UPDATE import_run SET progress = $2 WHERE id = $1 AND state IN ('reading', 'applying')`, id, min(max(share, 0), 1))
	if err != nil {
		return false, fmt.Errorf("progress of import %d: %w", id, translate(err))
	}
	return tag.RowsAffected() == 1, nil
}

// ImportPreviewed keeps the report of a dry run for whoever decides.
func (s *Store) ImportPreviewed(ctx context.Context, id rectify.ImportID, report rectify.ImportReport) error {
	return s.endImport(ctx, id, `
		UPDATE import_run SET state = 'previewed', progress = 1, report = $2 WHERE id = $1 AND state = 'reading'`, report)
}

// ImportFailed notes why nothing was imported.
func (s *Store) ImportFailed(ctx context.Context, id rectify.ImportID, failure rectify.ImportError) error {
	return s.endImport(ctx, id, `
		UPDATE import_run SET state = 'failed', error = $2, finished_at = now()
		WHERE id = $1 AND state IN ('queued', 'reading', 'applying')`, failure)
}

func (s *Store) endImport(ctx context.Context, id rectify.ImportID, sql string, outcome any) error {
	tag, err := s.pool.Exec(ctx, sql, id, outcome)
	if err != nil {
		return fmt.Errorf("end import %d: %w", id, translate(err))
	}
	if tag.RowsAffected() == 0 {
		return fmt.Errorf("end import %d: it is not running any more: %w", id, rectify.ErrConflict)
	}
	return nil
}

// workerLock is the class of the advisory locks that tell which runs have a living worker.
const workerLock = 0x776f726b // "work"

// HoldImport marks a run as being worked on until release.
func (s *Store) HoldImport(ctx context.Context, id rectify.ImportID) (release func(), err error) {
	return s.hold(ctx, workerLock, int64(id))
}

// hold takes the advisory lock of a run. It is a lock of a connection of its own, which goes with the process, so
// that nothing has to time out.
func (s *Store) hold(ctx context.Context, class int, id int64) (release func(), err error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("hold run %d: %w", id, translate(err))
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1, $2::bigint::int)`, class, id); err != nil {
		conn.Release()
		return nil, fmt.Errorf("hold run %d: %w", id, translate(err))
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		// A connection that cannot unlock is closed, and its lock with it.
		if _, err := conn.Exec(ctx, `SELECT pg_advisory_unlock($1, $2::bigint::int)`, class, id); err != nil {
			_ = conn.Conn().Close(ctx)
		}
		conn.Release()
	}, nil
}

// FailInterrupted marks the runs failed whose worker died: they are not at rest, no job
// waits for them and nobody holds them.
func (s *Store) FailInterrupted(ctx context.Context) (failed []rectify.ImportID, err error) {
	failure := rectify.ImportError{
		Code:   "interrupted",
		Detail: "the service stopped while this import was running; nothing was changed; upload the file again",
	}
	rows, _ := s.pool.Query(ctx, `
		UPDATE import_run r SET state = 'failed', error = $1, finished_at = now()
		WHERE r.state IN ('queued', 'reading', 'applying') AND r.object <> ''
			AND NOT EXISTS (SELECT FROM river_job j WHERE j.kind = 'import' AND (j.args ->> 'import_id')::bigint = r.id
				AND j.state IN ('available', 'pending', 'scheduled', 'retryable'))
			AND pg_try_advisory_xact_lock($2, r.id::int)
		RETURNING r.id`, failure, workerLock)
	failed, err = pgx.CollectRows(rows, pgx.RowTo[rectify.ImportID])
	if err != nil {
		return nil, fmt.Errorf("fail interrupted imports: %w", translate(err))
	}
	return failed, nil
}
