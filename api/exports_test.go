package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"testing"

	"github.com/google/uuid"

	"backstreet/jobs"
	"backstreet/rectify"
)

// work lets the jobs run until the test ends.
func (d *district) work(t *testing.T) {
	t.Helper()
	workers, err := jobs.New(d.store, d.photos, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := workers.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := workers.Stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
}

// ask asks for an export.
func (c *client) ask(query string, body object) answer {
	return c.send(http.MethodPost, "/api/v1/exports"+query, body, "Idempotency-Key", uuid.NewString())
}

// awaitExport asks until the worker is done.
func (c *client) awaitExport(asked answer) object {
	c.t.Helper()
	asked.want(http.StatusAccepted, "")
	path := fmt.Sprintf("/api/v1/exports/%v", asked.body["id"])
	for c.t.Context().Err() == nil {
		got := c.get(path)
		got.want(http.StatusOK, "")
		if state := got.body["state"]; state != "queued" && state != "writing" {
			return got.body
		}
	}
	c.t.Fatal("the export did not end")
	return nil
}

func TestAnExportHoldsWhatTheListHolds(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	d.work(t)
	planner := d.signIn(t, "planner")
	first := planner.draw()
	planner.draw()
	for _, query := range []string{"", "?kind=back_street", fmt.Sprintf("?ids=%d", first), "?bbox=113,33,115,34", "?status=unsurveyed&area=2", "?q=巷"} {
		listed := planner.get("/api/v1/features" + query)
		listed.want(http.StatusOK, "")
		run := planner.awaitExport(planner.ask(query, object{"format": "geojson"}))
		if listed.body["total"] == 0.0 {
			if run["state"] != "failed" || run["error"].(object)["code"] != "nothing_meant" {
				t.Errorf("%s: the export of nothing is %v", query, run)
			}
			continue
		}
		if run["state"] != "ready" || run["rows"] != listed.body["total"] || run["expires_at"] == nil {
			t.Errorf("%s: listed %v, exported %v", query, listed.body["total"], run)
		}
		file := planner.get(fmt.Sprintf("/api/v1/exports/%v/file", run["id"]))
		file.want(http.StatusOK, "")
		var collection struct{ Features []any }
		if err := json.Unmarshal(file.raw, &collection); err != nil || len(collection.Features) != int(run["rows"].(float64)) {
			t.Errorf("%s: the file has %d features, %v", query, len(collection.Features), err)
		}
		_, named, err := mime.ParseMediaType(file.header.Get("Content-Disposition"))
		if err != nil || named["filename"] != run["file"] || float64(len(file.raw)) != run["bytes"] {
			t.Errorf("%s: %d bytes come as %v, want %v", query, len(file.raw), named, run)
		}
	}
}

func TestAnExportIsItsOwners(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	d.work(t)
	planner, leader := d.signIn(t, "planner"), d.signIn(t, "leader")
	planner.draw()
	run := planner.awaitExport(planner.ask("", object{"format": "csv", "encoding": "GBK"}))
	path := fmt.Sprintf("/api/v1/exports/%v", run["id"])
	for _, of := range []string{path, path + "/file"} {
		leader.get(of).want(http.StatusNotFound, "")
	}
	leader.send(http.MethodDelete, path, nil).want(http.StatusNotFound, "")
	planner.get(path+"/file").want(http.StatusOK, "")
	planner.send(http.MethodDelete, path, nil).want(http.StatusNoContent, "")
	planner.get(path+"/file").want(http.StatusNotFound, "export_not_ready")
	if items := planner.get("/api/v1/exports").body["items"].([]any); len(items) != 0 {
		t.Errorf("what was discarded is listed: %v", items)
	}
}

func TestAnExportKeepsToTheAreasOfWhoAsks(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	d.work(t)
	planner := d.signIn(t, "planner")
	planner.draw()
	elsewhere := rectify.AreaID(1)
	_, err := d.store.Pool().Exec(t.Context(), `
		INSERT INTO area (id, parent_id, level, code, name, geom) OVERRIDING SYSTEM VALUE
		SELECT 9, 1, 'street', '411102009000', '别处', ST_Multi(ST_MakeEnvelope(113.92, 33.48, 113.93, 33.49, 4326))`)
	if err != nil {
		t.Fatal(err)
	}
	for areas, want := range map[rectify.AreaID]string{9: "failed", street: "ready", elsewhere: "ready"} {
		if _, err := d.store.Pool().Exec(t.Context(), `UPDATE person SET area_ids = ARRAY[$1::bigint] WHERE username = 'leader'`, areas); err != nil {
			t.Fatal(err)
		}
		leader := d.signIn(t, "leader")
		if run := leader.awaitExport(leader.ask("", object{"format": "geojson"})); run["state"] != want {
			t.Errorf("with area %d: %v, want %s", areas, run, want)
		}
	}
}

func TestAnExportThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	planner, worker := d.signIn(t, "planner"), d.signIn(t, "worker")
	for code, body := range map[string]object{
		"encoding_fixed": {"format": "gpkg", "encoding": "GBK"},
		"crs_fixed":      {"format": "kml", "crs": "EPSG:4547"},
		"crs":            {"format": "csv", "crs": "Beijing"},
	} {
		planner.ask("", body).want(http.StatusUnprocessableEntity, code)
	}
	planner.ask("", object{"format": "dwg"}).want(http.StatusUnprocessableEntity, "")
	planner.ask("?kind=canal", object{"format": "csv"}).want(http.StatusUnprocessableEntity, "kind")
	worker.ask("", object{"format": "csv"}).want(http.StatusForbidden, "role_not_allowed")
	planner.send(http.MethodPost, "/api/v1/exports", object{"format": "csv"}).want(http.StatusUnprocessableEntity, "op_id_missing")
	for range 5 { // nobody works
		planner.ask("", object{"format": "csv"}).want(http.StatusAccepted, "")
	}
	planner.ask("", object{"format": "csv"}).want(http.StatusConflict, "wrong_status")

	key := uuid.NewString()
	leader := d.signIn(t, "leader")
	once := leader.send(http.MethodPost, "/api/v1/exports", object{"format": "csv"}, "Idempotency-Key", key)
	again := leader.send(http.MethodPost, "/api/v1/exports", object{"format": "csv"}, "Idempotency-Key", key)
	if once.want(http.StatusAccepted, ""); once.body["id"] != again.body["id"] {
		t.Errorf("sent twice it is %v and %v", once.body["id"], again.body["id"])
	}
}
