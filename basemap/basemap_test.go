package basemap_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"backstreet/basemap"
	"backstreet/rectify"
)

// standIn is a tile service on this machine. It remembers what it was asked for.
type standIn struct {
	*httptest.Server
	asked  *http.Request
	answer func(w http.ResponseWriter)
}

func newStandIn(t *testing.T) *standIn {
	t.Helper()
	s := &standIn{answer: func(w http.ResponseWriter) { _, _ = w.Write(picture(t)) }}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked = r
		s.answer(w)
	}))
	t.Cleanup(s.Close)
	return s
}

func picture(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const key = "0123456789abcdef"

func withTianditu(t *testing.T, url string) *basemap.Catalogue {
	t.Helper()
	c, err := basemap.Open(basemap.Options{Dir: filepath.Join(t.TempDir(), "basemaps"), TiandituKey: key, TiandituURL: url})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTiandituIsAskedAsItsServiceWants(t *testing.T) {
	t.Parallel()
	service := newStandIn(t)
	c := withTianditu(t, service.URL)
	tile, err := c.Tile(t.Context(), "tianditu", "cva", basemap.Place{Z: 14, X: 13381, Y: 6568})
	if err != nil {
		t.Fatal(err)
	}
	if tile.ContentType != "image/png" || !bytes.Equal(tile.Body, picture(t)) {
		t.Errorf("got %d bytes of %s", len(tile.Body), tile.ContentType)
	}
	query := service.asked.URL.Query()
	for name, want := range map[string]string{
		"LAYER": "cva", "TILEMATRIXSET": "w", "TILEMATRIX": "14", "TILEROW": "6568", "TILECOL": "13381", "tk": key,
	} {
		if got := query.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if service.asked.URL.Path != "/cva_w/wmts" || service.asked.Header.Get("Cookie") != "" {
		t.Errorf("asked %s with %v", service.asked.URL.Path, service.asked.Header)
	}
	sources, err := c.Sources()
	if err != nil || len(sources) != 3 || sources[1].Tiles[1] != "/basemap/tianditu/cia/{z}/{x}/{y}" {
		t.Errorf("offered are %v, %v", sources, err)
	}
}

func TestOnlyWhatIsOfferedIsFetched(t *testing.T) {
	t.Parallel()
	service := newStandIn(t)
	c := withTianditu(t, service.URL)
	for _, ask := range []struct {
		group, layer string
		at           basemap.Place
	}{
		{"tianditu", "ibo", basemap.Place{Z: 5}},
		{"google", "vec", basemap.Place{Z: 5}},
		{"tianditu", "vec", basemap.Place{Z: 0}},
		{"tianditu", "vec", basemap.Place{Z: 19}},
		{"tianditu", "vec", basemap.Place{Z: 3, X: 8}},
		{"tianditu", "vec", basemap.Place{Z: 3, Y: -1}},
	} {
		if _, err := c.Tile(t.Context(), ask.group, ask.layer, ask.at); !errors.Is(err, rectify.ErrNotFound) {
			t.Errorf("%v: %v", ask, err)
		}
	}
	if service.asked != nil {
		t.Errorf("the service was asked for %s", service.asked.URL)
	}
}

func TestAServiceThatFailsTellsNoKey(t *testing.T) {
	t.Parallel()
	service := newStandIn(t)
	c := withTianditu(t, service.URL)
	fetch := func() error {
		_, err := c.Tile(t.Context(), "tianditu", "vec", basemap.Place{Z: 5})
		return err
	}
	answers := map[string]func(w http.ResponseWriter){
		"a page":   func(w http.ResponseWriter) { _, _ = io.WriteString(w, "<html>the key is wrong</html>") },
		"an error": func(w http.ResponseWriter) { w.WriteHeader(http.StatusForbidden) },
		"elsewhere": func(w http.ResponseWriter) {
			w.Header().Set("Location", "http://127.0.0.1:1/")
			w.WriteHeader(http.StatusFound)
		},
		"too much":   func(w http.ResponseWriter) { _, _ = w.Write(append(picture(t), make([]byte, 3<<20)...)) },
		"half of it": func(w http.ResponseWriter) { w.Header().Set("Content-Length", "100"); _, _ = w.Write(picture(t)[:20]) },
	}
	for name, answer := range answers {
		service.answer = answer
		if err := fetch(); !errors.Is(err, basemap.ErrUnreachable) || strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", name, err)
		}
	}
	service.answer = func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }
	if err := fetch(); !errors.Is(err, rectify.ErrNotFound) {
		t.Errorf("no such tile: %v", err)
	}
	service.Close()
	if err := fetch(); !errors.Is(err, basemap.ErrUnreachable) || strings.Contains(err.Error(), key) {
		t.Errorf("nobody there: %v", err)
	}
}

func TestServicesOfTheOperator(t *testing.T) {
	t.Parallel()
	service := newStandIn(t)
	open := func(text string) (*basemap.Catalogue, error) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "basemaps.json"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return basemap.Open(basemap.Options{Dir: filepath.Join(dir, "basemaps")})
	}
	c, err := open(`[{"id": "amap", "name": "高德", "crs": "gcj02", "url": "` + service.URL + `/t?x={x}&y={y}&z={z}"}]`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Tile(t.Context(), "amap", "map", basemap.Place{Z: 3, X: 6, Y: 2}); err != nil || service.asked.URL.RawQuery != "x=6&y=2&z=3" {
		t.Errorf("asked %v: %v", service.asked.URL, err)
	}
	for wrong, want := range map[string]string{
		`{}`:              "JSON list",
		`[{"id": "A b"}]`: "the id",
		`[{"id": "a"}]`:   "a name",
		`[{"id": "a", "name": "甲", "url": "file:///etc/passwd"}]`:                   "http",
		`[{"id": "a", "name": "甲", "url": "http://h/{z}/{x}"}]`:                     "{y}",
		`[{"id": "a", "name": "甲", "url": "http://h/{z}/{x}/{y}", "crs": "bd09"}]`:  "wgs84 or gcj02",
		`[{"id": "a", "name": "甲", "url": "http://h/{z}/{x}/{y}", "max_zoom": 40}]`: "zooms",
		`[{"id": "tianditu", "name": "甲", "url": "http://h/{z}/{x}/{y}"}]`:          "taken",
	} {
		if _, err := open(wrong); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}

func TestArchivesAreFoundWhenTheyAreLaidThere(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "basemaps")
	c, err := basemap.Open(basemap.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if sources, err := c.Sources(); err != nil || len(sources) != 0 {
		t.Errorf("offered are %v, %v", sources, err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"漯河 2022.pmtiles": "PMTiles", "notes.txt": "secret"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sources, err := c.Sources()
	if err != nil || len(sources) != 1 || sources[0].Name != "漯河 2022" || strings.Contains(sources[0].File, " ") {
		t.Errorf("offered are %v, %v", sources, err)
	}
	file, err := c.Archive("漯河 2022.pmtiles")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if text, err := io.ReadAll(file); err != nil || string(text) != "PMTiles" {
		t.Errorf("the archive holds %q, %v", text, err)
	}
	for _, name := range []string{"notes.txt", "none.pmtiles", "../basemaps/漯河 2022.pmtiles", ""} {
		if _, err := c.Archive(name); !errors.Is(err, rectify.ErrNotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
