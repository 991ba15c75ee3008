package api_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"testing"

	"github.com/google/uuid"

	"backstreet/geo"
	"backstreet/rectify"
)

// probe is a request that would do something outside the area of the person called limited.
type probe struct {
	path    string
	body    any
	headers []string
}

// form is the body of an upload, with the header that says so.
func form(t *testing.T, file, content string, fields ...string) (body []byte, headers []string) {
	t.Helper()
	var out bytes.Buffer
	writer := multipart.NewWriter(&out)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := writer.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := writer.CreateFormFile("file", file)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write([]byte(content)) // a buffer takes everything
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), []string{"Content-Type", writer.FormDataContentType()}
}

// upload sends a file to be read; nobody reads it in these tests.
func (c *client) upload(key, content string, fields ...string) answer {
	c.t.Helper()
	body, headers := form(c.t, "streets.geojson", content, append([]string{"kind", "back_street"}, fields...)...)
	return c.send(http.MethodPost, "/api/v1/imports", body, append(headers, "Idempotency-Key", key)...)
}

// imported is an applied import of one street at the middle.
func (d *district) imported(t *testing.T) rectify.ImportID {
	t.Helper()
	staging, err := d.store.Begin(t.Context(), rectify.Incoming{Kind: rectify.KindBackStreet, Source: "s", File: "s.geojson", Actor: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer staging.Abort(t.Context())
	line := geo.MultiLineString{{middle, {middle[0] + 0.001, middle[1]}}}
	if err := staging.Put(t.Context(), []rectify.Staged{{Row: 1, Ref: "S-1", Key: "S-1", Geom: line, SRID: 4326}}); err != nil {
		t.Fatal(err)
	}
	result, err := staging.Finish(t.Context(), rectify.FinishOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return result.Run
}

// TestEveryWriteKeepsToAreaScope calls each operation that writes and is more than the caller's own affair as
// somebody who has every role, in another street. An operation without a probe here fails it.
func TestEveryWriteKeepsToAreaScope(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	planner, limited := d.signIn(t, "planner"), d.signIn(t, "limited")
	id := planner.draw()
	shot := newShot(1)
	planner.fire(id, "list", object{"note": "没有路灯", "photos": []any{shot.claim("before")}}).want(http.StatusOK, "")
	uploaded := planner.upload(uuid.NewString(), "{}")
	uploaded.want(http.StatusAccepted, "")
	run := uploaded.body["id"]
	key := func(more ...string) []string { return append(more, "Idempotency-Key", uuid.NewString()) }
	base, multipartType := form(t, "roads.geojson", "{}", "kind", "context")
	probes := map[string]probe{
		"POST /api/v1/features": {"/api/v1/features", object{
			"uid": uuid.NewString(), "kind": "back_street",
			"geometry": object{"type": "LineString", "coordinates": [][2]float64{{114.01, 33.57}, {114.011, 33.57}}},
		}, key()},
		"PATCH /api/v1/features/{id}":       {fmt.Sprintf("/api/v1/features/%d", id), object{"name": "x"}, key("If-Match", `"2"`)},
		"POST /api/v1/features/{id}/events": {fmt.Sprintf("/api/v1/features/%d/events", id), limited.command(id, "propose_void", object{"note": "重复"}), nil},
		"PUT /api/v1/photos/{uid}":          {shot.path(), shot.bytes, nil},
		"POST /api/v1/imports":              {"/api/v1/imports", base, key(multipartType...)},
		"POST /api/v1/imports/{id}/read":    {fmt.Sprintf("/api/v1/imports/%v/read", run), object{"options": object{}}, key()},
		"POST /api/v1/imports/{id}/apply":   {fmt.Sprintf("/api/v1/imports/%v/apply", run), nil, key()},
		"POST /api/v1/imports/{id}/revert":  {fmt.Sprintf("/api/v1/imports/%d/revert", d.imported(t)), nil, key()},
		"DELETE /api/v1/imports/{id}":       {fmt.Sprintf("/api/v1/imports/%v", run), nil, nil},
		"POST /api/v1/units":                {"/api/v1/units", object{"name": "街道办", "op_id": uuid.NewString()}, nil},
		"POST /api/v1/users": {"/api/v1/users", object{
			"op_id": uuid.NewString(), "username": "new", "name": "New", "password": password, "roles": []string{"planner"},
		}, nil},
		"PATCH /api/v1/users/{id}": {"/api/v1/users/1", object{"op_id": uuid.NewString(), "name": "Mine"}, nil},
	}
	for _, op := range d.api.Routes() {
		if op.Method == http.MethodGet || op.Scope == "none" {
			continue
		}
		probe, ok := probes[op.Method+" "+op.Path]
		if !ok {
			t.Errorf("%s %s: no probe from outside the area", op.Method, op.Path)
			continue
		}
		limited.send(op.Method, probe.path, probe.body, probe.headers...).want(http.StatusForbidden, "outside_area")
		delete(probes, op.Method+" "+op.Path)
	}
	for route := range probes {
		t.Errorf("%s is probed and declares no area scope", route)
	}
	limited.get(shot.path()).want(http.StatusForbidden, "outside_area")
}

// ownAffairs are the writes that no area limits: the caller's own ways in, and files of what the caller may have.
var ownAffairs = []string{
	"POST /api/v1/session", "DELETE /api/v1/session", "DELETE /api/v1/sessions/{id}", "POST /api/v1/tokens",
	"DELETE /api/v1/tokens/{id}", "POST /api/v1/exports", "DELETE /api/v1/exports/{id}",
}

func TestOnlyOnesOwnAffairsAreWrittenWithoutScope(t *testing.T) {
	t.Parallel()
	for _, op := range unwired().Routes() {
		route := op.Method + " " + op.Path
		if op.Method != http.MethodGet && (op.Scope == "none") != slices.Contains(ownAffairs, route) {
			t.Errorf("%s declares the area scope %s", route, op.Scope)
		}
	}
}

func TestPeopleAreThoseOneWorksWith(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	names := func(c *client) (names []string) {
		got := c.get("/api/v1/users")
		got.want(http.StatusOK, "")
		for _, of := range got.body["items"].([]any) {
			names = append(names, of.(object)["username"].(string))
		}
		slices.Sort(names)
		return names
	}
	if got, want := names(d.signIn(t, "limited")), []string{"checker", "limited"}; !slices.Equal(got, want) {
		t.Errorf("somebody limited to a street sees %v, want %v", got, want)
	}
	if got := names(d.signIn(t, "planner")); len(got) != 8 {
		t.Errorf("a planner of the whole district sees %v", got)
	}
}
