package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"backstreet/live"
	"backstreet/rectify"
)

// heartbeat keeps proxies from closing a quiet stream, and is when a revoked session is noticed.
const heartbeat = 20 * time.Second

// streamed is one batch of changes as the browser sees it.
type streamed struct {
	Changes   []streamedChange `json:"changes"`
	Areas     bool             `json:"areas,omitempty"`
	Registers bool             `json:"registers,omitempty"`
	NewDay    bool             `json:"new_day,omitempty"`
}

type streamedChange struct {
	ID      rectify.FeatureID `json:"id"`
	Kind    rectify.KindKey   `json:"kind"`
	Status  rectify.Status    `json:"status"`
	Version int64             `json:"version"`
	BBox    [4]float64        `json:"bbox" doc:"Where it is and was"`
	Gone    bool              `json:"gone,omitempty"`
	Geom    bool              `json:"geometry,omitempty"`
}

func (a *API) streamRoutes() {
	op := operation("stream", http.MethodGet, "/api/v1/stream", "What changes, as server-sent events", rectify.StreamRead, scopeNone)
	op = asking(op,
		parameter("header", "Last-Event-ID", "Where to go on", textSchema),
		parameter("query", "cursor", "The same, for who cannot set a header", textSchema))
	op = answering(op, http.StatusOK, "text/event-stream", schemaOf[streamed](a))
	op.Description += " Events: hello, change (the schema is of its data), resync: drop what you kept and read anew."
	a.plain(op, a.stream)
}

// stream tells a browser what changes, from the place in the feed that it names or from now.
func (a *API) stream(w http.ResponseWriter, r *http.Request) {
	since, _ := rectify.ParseCursor(firstOf(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("cursor")))
	batches, cursor := a.Live.Subscribe(r.Context(), since)
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	if r.Method == http.MethodHead {
		return
	}
	control := http.NewResponseController(w)
	send := func(event, id string, data any) error {
		body, err := json.Marshal(data)
		if err != nil {
			return err
		}
		if id != "" {
			id = "id: " + id + "\n"
		}
		if _, err := fmt.Fprintf(w, "event: %s\n%sdata: %s\n\n", event, id, body); err != nil {
			return err
		}
		return control.Flush()
	}
	if send("hello", cursor.String(), map[string]string{"cursor": cursor.String()}) != nil {
		return
	}
	a.metrics.streams.Inc()
	defer a.metrics.streams.Dec()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case batch, more := <-batches:
			if !more || sendBatch(send, batch) != nil {
				return
			}
		case <-beat.C:
			if _, _, err := a.Store.Authenticate(r.Context(), secretOf(r)); err != nil {
				return // revoked, or the database is away: the browser comes back and is told
			}
			if _, err := fmt.Fprint(w, ": still here\n\n"); err != nil || control.Flush() != nil {
				return
			}
		}
	}
}

func sendBatch(send func(event, id string, data any) error, batch live.Batch) error {
	id := batch.Cursor.String()
	if batch.Resync {
		return send("resync", id, struct{}{})
	}
	out := streamed{
		Changes: make([]streamedChange, 0, len(batch.Changes)),
		Areas:   len(batch.Areas) > 0, Registers: batch.Registers, NewDay: batch.NewDay,
	}
	for _, c := range batch.Changes {
		bound := c.Bound
		switch {
		case c.New == nil:
			bound = c.OldBound
		case c.Old != nil:
			bound = bound.Union(c.OldBound)
		}
		out.Changes = append(out.Changes, streamedChange{c.ID, c.Kind, c.Status, c.Version, bbox(bound), c.Gone, c.GeomChanged})
	}
	return send("change", id, out)
}
