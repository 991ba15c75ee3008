package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"backstreet/store"
)

// reviewJob asks to resume the suspended work whose review day has come.
type reviewJob struct{}

func (reviewJob) Kind() string { return "review" }

type reviewWorker struct {
	river.WorkerDefaults[reviewJob]
	db  *store.Store
	log *slog.Logger
}

// Timeout of one job.
func (*reviewWorker) Timeout(*river.Job[reviewJob]) time.Duration { return lookTimeout }

// Work does one job.
func (w *reviewWorker) Work(ctx context.Context, _ *river.Job[reviewJob]) error {
	resumed, err := w.db.ResumeDue(ctx)
	if resumed > 0 {
		w.log.InfoContext(ctx, "suspended work is due for review", "resumed", resumed)
	}
	if err != nil {
		return fmt.Errorf("review: %w", err)
	}
	return nil
}
