package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"backstreet/geo"
	"backstreet/live"
	"backstreet/rectify"
	"backstreet/tiles"
)

func (a *API) tileRoutes() {
	a.router.Method(http.MethodGet, "/tiles/{z}/{x}/{y}.mvt", a.guard(rectify.FeatureRead, a.Tiles.Handler(
		func(w http.ResponseWriter, r *http.Request, err error) {
			if wrong, ok := err.(*tiles.RequestError); ok { //nolint:errorlint // the handler gives it bare
				err = problem(http.StatusBadRequest, wrong.Code, wrong.Detail)
			}
			fail(w, r, err)
		})))
	a.router.Method(http.MethodGet, "/tiles.json", a.guard(rectify.FeatureRead, http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) {
			writeJSON(w, a.Tiles.TileJSON(baseURL(r), a.bounds()))
		})))
	a.router.Method(http.MethodGet, "/style.json", a.guard(rectify.FeatureRead, http.HandlerFunc(
		func(w http.ResponseWriter, r *http.Request) { writeJSON(w, a.Tiles.Style(baseURL(r))) })))
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
func baseURL(r *http.Request) string {
	scheme := "http"
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

func (a *API) systemRoutes() {
	a.router.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, map[string]string{"status": "ok"}) })
	a.router.Get("/readyz", a.ready)
	a.router.Method(http.MethodGet, "/metrics", promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{}))
	a.router.Get("/docs", a.docs)
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
