package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"backstreet/api"
	"backstreet/geo"
	"backstreet/live"
	"backstreet/photo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
	"backstreet/tiles"
)

func TestMain(m *testing.M) { storetest.Main(m) }

const (
	today    = rectify.Day(19234) // 2022-08-30
	password = "correct horse"

	ourUnit   = 1
	otherUnit = 2
	street    = 2 // the area
	elsewhere = 3 // another street, where the person called limited may write
)

// middle is inside the street.
var middle = geo.Point{114.01, 33.57}

func noon() time.Time { return today.Time().Add(12 * time.Hour) }

// district is the service over a small district, with its clock at noon: of today, unless a test moves it.
type district struct {
	day    atomic.Int64
	store  *store.Store
	live   *live.Live
	tiles  *tiles.Engine
	api    *api.API
	photos *photo.Bucket
	url    string
	stop   func() // ends the live copy, which otherwise holds a connection until the test ends
}

func newDistrict(t *testing.T) *district {
	t.Helper()
	d := &district{tiles: tiles.New(tiles.Options{})}
	d.day.Store(int64(today))
	d.store = storetest.New(t, store.Options{Now: d.now})
	if err := d.store.Plant(t.Context(), seed(), password); err != nil {
		t.Fatal(err)
	}
	photos, err := photo.Open(t.Context(), "file://"+t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = photos.Close() }) // nothing is buffered in it
	d.photos = photos
	d.live = live.New(d.store, live.Options{Clock: noon, Log: slog.New(slog.DiscardHandler), OnChange: d.draw})
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { d.live.Run(ctx) })
	d.stop = func() { cancel(); running.Wait() }
	t.Cleanup(d.stop)
	if err := d.live.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.api = api.New(api.Config{
		Store: d.store, Live: d.live, Tiles: d.tiles, Photos: photos, Log: slog.New(slog.DiscardHandler), Now: d.now,
	})
	server := httptest.NewServer(d.api)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	d.url = server.URL
	return d
}

func (d *district) now() time.Time { return rectify.Day(d.day.Load()).Time().Add(12 * time.Hour) }

func seed() store.Seed {
	box := func(half float64) geo.MultiPolygon {
		w, s, e, n := middle[0]-half, middle[1]-half, middle[0]+half, middle[1]+half
		return geo.MultiPolygon{{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}}
	}
	beside := geo.MultiPolygon{{{{114.07, 33.56}, {114.09, 33.56}, {114.09, 33.58}, {114.07, 33.58}, {114.07, 33.56}}}}
	person := func(id rectify.PersonID, username string, unit rectify.UnitID, roles ...rectify.Role) rectify.Person {
		return rectify.Person{ID: id, Username: username, Name: strings.ToUpper(username), UnitID: unit, Roles: roles}
	}
	limited := person(8, "limited", otherUnit, rectify.Roles...)
	limited.AreaIDs = []rectify.AreaID{elsewhere}
	return store.Seed{
		Areas: []rectify.Area{
			{ID: 1, Level: rectify.LevelDistrict, Code: "411102000000", Name: "源汇区", Geom: box(0.1)},
			{ID: street, ParentID: 1, Level: rectify.LevelStreet, Code: "411102001000", Name: "老街", Geom: box(0.05)},
			{ID: elsewhere, ParentID: 1, Level: rectify.LevelStreet, Code: "411102002000", Name: "新街", Geom: beside},
		},
		Units: []rectify.Unit{{ID: ourUnit, Name: "环卫"}, {ID: otherUnit, Name: "城管"}},
		People: []rectify.Person{
			person(1, "planner", 0, rectify.RolePlanner),
			person(2, "worker", ourUnit, rectify.RoleField, rectify.RoleVerifier),
			person(3, "mate", ourUnit, rectify.RoleVerifier),
			person(4, "checker", otherUnit, rectify.RoleVerifier),
			person(5, "leader", 0, rectify.RoleLeader),
			person(6, "admin", 0, rectify.RoleAdmin),
			person(7, "hand", ourUnit, rectify.RoleField),
			limited,
		},
		Campaign: rectify.Campaign{
			ID: 1, Name: "创建", StartsOn: today - 100, EndsOn: today + 100,
			Targets: []rectify.Target{{ID: 1, Kind: rectify.KindBackStreet, Quantity: 10}},
		},
	}
}

