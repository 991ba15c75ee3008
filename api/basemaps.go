package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-chi/chi/v5"

	"backstreet/basemap"
	"backstreet/rectify"
)

// Basemap is one that can be shown under the work.
type Basemap struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	NameEN      string   `json:"name_en"`
	Attribution string   `json:"attribution" doc:"To be shown on the map"`
	CRS         string   `json:"crs" enum:"wgs84,gcj02" doc:"Of gcj02 our tiles are asked for with ?crs=gcj02"`
	Tiles       []string `json:"tiles" doc:"Paths with {z}, {x} and {y}, the lowest layer first"`
	File        string   `json:"file,omitempty" doc:"Path of a PMTiles archive, to be read in ranges"`
	MinZoom     int      `json:"min_zoom"`
	MaxZoom     int      `json:"max_zoom"`
}

// keptTile is how long browsers keep a picture: streets do not move in a day.
const keptTile = "private, max-age=86400"

func (a *API) basemapRoutes() {
	register(a, operation("list-basemaps", http.MethodGet, "/api/v1/basemaps", "Base maps beside our own",
		rectify.FeatureRead, scopeNone), a.listBasemaps)
	tile := operation("basemap-tile", http.MethodGet, basemap.Path+"/{group}/{layer}/{z}/{x}/{y}",
		"A picture of a base map, fetched from its service", rectify.FeatureRead, scopeNone)
	tile = asking(also(tile, http.StatusBadGateway),
		parameter("path", "group", "As the list has it", textSchema), parameter("path", "layer", "As the list has it", textSchema),
		parameter("path", "z", "Zoom", numberSchema), parameter("path", "x", "Column", numberSchema),
		parameter("path", "y", "Row from the north", numberSchema))
	a.plain(answering(tile, http.StatusOK, "image/*", bytesSchema), a.basemapTile)
	file := operation("basemap-file", http.MethodGet, basemap.Path+"/files/{name}", "A PMTiles archive, by ranges", rectify.FeatureRead, scopeNone)
	file = asking(file, parameter("path", "name", "As the list has it", textSchema))
	file = answering(answering(file, http.StatusOK, archiveType, bytesSchema), http.StatusPartialContent, archiveType, bytesSchema)
	a.plain(file, a.basemapFile)
}

const archiveType = "application/vnd.pmtiles"

func (a *API) listBasemaps(context.Context, *struct{}) (*list[Basemap], error) {
	sources, err := a.Basemaps.Sources()
	if err != nil {
		return nil, err
	}
	return listOf(converted(sources, func(s basemap.Source) Basemap {
		tiles := s.Tiles
		if tiles == nil {
			tiles = []string{}
		}
		return Basemap{
			ID: s.ID, Name: s.Name, NameEN: s.NameEN, Attribution: s.Attribution, CRS: s.CRS, Tiles: tiles, File: s.File,
			MinZoom: s.MinZoom, MaxZoom: s.MaxZoom,
		}
	})), nil
}

func (a *API) basemapTile(w http.ResponseWriter, r *http.Request) {
	var at basemap.Place
	for name, number := range map[string]*int{"z": &at.Z, "x": &at.X, "y": &at.Y} {
		var err error
		if *number, err = strconv.Atoi(chi.URLParam(r, name)); err != nil {
			fail(w, r, rectify.ErrNotFound)
			return
		}
	}
	tile, err := a.Basemaps.Tile(r.Context(), chi.URLParam(r, "group"), chi.URLParam(r, "layer"), at)
	if errors.Is(err, basemap.ErrUnreachable) {
		a.Log.WarnContext(r.Context(), "base map", "id", requestID(r.Context()), "error", err)
		err = problem(http.StatusBadGateway, "basemap_unreachable", "the base map's service gave no tile; the work is drawn without it")
	}
	if err != nil {
		fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", tile.ContentType)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", keptTile)
	_, _ = w.Write(tile.Body) // a client that has gone needs no answer
}

// basemapFile serves an archive in the ranges that its reader asks for. The tag tells a file that was replaced while
// somebody reads it.
func (a *API) basemapFile(w http.ResponseWriter, r *http.Request) {
	file, err := a.Basemaps.Archive(chi.URLParam(r, "name"))
	if err != nil {
		fail(w, r, err)
		return
	}
	defer func() { _ = file.Close() }() // it was only read
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = rectify.ErrNotFound
	}
	if err != nil {
		fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", archiveType)
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("ETag", fmt.Sprintf(`"%x-%x"`, info.ModTime().UnixNano(), info.Size()))
	http.ServeContent(w, r, "", info.ModTime(), file)
}
