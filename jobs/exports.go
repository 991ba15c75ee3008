package jobs

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/riverqueue/river"

	"backstreet/importer"
	"backstreet/importer/export"
	"backstreet/photo"
	"backstreet/rectify"
	"backstreet/store"
)

// exportTimeout bounds one export.
const exportTimeout = 30 * time.Minute

// exportWorker writes a file that somebody asked for and keeps it in the bucket.
type exportWorker struct {
	river.WorkerDefaults[store.ExportJob]
	db    *store.Store
	files *photo.Bucket
	log   *slog.Logger
}

// Timeout of one job.
func (*exportWorker) Timeout(*river.Job[store.ExportJob]) time.Duration { return exportTimeout }

// Work does one job. What cannot be written as asked is the run's outcome; only what is wrong with the service is
// an error of the job.
func (w *exportWorker) Work(ctx context.Context, job *river.Job[store.ExportJob]) error {
	id := job.Args.ExportID
	release, err := w.db.HoldExport(ctx, id)
	if err != nil {
		return err
	}
	defer release()
	run, ready, err := w.db.StartExport(ctx, id)
	if err != nil || !ready {
		return err
	}
	began := time.Now()
	done, err := w.run(ctx, run)
	if err == nil {
		w.log.InfoContext(ctx, "export done", "export", id, "rows", done.Rows, "bytes", done.Bytes, "ms", time.Since(began).Milliseconds())
		return nil
	}
	if errors.Is(err, errDiscarded) {
		w.log.InfoContext(ctx, "export discarded", "export", id)
		return nil
	}
	failure, expected := exportFailure(ctx, err)
	// The job's own context may be what has ended.
	telling, cancel := context.WithTimeout(context.WithoutCancel(ctx), cancelGrace)
	defer cancel()
	if told := w.db.ExportFailed(telling, id, failure); told != nil {
		return errors.Join(err, told)
	}
	if expected {
		w.log.InfoContext(ctx, "export refused", "export", id, "code", failure.Code)
		return nil
	}
	return err
}

var errDiscarded = errors.New("the export was discarded")

// run writes the file in a folder of its own and moves it into the bucket.
func (w *exportWorker) run(ctx context.Context, run rectify.Export) (rectify.Export, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	file, err := export.New("", fileName(run), run.Options)
	if err != nil {
		return run, err
	}
	defer file.Close()
	query := rectify.ExportQuery{Filter: run.Filter, Today: run.Today, ActorID: run.ActorID, SRID: file.SRID()}
	tally, err := w.db.Export(ctx, query, file, w.progress(ctx, run.ID, cancel))
	if err == nil {
		var result export.Result
		if result, err = file.Finish(ctx, tally); err == nil {
			run.Rows = tally.Rows
			return w.keep(ctx, run, result)
		}
	}
	if cause := context.Cause(ctx); errors.Is(cause, errDiscarded) {
		return run, cause
	}
	return run, err
}

// keep stores the file; one that was discarded meanwhile is not kept.
func (w *exportWorker) keep(ctx context.Context, run rectify.Export, result export.Result) (rectify.Export, error) {
	from, err := os.Open(result.Path)
	if err != nil {
		return run, err
	}
	defer from.Close()
	run.File, run.Notes = result.Name, result.Notes
	if run.Bytes, err = w.files.PutExport(ctx, run.Object, from); err != nil {
		return run, err
	}
	err = w.db.ExportReady(ctx, run)
	if err != nil {
		err = errors.Join(err, w.files.DeleteFile(context.WithoutCancel(ctx), run.Object))
	}
	if errors.Is(err, rectify.ErrConflict) {
		return run, errDiscarded
	}
	return run, err
}

// fileName tells kind and day, without an ending.
func fileName(run rectify.Export) string {
	what := "backstreet"
	if len(run.Filter.Kinds) == 1 {
		what = string(run.Filter.Kinds[0])
	}
	return what + "-" + run.Today.String()
}

// writingShare is how much of an export reading and writing is; GDAL and the bucket come after the last feature.
const writingShare = 0.8

// progress also learns whether anybody still wants the file.
func (w *exportWorker) progress(ctx context.Context, id rectify.ExportID, cancel context.CancelCauseFunc) func(done, total int64) {
	told := time.Now()
	return func(done, total int64) {
		if time.Since(told) < progressEvery {
			return
		}
		told = time.Now()
		wanted, err := w.db.ExportProgress(ctx, id, writingShare*float64(done)/float64(total))
		if err != nil {
			w.log.DebugContext(ctx, "export progress", "export", id, "error", err) // the export itself goes on
		} else if !wanted {
			cancel(errDiscarded)
		}
	}
}

// exportFailure says why there is no file, for whoever asked for it. expected is false where the log, not the user,
// must be told the particulars.
func exportFailure(ctx context.Context, err error) (failure rectify.ImportError, expected bool) {
	var refusal *importer.Refusal
	var invalid *rectify.Invalid
	switch {
	case ctx.Err() != nil:
		return rectify.ImportError{Code: "interrupted", Detail: "the service stopped while this file was being written; ask for it again"}, true
	case errors.Is(err, export.ErrNothing):
		return rectify.ImportError{Code: "nothing_meant", Detail: "no feature meets the filter, or none within your areas"}, true
	case errors.Is(err, rectify.ErrForbidden):
		return rectify.ImportError{Code: "role_not_allowed", Detail: "your role may not export any more"}, true
	case errors.Is(err, rectify.ErrTooLarge):
		return rectify.ImportError{Code: "too_large", Detail: "the file would be larger than 4 GB; narrow the filter"}, true
	case errors.As(err, &refusal) && refusal.Code != importer.RefusedBroken:
		return rectify.ImportError{Code: refusal.Code, Detail: refusal.Message}, true
	case errors.As(err, &invalid):
		return rectify.ImportError{Code: invalid.Rule, Detail: invalid.Error()}, true
	}
	return rectify.ImportError{Code: "internal", Detail: "the file could not be written; the service's log has the reason"}, false
}
