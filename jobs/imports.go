package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/riverqueue/river"

	"backstreet/importer"
	"backstreet/photo"
	"backstreet/rectify"
	"backstreet/store"
)

// importWorker reads an uploaded file for its preview, or applies it.
type importWorker struct {
	river.WorkerDefaults[store.ImportJob]
	db    *store.Store
	files *photo.Bucket
	log   *slog.Logger
}

// Timeout of one job.
func (*importWorker) Timeout(*river.Job[store.ImportJob]) time.Duration { return importTimeout }

// Work does one job. What is wrong with the file is the run's outcome; only what is wrong with the
// service is an error of the job.
func (w *importWorker) Work(ctx context.Context, job *river.Job[store.ImportJob]) error {
	release, err := w.db.HoldImport(ctx, job.Args.ImportID)
	if err != nil {
		return err
	}
	defer release()
	run, ready, err := w.db.StartImport(ctx, job.Args)
	if err != nil || !ready {
		return err
	}
	began := time.Now()
	err = w.run(ctx, run, job.Args)
	if err == nil {
		w.log.InfoContext(ctx, "import done", "import", run.ID, "apply", job.Args.Apply, "ms", time.Since(began).Milliseconds())
		return nil
	}
	failure, expected := failureOf(ctx, err)
	// The job's own context may be what has ended.
	telling, cancel := context.WithTimeout(context.WithoutCancel(ctx), cancelGrace)
	defer cancel()
	if told := w.db.ImportFailed(telling, run.ID, failure); told != nil {
		return errors.Join(err, told)
	}
	if expected {
		w.log.InfoContext(ctx, "import refused", "import", run.ID, "code", failure.Code)
		return nil
	}
	return err
}

func (w *importWorker) run(ctx context.Context, run rectify.Import, job store.ImportJob) error {
	kind, err := w.db.ImportKind(ctx, run.Kind)
	if err != nil {
		return err
	}
	file, remove, err := w.download(ctx, run)
	if err != nil {
		return err
	}
	defer remove()
	report, err := importer.Import(ctx, importer.Options{
		File: file, Kind: kind, Source: run.Source, Run: run.ID, Actor: job.ActorID, DryRun: !job.Apply,
		Layer: run.Options.Layer, CRS: run.Options.CRS, Encoding: run.Options.Encoding, Map: run.Options.Map, Gone: run.Options.Gone, Anywhere: run.Options.Anywhere,
	}, w.db, w.progress(ctx, run.ID))
	if err != nil {
		return err
	}
	if !job.Apply {
		return w.db.ImportPreviewed(ctx, run.ID, report)
	}
	if report.Quarantined == report.Read {
		return errNothingTaken
	}
	return nil
}

var errNothingTaken = errors.New("nothing was taken")

// progressEvery keeps a fast reader from writing its row all the time.
const progressEvery = 500 * time.Millisecond

// readingShare is how much of an import reading is; comparing and applying come after the last byte.
const readingShare = 0.7

func (w *importWorker) progress(ctx context.Context, id rectify.ImportID) importer.Progress {
	told := time.Now()
	return func(done, total int64) {
		if total == 0 || time.Since(told) < progressEvery {
			return
		}
		told = time.Now()
		if err := w.db.ImportProgress(ctx, id, readingShare*float64(done)/float64(total)); err != nil {
			w.log.DebugContext(ctx, "import progress", "import", id, "error", err) // the import itself goes on
		}
	}
}

// failureOf says why nothing was imported, for whoever uploaded the file. expected is false where the
// log, not the user, must be told the particulars.
func failureOf(ctx context.Context, err error) (failure rectify.ImportError, expected bool) {
	var refusal *importer.Refusal
	var invalid *rectify.Invalid
	switch {
	case ctx.Err() != nil:
		return rectify.ImportError{
			Code:   "interrupted",
			Detail: "the service stopped while this import was running; nothing was changed; upload the file again",
		}, true
	case errors.As(err, &refusal):
		detail := refusal.Message
		if len(refusal.Candidates) > 0 {
			detail = fmt.Sprintf("%s (choose from: %s)", detail, strings.Join(refusal.Candidates, ", "))
		}
		return rectify.ImportError{Code: refusal.Code, Detail: detail}, true
	case errors.Is(err, errNothingTaken):
		return rectify.ImportError{
			Code:   "nothing_taken",
			Detail: "every record was quarantined; the report says why each one was",
		}, true
	case errors.As(err, &invalid):
		return rectify.ImportError{Code: invalid.Rule, Detail: invalid.Error()}, true
	case errors.Is(err, rectify.ErrConflict):
		return rectify.ImportError{
			Code:   "conflict",
			Detail: "somebody changed the same features meanwhile; nothing was changed; upload the file again",
		}, false
	}
	return rectify.ImportError{
		Code:   "internal",
		Detail: "the import failed for a reason that is not in the file; nothing was changed; the service's log has it",
	}, false
}
