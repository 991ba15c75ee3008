package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

var app = fstest.MapFS{
	".gitkeep":               {},
	"index.html":             {Data: []byte("<!doctype html><title>app</title>")},
	"icon.svg":               {Data: []byte("<svg/>")},
	"assets/plan-Ab12.js":    {Data: []byte("export {}")},
	"assets/plan-Ab12.js.br": {Data: []byte("brotli")},
	"assets/plan-Ab12.js.gz": {Data: []byte("gzip")},
	"assets/worker-Cd34.mjs": {Data: []byte("worker")},
}

func get(t *testing.T, path, acceptEncoding string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", acceptEncoding)
	w := httptest.NewRecorder()
	handler(app).ServeHTTP(w, r)
	return w.Result()
}

func TestHandler(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path, accept            string
		status                  int
		cache, coding, kindPart string
	}{
		"the root opens the app":               {"/", "", 200, "no-cache", "", "text/html"},
		"a view opens the app":                 {"/plan", "", 200, "no-cache", "", "text/html"},
		"the index file has no second address": {"/index.html", "", 404, "", "", ""},
		"an unknown path is not the app":       {"/plans", "", 404, "", "", ""},
		"an unknown asset is not the app":      {"/assets/plan-Zz99.js", "", 404, "", "", ""},
		"a folder is not listed":               {"/assets/", "", 404, "", "", ""},
		"a dot file is not served":             {"/.gitkeep", "", 404, "", "", ""},
		"a compressed copy has no own address": {"/assets/plan-Ab12.js.br", "", 404, "", "", ""},
		"a hashed asset is kept for ever":      {"/assets/plan-Ab12.js", "", 200, immutable, "", "javascript"},
		"a module worker is a script":          {"/assets/worker-Cd34.mjs", "", 200, immutable, "", "javascript"},
		"a plain file is asked for again":      {"/icon.svg", "", 200, "no-cache", "", "image/svg"},
		"brotli wins":                          {"/assets/plan-Ab12.js", "gzip, br", 200, immutable, "br", "javascript"},
		"gzip without brotli":                  {"/assets/plan-Ab12.js", "gzip", 200, immutable, "gzip", "javascript"},
		"a refused coding is not used":         {"/assets/plan-Ab12.js", "br;q=0, gzip;q=0.5", 200, immutable, "gzip", "javascript"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := get(t, c.path, c.accept)
			if res.StatusCode != c.status {
				t.Fatalf("status = %d, want %d", res.StatusCode, c.status)
			}
			if c.status != 200 {
				return
			}
			if got := res.Header.Get("Cache-Control"); got != c.cache {
				t.Errorf("Cache-Control = %q, want %q", got, c.cache)
			}
			if got := res.Header.Get("Content-Encoding"); got != c.coding {
				t.Errorf("Content-Encoding = %q, want %q", got, c.coding)
			}
			if got := res.Header.Get("Content-Type"); !strings.Contains(got, c.kindPart) {
				t.Errorf("Content-Type = %q, want it to contain %q", got, c.kindPart)
			}
			if got := res.Header.Get("Content-Security-Policy"); strings.Contains(got, "unsafe") || got == "" {
				t.Errorf("Content-Security-Policy = %q, want one without unsafe sources", got)
			}
		})
	}
}

func TestHandler_RefusesWrites(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	handler(app).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/plan", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Fatalf("POST /plan = %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestHandler_WithoutABuildSaysHowToMakeOne(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	handler(fstest.MapFS{".gitkeep": {}}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "make build") {
		t.Fatalf("GET / = %d %q", w.Code, w.Body.String())
	}
}
