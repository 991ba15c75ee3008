package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"backstreet/photo"
	"backstreet/store"
)

// sweepJob asks to delete the exported files that nobody can fetch any more.
type sweepJob struct{}

func (sweepJob) Kind() string { return "sweep" }

type sweepWorker struct {
	river.WorkerDefaults[sweepJob]
	db    *store.Store
	files *photo.Bucket
}

// Timeout of one job.
func (*sweepWorker) Timeout(*river.Job[sweepJob]) time.Duration { return lookTimeout }

// Work does one job. A file that cannot be deleted is tried again by the next.
func (w *sweepWorker) Work(ctx context.Context, _ *river.Job[sweepJob]) error {
	old, err := w.db.ExpireExports(ctx)
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	for _, run := range old {
		deleted := w.files.DeleteFile(ctx, run.Object)
		if deleted == nil {
			deleted = w.db.ExportSwept(ctx, run.ID)
		}
		err = errors.Join(err, deleted)
	}
	return err
}
