package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"backstreet/rectify"
)

// ImportQueue is the queue of imports; they take turns, so that one machine is not filled by two.
const ImportQueue = "imports"

// ImportJob asks a worker to read an uploaded file, or to apply it. The run's state is the fence: a
// job whose run is in no state for it does nothing.
type ImportJob struct {
	ImportID rectify.ImportID `json:"import_id"`
	ActorID  rectify.PersonID `json:"actor_id"` // who asked for it; the history names this person
	Apply    bool             `json:"apply"`
}

// Kind names the job for river.
func (ImportJob) Kind() string { return "import" }

// InsertOpts: an import that failed is looked at by a person, never tried again by itself.
func (ImportJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: ImportQueue, MaxAttempts: 1}
}

// Upload is a file that was put into the bucket and is to be imported.
type Upload struct {
	File    string // its name as the user knows it
	Object  string // its key in the bucket
	Kind    rectify.KindKey
	Source  string // empty: the file's name without its ending
	Options rectify.ImportOptions
}

// CreateImport notes an uploaded file and asks a worker to read it.
func (s *Store) CreateImport(ctx context.Context, actor rectify.Person, op Op, upload Upload) (run rectify.Import, replay bool, err error) {
	id, replay, err := once(ctx, s, actor, op, func(tx pgx.Tx) (id rectify.ImportID, err error) {
		if _, err := importedKind(ctx, tx, upload.Kind); err != nil {
			return 0, err
		}
		if err := refuseContext(upload.Kind, actor.AreaIDs); err != nil {
			return 0, err
		}
		err = tx.QueryRow(ctx, `
			INSERT INTO import_run (file, object, source, kind, state, options, actor_id)
			VALUES ($1, $2, $3, $4, 'queued', $5, nullif($6::bigint, 0)) RETURNING id`,
			upload.File, upload.Object, upload.Source, upload.Kind, upload.Options, actor.ID).Scan(&id)
		if err != nil {
			return 0, fmt.Errorf("create import of %s: %w", upload.File, translate(err))
		}
		return id, s.enqueue(ctx, tx, ImportJob{ImportID: id, ActorID: actor.ID})
	})
	if err != nil {
		return run, replay, err
	}
	run, err = s.Import(ctx, id)
	return run, replay, err
}

// ApplyImport asks a worker to do what the preview of an import shows. Who is limited to areas decides only on own
// imports, and on those of people who may write nowhere else.
func (s *Store) ApplyImport(ctx context.Context, actor rectify.Person, op Op, id rectify.ImportID) (run rectify.Import, replay bool, err error) {
	_, replay, err = once(ctx, s, actor, op, func(tx pgx.Tx) (rectify.ImportID, error) {
		if err := refuseForeignRun(ctx, tx, actor, id); err != nil {
			return 0, fmt.Errorf("apply import %d: %w", id, err)
		}
		if err := stepImport(ctx, tx, id, rectify.ImportApplying, rectify.ImportPreviewed); err != nil {
			return 0, fmt.Errorf("apply import %d: %w", id, err)
		}
		return id, s.enqueue(ctx, tx, ImportJob{ImportID: id, ActorID: actor.ID, Apply: true})
	})
	if err != nil {
		return run, replay, err
	}
	run, err = s.Import(ctx, id)
	return run, replay, err
}

// Reading is how a file that is in the bucket already is to be read again.
type Reading struct {
	Kind    rectify.KindKey // empty: the one it was uploaded as
	Options rectify.ImportOptions
}

// ReadImport asks a worker to read the file of an import again in another way, after it could not be read or was
// previewed. Its report and its error are dropped.
func (s *Store) ReadImport(
	ctx context.Context, actor rectify.Person, op Op, id rectify.ImportID, reading Reading,
) (run rectify.Import, replay bool, err error) {
	_, replay, err = once(ctx, s, actor, op, func(tx pgx.Tx) (rectify.ImportID, error) {
		if err := readAgain(ctx, tx, actor, id, reading); err != nil {
			return 0, fmt.Errorf("read import %d: %w", id, err)
		}
		return id, s.enqueue(ctx, tx, ImportJob{ImportID: id, ActorID: actor.ID})
	})
	if err != nil {
		return run, replay, err
	}
	run, err = s.Import(ctx, id)
	return run, replay, err
}

func readAgain(ctx context.Context, tx pgx.Tx, actor rectify.Person, id rectify.ImportID, reading Reading) error {
	if err := refuseForeignRun(ctx, tx, actor, id); err != nil {
		return err
	}
	if reading.Kind != "" {
		if _, err := importedKind(ctx, tx, reading.Kind); err != nil {
			return err
		}
	}
	if err := refuseContext(reading.Kind, actor.AreaIDs); err != nil {
		return err
	}
	if err := stepImport(ctx, tx, id, rectify.ImportQueued, rectify.ImportFailed, rectify.ImportPreviewed); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE import_run SET kind = coalesce(nullif($2, ''), kind), options = $3, report = NULL WHERE id = $1`,
		id, reading.Kind, reading.Options)
	return translate(err)
}

// DiscardImport gives an import up that is not applied yet, whatever is being done with it: a worker that has it finds
// out, and what it was about to apply is taken back. It says which file in the bucket is not needed any more.
func (s *Store) DiscardImport(ctx context.Context, actor rectify.Person, id rectify.ImportID) (object string, err error) {
	err = s.InTx(ctx, func(tx pgx.Tx) error {
		if err := refuseForeignRun(ctx, tx, actor, id); err != nil {
			return err
		}
		err := stepImport(ctx, tx, id, rectify.ImportDiscarded,
			rectify.ImportQueued, rectify.ImportReading, rectify.ImportPreviewed, rectify.ImportApplying, rectify.ImportFailed,
			rectify.ImportDiscarded)
		if err != nil {
			return err
		}
		return tx.QueryRow(ctx, `SELECT object FROM import_run WHERE id = $1`, id).Scan(&object)
	})
	if err != nil {
		return "", fmt.Errorf("discard import %d: %w", id, err)
	}
	return object, nil
}

// stepImport moves a run on from one of the states from, and refuses from any other.
func stepImport(ctx context.Context, tx pgx.Tx, id rectify.ImportID, to rectify.ImportState, from ...rectify.ImportState) error {
	var state rectify.ImportState
	err := tx.QueryRow(ctx, `SELECT state FROM import_run WHERE id = $1 FOR UPDATE`, id).Scan(&state)
	if err != nil {
		return translate(err)
	}
	for _, allowed := range from {
		if state == allowed {
			_, err := tx.Exec(ctx, `
				UPDATE import_run SET state = $2, progress = 0, error = NULL,
					finished_at = CASE WHEN $2 = 'discarded' THEN now() END
				WHERE id = $1`, id, to)
			return err
		}
	}
	return wrongImportState(state, from...)
}

func wrongImportState(state rectify.ImportState, wanted ...rectify.ImportState) error {
	return &rectify.Refusal{
		Code:    rectify.CodeWrongStatus,
		Message: fmt.Sprintf("the import is %s; this can be done while it is %v", state, wanted),
	}
}

func (s *Store) enqueue(ctx context.Context, tx pgx.Tx, job river.JobArgs) error {
	client, err := river.NewClient(riverpgxv5.New(s.pool), &river.Config{Logger: s.log})
	if err != nil {
		return fmt.Errorf("enqueue %s: %w", job.Kind(), err)
	}
	if _, err := client.InsertTx(ctx, tx, job, nil); err != nil {
		return fmt.Errorf("enqueue %s: %w", job.Kind(), err)
	}
	return nil
}
