package main

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	_ "net/http/pprof" // under /debug/pprof, to see where the time goes
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/tiles"
)

// engineServer is the engine alone on net/http, loaded from the same rows: no sign-in, no log, no live copy.
type engineServer struct {
	handler http.Handler
	loaded  loaded
}

// loaded is what it took to load the engine. Answered at /loaded as JSON.
type loaded struct {
	Features  int     `json:"features"`
	Read      float64 `json:"read"`      // seconds: from PostGIS into memory
	Prepared  float64 `json:"prepared"`  // seconds: from there into the engine
	HeapBytes uint64  `json:"heapBytes"` // of the engine alone, after a collection
}

func newEngineServer(ctx context.Context, address string, cached bool) (*engineServer, error) {
	db, err := store.Open(ctx, address, store.Options{})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	began := time.Now()
	var all drawn
	state, err := db.Load(ctx, all.take)
	if err != nil {
		return nil, err
	}
	all.areas = state.Areas
	s := &engineServer{loaded: loaded{Features: all.count, Read: time.Since(began).Seconds()}}
	options := tiles.Options{}
	if !cached {
		options.CacheBytes = -1
	}
	before := heap()
	began = time.Now()
	engine := tiles.New(options)
	engine.Load(&all)
	s.loaded.Prepared = time.Since(began).Seconds()
	s.loaded.HeapBytes = heap() - before
	runtime.KeepAlive(&all)
	s.handler = engine.Handler(nil)
	return s, nil
}

// heap is what is in use after a collection.
func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func (s *engineServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/debug/"):
		http.DefaultServeMux.ServeHTTP(w, r)
	case r.URL.Path == "/loaded":
		_ = json.NewEncoder(w).Encode(s.loaded) // a client who went away is nobody to tell
	default:
		s.handler.ServeHTTP(w, r)
	}
}

// drawn is everything in the database that tiles show.
type drawn struct {
	areas []rectify.Area
	mu    sync.Mutex // of those below, while they are taken
	parts [][]rectify.Feature
	count int
}

func (d *drawn) take(p rectify.Part) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.parts = append(d.parts, slices.Clone(p.Features)) // the slice is written over
	d.count += len(p.Features)
}

func (d *drawn) Features() iter.Seq[tiles.Feature] {
	return func(yield func(tiles.Feature) bool) {
		for _, a := range d.areas {
			if !yield(tiles.Feature{Layer: "area", ID: int64(a.ID), Geom: a.Geom, Name: a.Name, Level: string(a.Level), Code: a.Code}) {
				return
			}
		}
		for _, part := range d.parts {
			for i := range part {
				if f := &part[i]; f.Status != rectify.Void && !yield(drawnFeature(f)) {
					return
				}
			}
		}
	}
}

func drawnFeature(f *rectify.Feature) tiles.Feature {
	of := tiles.Feature{
		Layer: string(f.Kind), ID: int64(f.ID), Geom: f.Geom, Name: f.Name, Ref: f.Ref,
		Status: string(f.Status), Group: string(f.Status.Group()), UnitID: int64(f.UnitID), AreaID: int64(f.AreaID),
		ListedDay: int32(f.ListedOn), PlannedDay: int32(f.PlannedOn), DueDay: int32(f.DueOn),
		SubmittedDay: int32(f.SubmittedOn), VerifiedDay: int32(f.VerifiedOn), Rework: int32(f.Reworks), Owed: int32(f.PhotosOwed),
	}
	if f.Quantity != nil {
		of.Quantity = *f.Quantity
	}
	return of
}

// loadedOf asks an engine's server what it took to load.
func loadedOf(ctx context.Context, s *process) (of loaded, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.host+"/loaded", nil)
	if err != nil {
		return of, fmt.Errorf("ask %s what it took to load: %w", s.host, err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return of, fmt.Errorf("ask %s what it took to load: %w", s.host, err)
	}
	defer answer.Body.Close()
	return of, json.NewDecoder(answer.Body).Decode(&of)
}
