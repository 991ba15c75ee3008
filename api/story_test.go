package api_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/paulmach/orb/encoding/mvt"

	"backstreet/geo"
)

// TestAStreetIsPutRight follows one street from the drawing to the verified work, with all that may go
// wrong on the way.
func TestAStreetIsPutRight(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	planner, worker, mate := d.signIn(t, "planner"), d.signIn(t, "worker"), d.signIn(t, "mate")
	checker := d.signIn(t, "checker")
	told := planner.listen()

	id := planner.draw()
	planner.wantTile("unsurveyed")

	before := newShot(1)
	planner.fire(id, "list", object{"note": "没有路灯", "photos": []any{before.claim("before")}}).want(http.StatusOK, "")
	planner.wantTile("listed")
	planner.send(http.MethodPut, before.path(), newShot(2).bytes).want(http.StatusUnprocessableEntity, "photo_hash_mismatch")
	planner.get(before.path()).want(http.StatusNotFound, "photo_owed")
	for range 2 { // sent again, the same answer
		planner.send(http.MethodPut, before.path(), before.bytes).want(http.StatusOK, "")
	}

	plan := planner.command(id, "plan", object{"unit_id": ourUnit, "due_on": (today + 10).String()})
	events := fmt.Sprintf("/api/v1/features/%d/events", id)
	first := planner.send(http.MethodPost, events, plan)
	first.want(http.StatusOK, "")
	planner.wantTile("planned")
	again := planner.send(http.MethodPost, events, plan)
	again.want(http.StatusOK, "")
	if first.body["replay"] != false || again.body["replay"] != true {
		t.Errorf("replay is %v, then %v", first.body["replay"], again.body["replay"])
	}
	if diff := cmp.Diff(first.body["event"], again.body["event"]); diff != "" {
		t.Errorf("the replay tells another event (-first +again):\n%s", diff)
	}
	plan["due_on"] = (today + 11).String()
	planner.send(http.MethodPost, events, plan).want(http.StatusUnprocessableEntity, "op_id_reused")

	after := newShot(3)
	worker.fire(id, "submit", object{
		"quantity_done": 1, "photos": []any{after.claim("after")},
		"position": object{"lon": middle[0], "lat": middle[1], "accuracy_m": 5},
	}).want(http.StatusOK, "")
	worker.wantTile("submitted")
	checker.fire(id, "pass", nil).want(http.StatusConflict, "photo_owed")
	worker.send(http.MethodPut, after.path(), after.bytes).want(http.StatusOK, "")
	worker.fire(id, "pass", nil).want(http.StatusForbidden, "doer_is_verifier")
	mate.fire(id, "pass", nil).want(http.StatusForbidden, "same_unit")

	wantDone(planner, 0)
	checker.fire(id, "pass", nil).want(http.StatusOK, "")
	checker.wantTile("verified")
	wantDone(planner, 1)
	told.wait(id, "verified")
	wantHistory(planner, id)
}

func TestASubmissionIsWithdrawnUntilAVerifierOfAnotherUnitOpensIt(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	planner, worker, mate := d.signIn(t, "planner"), d.signIn(t, "worker"), d.signIn(t, "mate")
	checker := d.signIn(t, "checker")
	id := planner.draw()
	planner.fire(id, "list", object{"note": "坑洼", "photos": []any{newShot(1).claim("before")}}).want(http.StatusOK, "")
	planner.fire(id, "plan", object{"unit_id": ourUnit, "due_on": (today + 10).String()}).want(http.StatusOK, "")
	submit := func(shot shot) {
		worker.fire(id, "submit", object{
			"quantity_done": 1, "note": "没有信号", "photos": []any{shot.claim("after")},
		}).want(http.StatusOK, "")
	}
	dossier := fmt.Sprintf("/api/v1/features/%d", id)

	submit(newShot(2))
	mate.get(dossier).want(http.StatusOK, "")
	worker.get(dossier).want(http.StatusOK, "") // the worker may verify too, but not this
	worker.fire(id, "withdraw", nil).want(http.StatusOK, "")

	submit(newShot(3))
	checker.get(dossier).want(http.StatusOK, "")
	worker.fire(id, "withdraw", nil).want(http.StatusConflict, "opened_by_verifier")
}

func TestATileIsSentOnce(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	planner := d.signIn(t, "planner")
	planner.draw()
	first := planner.get(tilePath())
	first.want(http.StatusOK, "")
	second := planner.send(http.MethodGet, tilePath(), nil, "If-None-Match", first.header.Get("ETag"))
	if second.status != http.StatusNotModified || len(second.raw) > 0 {
		t.Errorf("got %d with %d bytes", second.status, len(second.raw))
	}
	planner.draw()
	third := planner.send(http.MethodGet, tilePath(), nil, "If-None-Match", first.header.Get("ETag"))
	third.want(http.StatusOK, "")
}

