package main

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"backstreet/geo"
	"backstreet/live"
	"backstreet/rectify"
	"backstreet/tiles"
)

func TestTileFeed(t *testing.T) {
	t.Parallel()
	place := geo.MultiPolygon{{{{114, 33.5}, {114.01, 33.5}, {114.01, 33.51}, {114, 33.51}, {114, 33.5}}}}
	t.Run("a feature that became another kind leaves its old layer", func(t *testing.T) {
		t.Parallel()
		feed := tileFeed{engine: tiles.New(tiles.Options{Kinds: []string{"lamp"}})}
		berth := &live.Feature{Feature: rectify.Feature{ID: 7, Kind: rectify.KindBerth, Geom: place, Status: rectify.Listed}}
		lamp := &live.Feature{Feature: berth.Feature}
		lamp.Kind = "lamp"
		feed.apply(live.Batch{Changes: []live.Change{{ID: 7, Kind: rectify.KindBerth, New: berth}}})
		feed.apply(live.Batch{Changes: []live.Change{{ID: 7, Kind: "lamp", Old: berth, New: lamp}}})
		if drawnIn(t, feed.engine, "berth") {
			t.Error("it is still drawn as a berth")
		}
		if !drawnIn(t, feed.engine, "lamp") {
			t.Error("it is not drawn as a lamp")
		}
	})
	t.Run("the rank of the base map says from how far it is seen", func(t *testing.T) {
		t.Parallel()
		for class := range backdropFrom {
			last := uint8(0)
			for rank := 1; rank <= 5; rank++ {
				drawn := drawnBackdrop(&live.Backdrop{Backdrop: rectify.Backdrop{Class: class, Rank: rank}})
				if drawn.Rank < last || drawn.Rank > 9 || drawn.Rank == 0 {
					t.Errorf("%s of rank %d is drawn as rank %d after %d", class, rank, drawn.Rank, last)
				}
				last = drawn.Rank
			}
		}
	})
}

// drawnIn tells whether the middle of the test's place has anything in the layer at zoom 16.
func drawnIn(t *testing.T, engine *tiles.Engine, layer string) bool {
	t.Helper()
	if !slices.Contains(engine.Layers(), layer) {
		return false
	}
	answer := httptest.NewRecorder()
	engine.Handler(nil).ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/16/53521/26287.mvt?layers="+layer, nil))
	if answer.Code != http.StatusOK && answer.Code != http.StatusNoContent {
		t.Fatalf("%s: %d %s", layer, answer.Code, answer.Body)
	}
	return answer.Code == http.StatusOK
}
