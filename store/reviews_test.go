package store_test

import (
	"testing"
	"time"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestResumeDue(t *testing.T) {
	t.Parallel()
	now := time.Date(2022, 8, 30, 9, 0, 0, 0, time.UTC)
	db := storetest.New(t, store.Options{Now: func() time.Time { return now }})
	planner := person(t, db, "planner", "", rectify.RolePlanner)
	today := rectify.DayOf(now)
	streets := plantStreets(t, db, 2)
	for i, id := range streets {
		for _, command := range []rectify.Command{
			{Event: rectify.EventList, Note: "破损", Photos: shown(rectify.PhaseBefore)},
			{Event: rectify.EventSuspend, Note: "等拆迁", ReviewOn: today + rectify.Day(10+i)},
		} {
			if err := fire(t, db, planner, id, command); err != nil {
				t.Fatal(err)
			}
		}
	}
	resume := func(days int, want int) {
		t.Helper()
		now = today.Time().Add(time.Duration(24*days) * time.Hour)
		got, err := db.ResumeDue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%d days later %d features are resumed, want %d", days, got, want)
		}
	}
	resume(9, 0)
	resume(10, 1)
	resume(10, 0)
	if status := query[string](t, db, `SELECT status FROM feature WHERE id = $1`, streets[0]); status != "listed" {
		t.Errorf("the resumed street is %s, want listed as before it was suspended", status)
	}
	if n := query[int](t, db, `SELECT count(*) FROM event WHERE event = 'resume' AND role = 'system' AND actor_id IS NULL`); n != 1 {
		t.Errorf("the history has %d resumptions by the service, want 1", n)
	}
}