func TestListAndCountsWithoutConditionMeanAll(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	planner := d.signIn(t, "planner")
	planner.draw()
	id := planner.draw()
	for path, want := range map[string]float64{
		"/api/v1/features": 2, "/api/v1/features/counts": 2, fmt.Sprintf("/api/v1/features?ids=%d", id): 1,
		"/api/v1/features?kind=berth": 0, "/api/v1/features?bbox=113,33,115,34": 2, "/api/v1/features?bbox=1,1,2,2": 0,
	} {
		got := planner.get(path)
		got.want(http.StatusOK, "")
		if got.body["total"] != want {
			t.Errorf("%s: total %v, want %v", path, got.body["total"], want)
		}
	}
}

// wantDone checks how many back streets are done, by the progress of the whole district.
func wantDone(c *client, want float64) {
	c.t.Helper()
	got := c.get("/api/v1/progress")
	got.want(http.StatusOK, "")
	for _, of := range got.body["kinds"].([]any) {
		kind := of.(object)
		if kind["kind"] == "back_street" && (kind["done_count"] != want || kind["target"] != 10.0) {
			c.t.Errorf("progress: %v done of %v, want %v of 10", kind["done_count"], kind["target"], want)
		}
	}
}

// wantHistory checks who did what, when and where, newest first.
func wantHistory(c *client, id int64) {
	c.t.Helper()
	got := c.get(fmt.Sprintf("/api/v1/features/%d/events", id))
	got.want(http.StatusOK, "")
	var lines []string
	for _, of := range got.body["items"].([]any) {
		event := of.(object)
		at := "nowhere"
		if position, ok := event["position"].(object); ok {
			at = fmt.Sprintf("%v %v ±%v", position["lon"], position["lat"], position["accuracy_m"])
		}
		lines = append(lines, fmt.Sprintf("%v %v→%v by %v at %v, %s, %d photos", event["event"], event["from_status"],
			event["to_status"], event["actor"].(object)["name"], event["at"].(string)[:10], at, len(event["photos"].([]any))))
	}
	want := []string{
		"pass submitted→verified by CHECKER at 2022-08-30, nowhere, 0 photos",
		"submit planned→submitted by WORKER at 2022-08-30, 114.01 33.57 ±5, 1 photos",
		"plan listed→planned by PLANNER at 2022-08-30, nowhere, 0 photos",
		"list unsurveyed→listed by PLANNER at 2022-08-30, nowhere, 1 photos",
		"create <nil>→unsurveyed by PLANNER at 2022-08-30, nowhere, 0 photos",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		c.t.Errorf("history (-want +got):\n%s", diff)
	}
}

// tilePath is the tile that the drawn streets lie in.
func tilePath() string {
	const zoom = 15
	x, y := geo.World(geo.Point{middle[0] + 0.0005, middle[1]})
	n := math.Exp2(zoom)
	return fmt.Sprintf("/tiles/%d/%d/%d.mvt", zoom, int(x*n), int(y*n))
}

// wantTile checks that the tile shows the one street in a status.
func (c *client) wantTile(status string) {
	c.t.Helper()
	got := c.send(http.MethodGet, tilePath(), nil)
	got.want(http.StatusOK, "")
	layers, err := mvt.Unmarshal(got.raw)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, layer := range layers {
		for _, feature := range layer.Features {
			if layer.Name == "back_street" && feature.Properties["status"] != status {
				c.t.Errorf("the tile shows %v, want status %s", feature.Properties, status)
			}
		}
	}
	if len(layers) == 0 {
		c.t.Error("the tile is empty")
	}
}

// shot is a photo.
type shot struct {
	uid   string
	bytes []byte
}

func newShot(n int) shot {
	var encoded bytes.Buffer
	_ = jpeg.Encode(&encoded, image.NewGray(image.Rect(0, 0, 16*n, 16)), nil) // a buffer takes everything
	return shot{uuid.NewString(), encoded.Bytes()}
}

func (s shot) path() string { return "/api/v1/photos/" + s.uid }

func (s shot) claim(phase string) object {
	sum := sha256.Sum256(s.bytes)
	return object{"uid": s.uid, "sha256": hex.EncodeToString(sum[:]), "bytes": len(s.bytes), "phase": phase}
}

// stream is an open change stream.
type stream struct {
	t     *testing.T
	lines *bufio.Scanner
}

// listen opens the stream and reads its hello.
func (c *client) listen() *stream {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.url+"/api/v1/stream", nil)
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Cookie", c.cookie)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = response.Body.Close() })
	s := &stream{c.t, bufio.NewScanner(response.Body)}
	if s.lines.Scan(); s.lines.Text() != "event: hello" {
		c.t.Fatalf("the stream begins with %q", s.lines.Text())
	}
	return s
}

// wait reads until the stream tells that the feature is in the status.
func (s *stream) wait(id int64, status string) {
	s.t.Helper()
	for s.lines.Scan() {
		data, ok := strings.CutPrefix(s.lines.Text(), "data: ")
		if !ok {
			continue
		}
		var batch struct {
			Changes []struct {
				ID     int64
				Status string
			}
		}
		if err := json.Unmarshal([]byte(data), &batch); err != nil {
			s.t.Fatalf("%s: %v", data, err)
		}
		for _, change := range batch.Changes {
			if change.ID == id && change.Status == status {
				return
			}
		}
	}
	s.t.Errorf("the stream ended before %d was %s: %v", id, status, s.lines.Err())
}
