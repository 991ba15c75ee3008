package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"backstreet/rectify"
)

// editor fires events by the API, one after the other, and looks at once whether tiles show them.
type editor struct {
	subjects         []*subject
	service, replica target
	edits            connection // to the service
	looks, elsewhere connection // to the service and to the replica
	random           *rand.Rand
	today            rectify.Day

	seen seen
}

// seen is what an editor saw.
type seen struct {
	edits   int
	tiles   int             // looked at in the service
	stale   int             // of those, showing what was before
	took    []time.Duration // from sending an edit until it was acknowledged
	reached []time.Duration // from there until the replica's tile showed it
	missed  int             // edits that the replica did not show in time
}

// replicaPatience is how long a replica may take before it counts as missed.
const replicaPatience = 5 * time.Second

func newEditor(c *city, subjects []*subject, number uint64) *editor {
	way := target{path: enginePath("/tiles", sessionLayers), headers: c.bearer()}
	e := &editor{
		subjects: subjects, service: way, replica: way,
		random: rand.New(rand.NewPCG(1, number)), today: rectify.DayOf(time.Now()),
	}
	e.service.process, e.replica.process = c.service, c.replica
	e.edits.host, e.looks.host, e.elsewhere.host = c.service.host, c.service.host, c.replica.host
	return e
}

// work takes a turn for each edit until there are none left.
func (e *editor) work(ctx context.Context, turns <-chan int) error {
	defer e.edits.close()
	defer e.looks.close()
	defer e.elsewhere.close()
	for turn := range turns {
		s := e.subjects[e.random.IntN(len(e.subjects))]
		z := s.shownFrom() + e.random.IntN(19-s.shownFrom())
		if err := e.edit(s, turn); err != nil {
			return err
		}
		acknowledged := time.Now()
		if err := e.look(s, z); err != nil {
			return err
		}
		if err := e.await(ctx, s, z, acknowledged); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (e *editor) edit(s *subject, turn int) error {
	event := s.next(turn, e.today)
	event["op_id"] = uuid.NewString()
	body, err := json.Marshal(event)
	if err != nil {
		return fmt.Errorf("write an event: %w", err)
	}
	request := fmt.Appendf(nil, "POST /api/v1/features/%d/events HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s",
		s.id, e.edits.host, len(body), e.service.headers, body)
	began := time.Now()
	a, err := e.edits.ask(request, true)
	e.seen.took = append(e.seen.took, time.Since(began))
	if err != nil {
		return err
	}
	var told struct {
		Feature struct {
			Version int64
			Status  rectify.Status
			Due     rectify.Day `json:"due_on"`
		}
	}
	if err := json.Unmarshal(a.body, &told); a.status != 200 || err != nil {
		return fmt.Errorf("%s of feature %d is answered with %d: %s", event["event"], s.id, a.status, a.body)
	}
	s.version, s.status, s.due = told.Feature.Version, told.Feature.Status, told.Feature.Due
	e.seen.edits++
	return nil
}

// look asks for every tile that may show the subject, its neighbours' buffers too.
func (e *editor) look(s *subject, z int) error {
	somewhere := false
	for _, of := range s.tiles(z) {
		a, err := e.looks.ask(e.service.request(of), true)
		if err != nil {
			return err
		}
		there, fresh, err := s.shown(a.body)
		if err != nil {
			return err
		}
		e.seen.tiles++
		somewhere = somewhere || there
		if there && !fresh {
			e.seen.stale++
		}
	}
	if !somewhere {
		return fmt.Errorf("no tile of zoom %d shows %s %d", z, s.kind, s.id)
	}
	return nil
}

// await looks into the replica's tiles until one shows the edit.
func (e *editor) await(ctx context.Context, s *subject, z int, acknowledged time.Time) error {
	for time.Since(acknowledged) < replicaPatience && ctx.Err() == nil {
		asked := time.Now()
		for _, of := range s.tiles(z) {
			a, err := e.elsewhere.ask(e.replica.request(of), true)
			if err != nil {
				return err
			}
			_, fresh, err := s.shown(a.body)
			if err != nil {
				return err
			}
			if fresh {
				e.seen.reached = append(e.seen.reached, max(0, asked.Sub(acknowledged)))
				return nil
			}
		}
		time.Sleep(2 * time.Millisecond) // a poll without pause would take a processor from those it waits for
	}
	e.seen.missed++
	return nil
}