// draw gives the tiles what the map shows: the features alone.
func (d *district) draw(batch live.Batch) {
	if batch.Resync {
		d.tiles.AddKinds(string(rectify.KindBackStreet))
		d.tiles.Load(d)
		return
	}
	var changes []tiles.Change
	for _, c := range batch.Changes {
		feature := drawn(c.New)
		changes = append(changes, tiles.Change{Layer: feature.Layer, ID: feature.ID, Feature: &feature})
	}
	d.tiles.Apply(changes)
}

// Features is all there is to draw.
func (d *district) Features() iter.Seq[tiles.Feature] {
	return func(yield func(tiles.Feature) bool) {
		d.live.Snapshot().Scan(func(f *live.Feature) bool { return yield(drawn(f)) })
	}
}

func drawn(f *live.Feature) tiles.Feature {
	return tiles.Feature{
		Layer: string(f.Kind), ID: int64(f.ID), Geom: f.Geom, Status: string(f.Status), Group: string(f.Status.Group()),
	}
}

// object is a JSON object of an answer.
type object = map[string]any

// client is a person at a browser.
type client struct {
	t      *testing.T
	url    string
	cookie string
}

// anonymous is a client that did not sign in.
func (d *district) anonymous(t *testing.T) *client { return &client{t: t, url: d.url} }

// signIn gives a client for one of the seed's people.
func (d *district) signIn(t *testing.T, username string) *client {
	t.Helper()
	c := d.anonymous(t)
	got := c.send(http.MethodPost, "/api/v1/session", object{"username": username, "password": password})
	got.want(http.StatusOK, "")
	c.cookie, _, _ = strings.Cut(got.header.Get("Set-Cookie"), ";")
	return c
}

// answer is what came back, whole.
type answer struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	raw    []byte
	body   object // nil for what is no JSON object
}

// want checks status and, where one is given, the problem's code.
func (a answer) want(status int, code string) {
	a.t.Helper()
	if a.status != status || (code != "" && a.body["code"] != code) {
		a.t.Fatalf("%s: got %d %s, want %d %s", a.what, a.status, a.raw, status, code)
	}
	if code != "" && a.header.Get("Content-Type") != "application/problem+json" {
		a.t.Errorf("%s: the problem comes as %s", a.what, a.header.Get("Content-Type"))
	}
}

// send makes a request; a []byte goes as it is, anything else as JSON. headers are names and values by
// turns.
func (c *client) send(method, path string, body any, headers ...string) answer {
	c.t.Helper()
	raw, isRaw := body.([]byte)
	if !isRaw && body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			c.t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, bytes.NewReader(raw))
	if err != nil {
		c.t.Fatal(err)
	}
	if !isRaw && body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.cookie != "" {
		request.Header.Set("Cookie", c.cookie)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	got := answer{t: c.t, what: method + " " + path, status: response.StatusCode, header: response.Header}
	if got.raw, err = io.ReadAll(response.Body); err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	_ = json.Unmarshal(got.raw, &got.body) // what is no object has no body here
	return got
}

func (c *client) get(path string) answer { c.t.Helper(); return c.send(http.MethodGet, path, nil) }

// draw enters a back street and gives its id.
func (c *client) draw() int64 {
	c.t.Helper()
	got := c.send(http.MethodPost, "/api/v1/features", object{
		"op_id": uuid.NewString(), "uid": uuid.NewString(), "kind": "back_street", "name": "北街",
		"geometry": object{"type": "LineString", "coordinates": [][2]float64{
			{middle[0], middle[1]}, {middle[0] + 0.001, middle[1]},
		}},
	})
	got.want(http.StatusCreated, "")
	return int64(got.body["id"].(float64))
}

// fire fires an event with the fields on the feature's present version.
func (c *client) fire(id int64, event string, fields object) answer {
	c.t.Helper()
	return c.send(http.MethodPost, fmt.Sprintf("/api/v1/features/%d/events", id), c.command(id, event, fields))
}

// command is the body of fire, with an op_id of its own.
func (c *client) command(id int64, event string, fields object) object {
	c.t.Helper()
	dossier := c.get(fmt.Sprintf("/api/v1/features/%d", id))
	dossier.want(http.StatusOK, "")
	body := object{"op_id": uuid.NewString(), "event": event, "base_version": dossier.body["version"]}
	for name, value := range fields {
		body[name] = value
	}
	return body
}
