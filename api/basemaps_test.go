package api_test

import (
	"bytes"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"backstreet/api"
	"backstreet/basemap"
	"backstreet/geo"
)

func TestBaseMapsComeThroughOurOrigin(t *testing.T) {
	t.Parallel()
	picture := []byte("\x89PNG\r\n\x1a\nof a tile")
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("tk") != "the-key" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = w.Write(picture)
	}))
	defer service.Close()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "town.pmtiles"), []byte("PMTiles and more"), 0o600); err != nil {
		t.Fatal(err)
	}
	catalogue, err := basemap.Open(basemap.Options{Dir: dir, TiandituKey: "the-key", TiandituURL: service.URL})
	if err != nil {
		t.Fatal(err)
	}
	d := newDistrict(t)
	config := d.api.Config
	config.Basemaps = catalogue
	server := httptest.NewServer(api.New(config))
	defer server.Close()
	d.url = server.URL
	planner := d.signIn(t, "planner")

	list := planner.get("/api/v1/basemaps")
	list.want(http.StatusOK, "")
	if bytes.Contains(list.raw, []byte("the-key")) || bytes.Contains(list.raw, []byte(service.URL)) {
		t.Errorf("the list tells too much: %s", list.raw)
	}
	if got := list.body["items"].([]any); len(got) != 4 {
		t.Errorf("offered are %v", got)
	}
	tile := planner.get("/basemap/tianditu/vec/5/26/12")
	tile.want(http.StatusOK, "")
	if !bytes.Equal(tile.raw, picture) || tile.header.Get("Content-Type") != "image/png" || tile.header.Get("Cache-Control") != "private, max-age=86400" {
		t.Errorf("got %q with %v", tile.raw, tile.header)
	}
	planner.get("/basemap/tianditu/vec/5/99/12").want(http.StatusNotFound, "not_found")
	planner.get("/basemap/tianditu/vec/5/x/12").want(http.StatusNotFound, "not_found")

	part := planner.send(http.MethodGet, "/basemap/files/town.pmtiles", nil, "Range", "bytes=0-6")
	if part.status != http.StatusPartialContent || string(part.raw) != "PMTiles" || part.header.Get("ETag") == "" {
		t.Errorf("a range is %d %q with %v", part.status, part.raw, part.header)
	}
	planner.get("/basemap/files/other.pmtiles").want(http.StatusNotFound, "not_found")

	service.Close()
	down := planner.get("/basemap/tianditu/img/5/26/12")
	down.want(http.StatusBadGateway, "basemap_unreachable")
	if bytes.Contains(down.raw, []byte("the-key")) || bytes.Contains(down.raw, []byte(service.URL)) {
		t.Errorf("the refusal tells too much: %s", down.raw)
	}
}

// TestAnEditMovesTheShiftedTiles draws a street that the shift of GCJ-02 carries into another tile than it is in.
func TestAnEditMovesTheShiftedTiles(t *testing.T) {
	t.Parallel()
	const zoom = 16 // a tile is 510 m wide here, less than the shift
	d := newDistrict(t)
	planner := d.signIn(t, "planner")
	shown := func(at geo.Point, crs string) answer {
		x, y := geo.World(at)
		column, row := math.Floor(x*(1<<zoom)), math.Floor(y*(1<<zoom))
		return planner.get(fmt.Sprintf("/tiles/%d/%.0f/%.0f.mvt?layers=back_street&crs=%s", zoom, column, row, crs))
	}
	place := middle
	shifted := geo.GCJ02FromWGS84(place)
	shown(shifted, "gcj02").want(http.StatusNoContent, "")
	id := planner.draw()
	there := shown(shifted, "gcj02")
	there.want(http.StatusOK, "")
	shown(place, "gcj02").want(http.StatusNoContent, "")
	shown(shifted, "wgs84").want(http.StatusNoContent, "")

	north := geo.Point{place[0], place[1] + 0.02}
	shown(geo.GCJ02FromWGS84(north), "gcj02").want(http.StatusNoContent, "")
	planner.send(http.MethodPatch, fmt.Sprintf("/api/v1/features/%d", id), object{
		"op_id": uuid.NewString(), "geometry": object{"type": "LineString", "coordinates": [][2]float64{north, {north[0] + 0.001, north[1]}}},
	}, "If-Match", `"1"`).want(http.StatusOK, "")
	shown(shifted, "gcj02").want(http.StatusNoContent, "")
	shown(geo.GCJ02FromWGS84(north), "gcj02").want(http.StatusOK, "")
	shown(north, "wgs84").want(http.StatusOK, "")
}
