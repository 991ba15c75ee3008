package live

import (
	"context"
	"sync"

	"backstreet/rectify"
)

const (
	keptBatches   = 1024
	keptChanges   = 20_000 // over all kept batches: they hold old versions of features in memory
	largestBatch  = 5_000  // changes; whoever draws reads anew faster than it applies more than these
	pendingPerSub = 64     // batches that a subscriber may be behind
)

// hub tells subscribers of batches and keeps the last ones for those who come back.
type hub struct {
	mu          sync.Mutex
	cursor      rectify.Cursor // what was told so far
	floor       rectify.Cursor // whoever saw this can be brought up to date from kept
	kept        []Batch
	keptChanges int
	subscribers map[chan Batch]struct{}
	cut         uint64 // subscribers that were too slow
}

// Subscribe gives the batches from now on, and the cursor that they go on from. With a cursor from
// earlier they go on from there; when what was since is no longer kept, or it is of another epoch, the
// first is a Resync. The channel is closed when ctx ends. A subscriber that falls 64 batches behind
// gets a Resync in their place and its channel is closed; it comes back with that batch's cursor.
func (l *Live) Subscribe(ctx context.Context, since rectify.Cursor) (<-chan Batch, rectify.Cursor) {
	h := &l.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	missed := h.missed(since)
	batches := make(chan Batch, len(missed)+pendingPerSub)
	for _, batch := range missed {
		batches <- batch
	}
	h.subscribers[batches] = struct{}{}
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.remove(batches)
	})
	if since != (rectify.Cursor{}) {
		return batches, since // not the present: whoever is cut off before the first batch comes back with it
	}
	return batches, h.cursor
}

// missed gives what a client must be told that was last told of since.
func (h *hub) missed(since rectify.Cursor) []Batch {
	if since == (rectify.Cursor{}) {
		return nil
	}
	if !covers(since, h.floor) {
		return []Batch{{Cursor: h.cursor, Resync: true}}
	}
	var missed []Batch
	for _, batch := range h.kept {
		// A new day has no cursor of its own, so it is told once more rather than not at all.
		if batch.NewDay || !covers(since, batch.Cursor) {
			missed = append(missed, batch)
		}
	}
	return missed
}

// publish keeps a batch and sends it to all; it never waits for anybody.
func (h *hub) publish(batch Batch) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cursor = batch.Cursor
	if batch.empty() {
		return
	}
	if len(batch.Changes)+len(batch.Backdrops) > largestBatch {
		batch = Batch{Cursor: batch.Cursor, Resync: true}
	}
	h.keep(batch)
	for subscriber := range h.subscribers {
		select {
		case subscriber <- batch:
		default:
			h.cutOff(subscriber)
		}
	}
}

func (h *hub) keep(batch Batch) {
	if batch.Resync {
		h.kept, h.keptChanges, h.floor = nil, 0, batch.Cursor
		return
	}
	h.kept = append(h.kept, batch)
	h.keptChanges += len(batch.Changes)
	for len(h.kept) > keptBatches || h.keptChanges > keptChanges {
		h.floor = h.kept[0].Cursor
		h.keptChanges -= len(h.kept[0].Changes)
		h.kept[0] = Batch{} // the array lives on for a while; what it held need not
		h.kept = h.kept[1:]
	}
}

// cutOff empties a full channel, says resync and closes it.
func (h *hub) cutOff(subscriber chan Batch) {
	for len(subscriber) > 0 {
		select {
		case <-subscriber:
		default: // the subscriber was quicker
		}
	}
	subscriber <- Batch{Cursor: h.cursor, Resync: true}
	h.remove(subscriber)
	h.cut++
}

func (h *hub) remove(subscriber chan Batch) {
	if _, subscribed := h.subscribers[subscriber]; subscribed {
		delete(h.subscribers, subscriber)
		close(subscriber)
	}
}
