package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"backstreet/photo"
	"backstreet/store"
)

// Workers do the jobs of one process.
type Workers struct {
	client *river.Client[pgx.Tx]
	db     *store.Store
	log    *slog.Logger
}

const (
	// importTimeout bounds one import; river's own minute would cut off a city.
	importTimeout = 2 * time.Hour
	// rescueAfter is when river gives up a job whose worker died. It must outlast every timeout.
	rescueAfter = importTimeout + time.Hour
	// cancelGrace is how long a cancelled import may take to roll back.
	cancelGrace = 10 * time.Second
)

// New makes the workers; Start sets them going. Uploaded files are in the bucket, and exported ones go there.
func New(db *store.Store, files *photo.Bucket, log *slog.Logger) (*Workers, error) {
	workers := river.NewWorkers()
	err := errors.Join(
		river.AddWorkerSafely(workers, &importWorker{db: db, files: files, log: log}),
		river.AddWorkerSafely(workers, &exportWorker{db: db, files: files, log: log}),
		river.AddWorkerSafely(workers, &reviewWorker{db: db, log: log}),
		river.AddWorkerSafely(workers, &sweepWorker{db: db, files: files}),
	)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	client, err := river.NewClient(riverpgxv5.New(db.Pool()), &river.Config{
		Queues: map[string]river.QueueConfig{
			store.ImportQueue: {MaxWorkers: 1}, store.ExportQueue: {MaxWorkers: 1}, timetableQueue: {MaxWorkers: 1},
		},
		Workers:              workers,
		PeriodicJobs:         timetable(),
		ReindexerIndexNames:  []string{}, // who serves need not own river's tables
		RescueStuckJobsAfter: rescueAfter,
		Logger:               log,
	})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &Workers{client: client, db: db, log: log}, nil
}

// Start first marks failed what a dead worker left, then takes jobs until Stop. The end of ctx does
// not stop it.
func (w *Workers) Start(ctx context.Context) error {
	failed, err := w.db.FailInterrupted(ctx)
	if err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	for _, id := range failed {
		w.log.WarnContext(ctx, "import was interrupted", "import", id)
	}
	exports, err := w.db.FailInterruptedExports(ctx)
	if err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	for _, id := range exports {
		w.log.WarnContext(ctx, "export was interrupted", "export", id)
	}
	if err := w.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	return nil
}

// Stop takes no more jobs and waits for those that run. When ctx ends first they are cancelled, which
// takes back what they had not finished.
func (w *Workers) Stop(ctx context.Context) error {
	err := w.client.Stop(ctx)
	if err == nil || !errors.Is(err, ctx.Err()) {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cancelGrace)
	defer cancel()
	if err := w.client.StopAndCancel(ctx); err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}
