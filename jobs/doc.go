// Package jobs does in the background what a request cannot wait for: it reads and applies uploaded
// imports and writes the files that exports ask for. By its timetable it resumes suspended work on its review
// day and deletes old exports. A job is a row of river's in the same database, written in the transaction that
// asks for it; what it came to is told by the run's own row (see store.Import, store.ExportOf), not by river's.
//
// An import is never tried again by itself and is fenced by its run's state, so that no file is
// applied twice. A worker that dies leaves nothing but a run that the next start marks failed.
//
//	workers, err := jobs.New(db, bucket, log)
//	err = workers.Start(ctx)
//	defer workers.Stop(ctx)
package jobs
