package tiles_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"backstreet/geo"
	"backstreet/tiles"
)

func TestHandler(t *testing.T) {
	t.Parallel()
	e := engineWith(tiles.Feature{Layer: "lamp", ID: 1, Geom: geo.Point{0, 0}})
	h := e.Handler(nil)
	get := func(path string, header ...string) *http.Response {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		for i := 0; i < len(header); i += 2 {
			r.Header.Add(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Result()
	}
	const there = "/tiles/14/8192/8192.mvt"
	zipped, plain := get(there, "Accept-Encoding", "br, gzip"), get(there)
	t.Run("answers in the coding that the client reads", func(t *testing.T) {
		if zipped.Header.Get("Content-Encoding") != "gzip" || plain.Header.Get("Content-Encoding") != "" {
			t.Errorf("codings %v and %v", zipped.Header, plain.Header)
		}
		if refused := get(there, "Accept-Encoding", "gzip;q=0"); refused.Header.Get("Content-Encoding") != "" {
			t.Error("gzip was refused and sent")
		}
	})
	t.Run("tags codings apart and tells caches of them", func(t *testing.T) {
		if a, b := zipped.Header.Get("ETag"), plain.Header.Get("ETag"); a == "" || b == "" || a == b {
			t.Errorf("tags %q and %q", a, b)
		}
		for _, r := range []*http.Response{zipped, plain} {
			if r.Header.Get("Vary") != "Accept-Encoding" || r.Header.Get("Cache-Control") != "private, no-cache" {
				t.Errorf("headers %v", r.Header)
			}
		}
	})
	t.Run("compares tags weakly", func(t *testing.T) {
		tag := zipped.Header.Get("ETag")
		for _, known := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
			if r := get(there, "Accept-Encoding", "gzip", "If-None-Match", known); r.StatusCode != http.StatusNotModified {
				t.Errorf("%s: status %d", known, r.StatusCode)
			}
		}
		if r := get(there, "If-None-Match", tag); r.StatusCode != http.StatusOK {
			t.Errorf("the other coding's tag: status %d", r.StatusCode)
		}
	})
	for _, c := range []struct {
		path   string
		status int
	}{
		{"/tiles/14/0/0.mvt", 204},
		{there + "?layers=berth", 204},
		{there + "?layers=berth,lamp", 200},
		{there + "?crs=gcj02", 200},
		{there + "?layers=nothing", 400},
		{there + "?layers=", 400},
		{there + "?crs=bd09", 400},
		{"/tiles/23/0/0.mvt", 400},
		{"/tiles/1/2/0.mvt", 400},
		{"/tiles/1/0/2.mvt", 400},
		{"/tiles/-1/0/0.mvt", 400},
		{"/tiles/1/0/01.mvt", 400},
		{"/tiles/1/0/0.png", 400},
		{"/tiles/1/0.mvt", 400},
	} {
		if r := get(c.path); r.StatusCode != c.status {
			t.Errorf("%s: status %d, want %d", c.path, r.StatusCode, c.status)
		}
	}
}

func TestKindsCanBeAskedForOnceKnown(t *testing.T) {
	t.Parallel()
	e := tiles.New(tiles.Options{Kinds: []string{"pipe"}})
	e.AddKinds("lamp")
	for _, path := range []string{"/0/0/0.mvt?layers=pipe", "/0/0/0.mvt?layers=lamp"} {
		w := httptest.NewRecorder()
		e.Handler(nil).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusNoContent {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("/tiles/14/13387/6687.mvt", "layers=berth,area&crs=gcj02")
	f.Add("/22/4194303/4194303.mvt", "layers=")
	f.Add("/tiles/1/-1/9999999999.mvt", "crs=wgs84")
	f.Fuzz(func(t *testing.T, path, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Skip(err)
		}
		a, err := tiles.ParseAddress(path, values)
		if err == nil && (a.Z > tiles.MaxZoom || a.X>>a.Z != 0 || a.Y>>a.Z != 0) {
			t.Errorf("%s gave %+v, which is no tile", path, a)
		}
	})
}
