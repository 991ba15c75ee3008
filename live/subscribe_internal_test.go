package live

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"backstreet/rectify"
)

func at(step int) rectify.Cursor {
	return rectify.Cursor{Epoch: "e", Snapshot: fmt.Sprintf("%d:%d:", step, step)}
}

func batchOf(step, changes int) Batch {
	return Batch{Cursor: at(step), Changes: make([]Change, changes)}
}

// told takes what lies ready for a subscriber.
func told(batches <-chan Batch) (steps []string, open bool) {
	for {
		select {
		case batch, more := <-batches:
			if !more {
				return steps, false
			}
			step := batch.Cursor.Snapshot
			if batch.Resync {
				step = "resync"
			}
			steps = append(steps, step)
		default:
			return steps, true
		}
	}
}

func loadedHub(t *testing.T) *Live {
	t.Helper()
	l := New(nil, Options{})
	l.hub.publish(Batch{Cursor: at(10), Resync: true})
	return l
}

func TestSubscribe(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		since rectify.Cursor
		want  string
	}{
		{"from now on nothing was missed", rectify.Cursor{}, "[]"},
		{"from the last batch nothing was missed", at(12), "[]"},
		{"from the load all batches were missed", at(10), "[11:11: 12:12:]"},
		{"from between two batches the later was missed", rectify.Cursor{Epoch: "e", Snapshot: "11:12:11"}, "[12:12:]"},
		{"from another replica's place in the future nothing was missed", at(15), "[]"},
		{"from before the load nobody knows what was missed", at(9), "[resync]"},
		{"of another epoch nobody knows what was missed", rectify.Cursor{Epoch: "f", Snapshot: "12:12:"}, "[resync]"},
		{"of what is no cursor nobody knows what was missed", rectify.Cursor{Epoch: "e", Snapshot: "?"}, "[resync]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			l := loadedHub(t)
			l.hub.publish(batchOf(11, 1))
			l.hub.publish(batchOf(12, 1))
			batches, from := l.Subscribe(t.Context(), test.since)
			steps, open := told(batches)
			if got := fmt.Sprint(steps); got != test.want || !open {
				t.Errorf("told %s, want %s", got, test.want)
			}
			if want := test.since; want != (rectify.Cursor{}) && from != want || want == (rectify.Cursor{}) && from != at(12) {
				t.Errorf("goes on from %v", from)
			}
		})
	}
	t.Run("a look that found nothing tells nobody, and moves on where new subscribers begin", func(t *testing.T) {
		t.Parallel()
		l := loadedHub(t)
		l.hub.publish(Batch{Cursor: at(11)})
		batches, from := l.Subscribe(t.Context(), rectify.Cursor{})
		l.hub.publish(Batch{Cursor: at(12)})
		if steps, _ := told(batches); len(steps) > 0 || from != at(11) {
			t.Errorf("told %v from %v", steps, from)
		}
	})
	t.Run("who is too slow is told resync and cut off, the others go on", func(t *testing.T) {
		t.Parallel()
		l := loadedHub(t)
		slow, _ := l.Subscribe(t.Context(), rectify.Cursor{})
		quick, _ := l.Subscribe(t.Context(), rectify.Cursor{})
		for step := 11; step < 11+pendingPerSub+1; step++ {
			l.hub.publish(batchOf(step, 1))
			if steps, open := told(quick); len(steps) != 1 || !open {
				t.Fatalf("the quick one is told %v", steps)
			}
		}
		if steps, open := told(slow); fmt.Sprint(steps) != "[resync]" || open {
			t.Errorf("the slow one is told %v and open is %v", steps, open)
		}
		if stats := l.Stats(); stats.Cut != 1 || stats.Subscribers != 1 {
			t.Errorf("stats are %+v", stats)
		}
	})
	t.Run("too large a batch is told as resync", func(t *testing.T) {
		t.Parallel()
		l := loadedHub(t)
		batches, _ := l.Subscribe(t.Context(), rectify.Cursor{})
		l.hub.publish(batchOf(11, largestBatch+1))
		if steps, open := told(batches); fmt.Sprint(steps) != "[resync]" || !open {
			t.Errorf("told %v and open is %v", steps, open)
		}
	})
	t.Run("only so much is kept", func(t *testing.T) {
		t.Parallel()
		l := loadedHub(t)
		for step := 11; step < 31; step++ {
			l.hub.publish(batchOf(step, largestBatch))
		}
		if l.hub.keptChanges > keptChanges || len(l.hub.kept) != keptChanges/largestBatch {
			t.Errorf("kept %d changes in %d batches", l.hub.keptChanges, len(l.hub.kept))
		}
		late, _ := l.Subscribe(t.Context(), at(25))
		if steps, _ := told(late); fmt.Sprint(steps) != "[resync]" {
			t.Errorf("who comes back too late is told %v", steps)
		}
		early, _ := l.Subscribe(t.Context(), at(26))
		if steps, _ := told(early); len(steps) != 4 {
			t.Errorf("who comes back in time is told %v", steps)
		}
	})
	t.Run("the channel is closed when the context ends", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			l := loadedHub(t)
			ctx, cancel := context.WithCancel(t.Context())
			batches, _ := l.Subscribe(ctx, rectify.Cursor{})
			cancel()
			synctest.Wait()
			if _, open := told(batches); open || l.Stats().Subscribers != 0 {
				t.Error("it is still subscribed")
			}
		})
	})
}
