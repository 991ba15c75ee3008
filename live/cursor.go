package live

import (
	"slices"
	"strconv"
	"strings"

	"backstreet/rectify"
)

// snapshotSet is PostgreSQL's pg_snapshot: the transactions whose work is seen.
type snapshotSet struct {
	next    uint64   // the first transaction not begun then
	running []uint64 // those before it that were not finished
}

// parseSnapshot reads xmin:xmax:xid,xid,…
func parseSnapshot(text string) (set snapshotSet, ok bool) {
	parts := strings.SplitN(text, ":", 3)
	if len(parts) != 3 {
		return set, false
	}
	var err error
	if set.next, err = strconv.ParseUint(parts[1], 10, 64); err != nil {
		return set, false
	}
	for id := range strings.SplitSeq(parts[2], ",") {
		if id == "" {
			continue
		}
		running, err := strconv.ParseUint(id, 10, 64)
		if err != nil {
			return set, false
		}
		set.running = append(set.running, running)
	}
	return set, true
}

// covers reports whether whoever stands at place saw all that was to be seen at earlier. Cursors of
// one database are in one order whichever replica gave them out, so that a client may come back to
// another replica, or to one that was started anew. Of different epochs none covers another.
func covers(place, earlier rectify.Cursor) bool {
	if place == earlier {
		return true
	}
	now, okNow := parseSnapshot(place.Snapshot)
	then, okThen := parseSnapshot(earlier.Snapshot)
	if !okNow || !okThen || place.Epoch != earlier.Epoch || now.next < then.next {
		return false
	}
	for _, id := range now.running {
		if id < then.next && !slices.Contains(then.running, id) {
			return false // finished for then, still running for now
		}
	}
	return true
}
