package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"backstreet/geo"
	"backstreet/live"
	"backstreet/rectify"
	"backstreet/tiles"
)

func (a *API) tileRoutes() {
	tile := operation("tile", http.MethodGet, "/tiles/{z}/{x}/{y}.mvt", "A vector tile of all layers", rectify.FeatureRead, scopeNone)
	tile = asking(also(tile, http.StatusBadRequest),
		parameter("path", "z", "Zoom", numberSchema), parameter("path", "x", "Column", numberSchema),
		parameter("path", "y", "Row from the north", numberSchema),
		parameter("query", "layers", "Names of layers, parted by commas; left out: all", textSchema),
		parameter("query", "crs", "gcj02 shifts it for base maps in GCJ-02", oneOfTexts("wgs84", "gcj02")))
	tile = answering(tile, http.StatusOK, "application/vnd.mapbox-vector-tile", bytesSchema)
	tile = answering(answering(tile, http.StatusNoContent, "", nil), http.StatusNotModified, "", nil)
	a.plain(tile, a.Tiles.Handler(func(w http.ResponseWriter, r *http.Request, err error) {
		if wrong, ok := err.(*tiles.RequestError); ok { //nolint:errorlint // the handler gives it bare
			err = problem(http.StatusBadRequest, wrong.Code, wrong.Detail)
		}
		fail(w, r, err)
	}).ServeHTTP)
	document := func(id, path, summary string, answer func(r *http.Request) any) {
		op := operation(id, http.MethodGet, path, summary, rectify.FeatureRead, scopeNone)
		a.plain(answering(op, http.StatusOK, "application/json", objectSchema), func(w http.ResponseWriter, r *http.Request) {
			writeJSON(w, answer(r))
		})
	}
	document("tile-json", "/tiles.json", "TileJSON 3.0", func(r *http.Request) any {
		return a.Tiles.TileJSON(a.baseURL(r), a.bounds())
	})
	document("style", "/style.json", "A MapLibre style", func(r *http.Request) any { return a.Tiles.Style(a.baseURL(r)) })
}

// bounds is what the areas cover or, where there are none yet, the features; empty without either.
func (a *API) bounds() geo.Bound {
	all := geo.Bound{Min: geo.Point{1, 1}, Max: geo.Point{-1, -1}} // orb's way to say empty
	snapshot := a.Live.Snapshot()
	for _, area := range snapshot.Areas() {
		all = all.Union(area.Bound)
	}
	if all.IsEmpty() {
		snapshot.Scan(func(f *live.Feature) bool {
			all = all.Union(f.Bound)
			return true
		})
	}
	return all
}

// baseURL is how the client reached us.
func (a *API) baseURL(r *http.Request) string {
	if a.secure(r) {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// secure reports whether the client came by TLS, to us or to a proxy of ours.
func (a *API) secure(r *http.Request) bool {
	return r.TLS != nil || a.BehindProxy && r.Header.Get("X-Forwarded-Proto") == "https"
}

func (a *API) systemRoutes() {
	page := func(id, path, summary, contentType string, schema *huma.Schema, handle http.HandlerFunc) {
		op := operation(id, http.MethodGet, path, summary, open, scopeNone)
		op.Errors = []int{http.StatusServiceUnavailable}
		a.plain(answering(op, http.StatusOK, contentType, schema), handle)
	}
	page("health", "/healthz", "Whether the process lives", "application/json", objectSchema,
		func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, map[string]string{"status": "ok"}) })
	page("ready", "/readyz", "Whether database and live copy are in step", "application/json", objectSchema, a.ready)
	page("metrics", "/metrics", "For Prometheus", "text/plain", textSchema,
		promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{}).ServeHTTP)
	page("docs", "/docs", "The operations, to read", "text/html", textSchema, a.docs)
}

func (a *API) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), stepTimeout)
	defer cancel()
	if err := a.Store.Ping(ctx); err != nil {
		fail(w, r, problem(http.StatusServiceUnavailable, "not_ready", "the database does not answer"))
		return
	}
	if migrated, err := a.Store.Migrated(ctx); err != nil || !migrated {
		fail(w, r, problem(http.StatusServiceUnavailable, "not_ready", "the database is not migrated"))
		return
	}
	if ok, reason := a.Live.Ready(); !ok {
		fail(w, r, problem(http.StatusServiceUnavailable, "not_ready", reason))
		return
	}
	writeJSON(w, map[string]string{"status": "ready"})
}

func writeJSON(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, no-cache")
	_ = json.NewEncoder(w).Encode(body) // a client that has gone needs no answer
}

// metrics are what Prometheus reads.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	late     prometheus.Counter
	streams  prometheus.Gauge
}

func newMetrics(a *API) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "backstreet_request_seconds", Help: "Time to answer, by route and status.",
			Buckets: []float64{.001, .005, .02, .1, .5, 2, 10},
		}, []string{"method", "route", "status"}),
		late:    prometheus.NewCounter(prometheus.CounterOpts{Name: "backstreet_late_commits_total", Help: "Writes answered before the live copy showed them."}),
		streams: prometheus.NewGauge(prometheus.GaugeOpts{Name: "backstreet_streams", Help: "Open change streams."}),
	}
	gauge := func(name, help string, value func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, value)
	}
	m.registry.MustRegister(collectors.NewGoCollector(), m.requests, m.late, m.streams,
		gauge("backstreet_features", "Features in the live copy.", func() float64 { return float64(a.Live.Snapshot().Len()) }),
		gauge("backstreet_tile_cache_bytes", "Finished tiles kept.", func() float64 { return float64(a.Tiles.Stats().Bytes) }),
		gauge("backstreet_tile_cache_hits", "Tiles answered from the cache since the start.", func() float64 { return float64(a.Tiles.Stats().Hits) }),
		gauge("backstreet_tile_builds", "Tiles drawn since the start.", func() float64 { return float64(a.Tiles.Stats().Builds) }))
	return m
}

func (m *metrics) served(method, route string, status int, took time.Duration) {
	if route == "" {
		route = "other"
	}
	m.requests.WithLabelValues(method, route, http.StatusText(status)).Observe(took.Seconds())
}
