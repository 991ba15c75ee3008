package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// StartExport is called by the worker that is about to write a file. It reports false when nobody wants it any more.
// Object is known from here on, so that the file of a worker that dies is deleted in its time.
func (s *Store) StartExport(ctx context.Context, id rectify.ExportID) (run rectify.Export, ready bool, err error) {
	rows, _ := s.pool.Query(ctx, `
		UPDATE export_run r SET state = 'writing', object = 'exports/' || r.id WHERE r.id = $1 AND r.state = 'queued' RETURNING `+exportColumns, id)
	runs, err := pgx.CollectRows(rows, scanExport)
	if err != nil {
		return run, false, fmt.Errorf("start export %d: %w", id, translate(err))
	}
	if len(runs) == 0 {
		return run, false, nil
	}
	return runs[0], true, nil
}

// ExportProgress notes how far a worker is, 0 to 1. It reports false when the run was discarded meanwhile.
func (s *Store) ExportProgress(ctx context.Context, id rectify.ExportID, share float64) (wanted bool, err error) {
	tag, err := s.pool.Exec(ctx, `
		UPDATE export_run SET progress = $2 WHERE id = $1 AND state = 'writing'`, id, min(max(share, 0), 1))
	if err != nil {
		return true, fmt.Errorf("progress of export %d: %w", id, translate(err))
	}
	return tag.RowsAffected() == 1, nil
}

// ExportReady says that the file is in the bucket. ErrConflict tells that the run was discarded meanwhile.
func (s *Store) ExportReady(ctx context.Context, done rectify.Export) error {
	notes := done.Notes
	if notes == nil {
		notes = []rectify.ExportNote{}
	}
	tag, err := s.pool.Exec(ctx, `
		UPDATE export_run SET state = 'ready', progress = 1, rows = $2, notes = $3, file = $4, bytes = $5, finished_at = $6
		WHERE id = $1 AND state = 'writing'`, done.ID, done.Rows, notes, done.File, done.Bytes, s.now())
	return ended(done.ID, tag.RowsAffected(), err)
}

// ExportFailed notes why there is no file.
func (s *Store) ExportFailed(ctx context.Context, id rectify.ExportID, failure rectify.ImportError) error {
	tag, err := s.pool.Exec(ctx, `
		UPDATE export_run SET state = 'failed', error = $2, finished_at = $3
		WHERE id = $1 AND state IN ('queued', 'writing')`, id, failure, s.now())
	return ended(id, tag.RowsAffected(), err)
}

func ended(id rectify.ExportID, rows int64, err error) error {
	switch {
	case err != nil:
		return fmt.Errorf("end export %d: %w", id, translate(err))
	case rows == 0:
		return fmt.Errorf("end export %d: nobody wants it any more: %w", id, rectify.ErrConflict)
	}
	return nil
}

// exportLock is the class of the advisory locks that tell which exports have a living worker.
const exportLock = 0x657870 // "exp"

// HoldExport marks a run as being worked on until release, as HoldImport does.
func (s *Store) HoldExport(ctx context.Context, id rectify.ExportID) (release func(), err error) {
	return s.hold(ctx, exportLock, int64(id))
}

// FailInterruptedExports marks the runs failed whose worker died.
func (s *Store) FailInterruptedExports(ctx context.Context) (failed []rectify.ExportID, err error) {
	failure := rectify.ImportError{Code: "interrupted", Detail: "the service stopped while this file was being written; ask for it again"}
	rows, _ := s.pool.Query(ctx, `
		UPDATE export_run r SET state = 'failed', error = $1, finished_at = $3
		WHERE r.state IN ('queued', 'writing')
			AND NOT EXISTS (SELECT FROM river_job j WHERE j.kind = 'export' AND (j.args ->> 'export_id')::bigint = r.id
				AND j.state IN ('available', 'pending', 'scheduled', 'retryable'))
			AND pg_try_advisory_xact_lock($2, r.id::int)
		RETURNING r.id`, failure, exportLock, s.now())
	failed, err = pgx.CollectRows(rows, pgx.RowTo[rectify.ExportID])
	if err != nil {
		return nil, fmt.Errorf("fail interrupted exports: %w", translate(err))
	}
	return failed, nil
}
