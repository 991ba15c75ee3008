package jobs

import (
	"time"

	"github.com/riverqueue/river"
)

// timetableQueue is the queue of what the service does by itself on a date.
const timetableQueue = "timetable"

// lookEvery is how often dates are looked at: one that has come is acted on within the hour.
const lookEvery = time.Hour

// lookTimeout bounds one look; river's own minute would cut off a day on which much comes due.
const lookTimeout = 30 * time.Minute

// timetable is done at once and every hour, on whichever replica river has elected.
func timetable() []*river.PeriodicJob {
	return []*river.PeriodicJob{hourly(reviewJob{}), hourly(sweepJob{})}
}

func hourly(job river.JobArgs) *river.PeriodicJob {
	// One that failed is not tried again: the next hour is.
	options := &river.InsertOpts{Queue: timetableQueue, MaxAttempts: 1}
	return river.NewPeriodicJob(river.PeriodicInterval(lookEvery),
		func() (river.JobArgs, *river.InsertOpts) { return job, options },
		&river.PeriodicJobOpts{RunOnStart: true})
}
