package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"backstreet/store"
)

// reviewQueue is the queue of what the service does by itself on a date.
const reviewQueue = "reviews"

// reviewEvery is how often days are looked at: a day that began is acted on within the hour.
const reviewEvery = time.Hour

// reviewJob asks to resume the suspended work whose review day has come.
type reviewJob struct{}

func (reviewJob) Kind() string { return "review" }

// InsertOpts: the next hour tries again.
func (reviewJob) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: reviewQueue, MaxAttempts: 1}
}

// reviews is the timetable: at once and every hour, on whichever replica river has elected.
func reviews() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(reviewEvery),
		func() (river.JobArgs, *river.InsertOpts) { return reviewJob{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true})
}

type reviewWorker struct {
	river.WorkerDefaults[reviewJob]
	db  *store.Store
	log *slog.Logger
}

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
