package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

const importColumns = `
	r.id, r.file, r.source, r.kind, r.state, r.progress, r.options, r.object, r.report, r.error,
	coalesce(r.actor_id, 0), coalesce((SELECT p.name FROM person p WHERE p.id = r.actor_id), ''), r.created_at, r.finished_at`

func scanImport(row pgx.CollectableRow) (rectify.Import, error) {
	var i rectify.Import
	var finishedAt *time.Time
	err := row.Scan(&i.ID, &i.File, &i.Source, &i.Kind, &i.State, &i.Progress, &i.Options, &i.Object, &i.Report, &i.Error,
		&i.ActorID, &i.ActorName, &i.CreatedAt, &finishedAt)
	if finishedAt != nil {
		i.FinishedAt = *finishedAt
	}
	return i, err
}

// Import reads one run; ErrNotFound when there is none.
func (s *Store) Import(ctx context.Context, id rectify.ImportID) (rectify.Import, error) {
	rows, _ := s.pool.Query(ctx, `SELECT `+importColumns+` FROM import_run r WHERE r.id = $1`, id)
	run, err := pgx.CollectExactlyOneRow(rows, scanImport)
	if err != nil {
		return run, fmt.Errorf("import %d: %w", id, translate(err))
	}
	return run, nil
}

// Imports reads the runs, newest first: those before the run with id before (0 is the newest), at
// most limit. Their reports come without the records.
func (s *Store) Imports(ctx context.Context, before rectify.ImportID, limit int) ([]rectify.Import, error) {
	rows, _ := s.pool.Query(ctx, `
		SELECT `+importColumns+` FROM (
			SELECT id, file, source, kind, state, progress, options - 'control' AS options, object,
				report - ARRAY ['records', 'changes', 'columns'] AS report, error, actor_id,
				created_at, finished_at
			FROM import_run) r
		WHERE $1::bigint = 0 OR r.id < $1 ORDER BY r.id DESC LIMIT $2`, before, limit)
	runs, err := pgx.CollectRows(rows, scanImport)
	if err != nil {
		return nil, fmt.Errorf("imports: %w", translate(err))
	}
	return runs, nil
}

// importLock is the class of the advisory locks by which imports of one kind take turns.
const importLock = 0x696d70 // "imp"

// beginRun gives the run that the imported features refer to: the job's, or a new one.
func (g *staging) beginRun(ctx context.Context) (id rectify.ImportID, err error) {
	if g.run.ID != 0 {
		return g.run.ID, nil
	}
	options := rectify.ImportOptions{CRS: g.run.CRS, Encoding: g.run.Encoding, Layer: g.run.Layer, Map: g.run.Map, Anywhere: g.run.Anywhere}
	err = g.tx.QueryRow(ctx, `
		INSERT INTO import_run (file, source, kind, state, options, actor_id)
		VALUES ($1, $2, $3, 'applying', $4, nullif($5::bigint, 0)) RETURNING id`,
		g.run.File, g.run.Source, g.run.Kind, options, g.run.Actor).Scan(&id)
	return id, err
}

// endRun closes the run with its report. A run that is not being applied any more, because it was
// given up or another worker has it, takes everything back.
func (g *staging) endRun(ctx context.Context, result rectify.ImportResult, options rectify.FinishOptions) error {
	var report *rectify.ImportReport
	if options.Report != nil {
		told := options.Report(result)
		report = &told
	}
	tag, err := g.tx.Exec(ctx, `
		UPDATE import_run SET state = 'applied', progress = 1, report = $2, finished_at = now()
		WHERE id = $1 AND state = 'applying'`, result.Run, report)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return fmt.Errorf("run %d is not being applied any more: %w", result.Run, rectify.ErrConflict)
	}
	return nil
}

// ImportKind gives what can be imported under a key: a kind of feature, area or context.
func (s *Store) ImportKind(ctx context.Context, key rectify.KindKey) (kind rectify.Kind, err error) {
	err = s.inSnapshot(ctx, func(tx pgx.Tx) error {
		kind, err = importedKind(ctx, tx, key)
		return err
	})
	return kind, err
}
