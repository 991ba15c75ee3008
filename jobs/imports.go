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
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	err = w.run(ctx, run, job.Args, stop)
	if err == nil {
		w.log.InfoContext(ctx, "import done", "import", run.ID, "apply", job.Args.Apply, "ms", time.Since(began).Milliseconds())
		return nil
	}
	failure, expected := failureOf(ctx, err)
	// The job's own context may be what has ended.
	telling, cancel := context.WithTimeout(context.WithoutCancel(ctx), cancelGrace)
	defer cancel()
	if w.givenUp(telling, run.ID) {
		w.log.InfoContext(ctx, "import given up", "import", run.ID)
		return nil
	}
	if told := w.db.ImportFailed(telling, run.ID, failure); told != nil {
		return errors.Join(err, told)
	}
	if expected {
		w.log.InfoContext(ctx, "import refused", "import", run.ID, "code", failure.Code)
		return nil
	}
	return err
}

// givenUp tells whether somebody discarded the run while it was worked on; then its end is nobody's business.
func (w *importWorker) givenUp(ctx context.Context, id rectify.ImportID) bool {
	run, err := w.db.Import(ctx, id)
	return err == nil && run.State == rectify.ImportDiscarded
}

// run calls stop when it finds that the run was given up.
func (w *importWorker) run(ctx context.Context, run rectify.Import, job store.ImportJob, stop func()) error {
	kind, err := w.db.ImportKind(ctx, run.Kind)
	if err != nil {
		return err
	}
	file, remove, err := w.download(ctx, run)
	if err != nil {
		return err
	}
	defer remove()
	control, forget, err := controlFile(run.Options.Control)
	if err != nil {
		return err
	}
	defer forget()
	report, err := importer.Import(ctx, importer.Options{
		File: file, Kind: kind, Source: run.Source, Run: run.ID, Actor: job.ActorID, DryRun: !job.Apply,
		Layer: run.Options.Layer, CRS: run.Options.CRS, Encoding: run.Options.Encoding, Map: run.Options.Map, Gone: run.Options.Gone, Anywhere: run.Options.Anywhere,
		SwapAxes: run.Options.SwapAxes, Units: run.Options.Units, Control: control,
	}, w.db, w.progress(ctx, run.ID, stop))
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

func (w *importWorker) progress(ctx context.Context, id rectify.ImportID, stop func()) importer.Progress {
	told := time.Now()
	return func(done, total int64) {
		if total == 0 || time.Since(told) < progressEvery {
			return
		}
		told = time.Now()
		wanted, err := w.db.ImportProgress(ctx, id, readingShare*float64(done)/float64(total))
		switch {
		case err != nil:
			w.log.DebugContext(ctx, "import progress", "import", id, "error", err) // the import itself goes on
		case !wanted:
			stop()
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
		return rectify.ImportError{Code: refusal.Code, Detail: detail, Candidates: candidatesOf(refusal)}, true
	case errors.Is(err, errNothingTaken):
		return rectify.ImportError{
			Code:   "nothing_taken",
			Detail: "every record was quarantined; the report says why each one was",
		}, true
	case errors.As(err, &invalid):
		failure := rectify.ImportError{Code: invalid.Rule, Detail: invalid.Error()}
		for _, choice := range invalid.Choices {
			failure.Candidates = append(failure.Candidates, rectify.ImportCandidate{Value: choice})
		}
		return failure, true
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

func candidatesOf(refusal *importer.Refusal) []rectify.ImportCandidate {
	candidates := make([]rectify.ImportCandidate, len(refusal.Candidates))
	for i, name := range refusal.Candidates {
		value, swap := importer.Choice(name)
		candidates[i] = rectify.ImportCandidate{Value: value, SwapAxes: swap}
		if at, known := refusal.Centres[name]; known {
			candidates[i].Centre = &at
		}
	}
	return candidates
}
