package api

import (
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"backstreet/rectify"
)

// Export is one file that somebody asked for.
type Export struct {
	ID         rectify.ExportID     `json:"id"`
	Format     rectify.ExportFormat `json:"format" enum:"geojson,gpkg,shp,kml,csv,xlsx"`
	Encoding   string               `json:"encoding"`
	CRS        string               `json:"crs"`
	State      rectify.ExportState  `json:"state" enum:"queued,writing,ready,failed,discarded"`
	Progress   float64              `json:"progress"`
	Rows       int                  `json:"rows" doc:"Features in the file"`
	Notes      []rectify.ExportNote `json:"notes" doc:"What the file does not hold as it is in the ledger"`
	Error      *rectify.ImportError `json:"error"`
	File       string               `json:"file" doc:"The name to save it under"`
	Bytes      int64                `json:"bytes"`
	CreatedAt  time.Time            `json:"created_at"`
	FinishedAt *time.Time           `json:"finished_at"`
	ExpiresAt  *time.Time           `json:"expires_at" doc:"When the file is deleted"`
}

type exportOutput struct{ Body Export }

type exportPath struct {
	ID rectify.ExportID `path:"id" minimum:"1"`
}

// exportRequest asks for a file of what the filter means: the filter of list-features, which gives the same number.
type exportRequest struct {
	FeatureQuery
	Key  string `header:"Idempotency-Key"`
	Body struct {
		Format   string `json:"format" enum:"geojson,gpkg,shp,kml,csv,xlsx"`
		Encoding string `json:"encoding,omitempty" enum:"UTF-8,GBK" doc:"Of shp and csv"`
		CRS      string `json:"crs,omitempty" doc:"EPSG:N, GCJ02 or BD09; EPSG:4326 when it is left out"`
	}
}

type exportsQuery struct {
	Cursor rectify.ExportID `query:"cursor"`
	Limit  int              `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

func (a *API) exportRoutes() {
	const path = "/api/v1/exports"
	create := operation("create-export", http.MethodPost, path, "Ask for a file of the features that a filter means", rectify.ExportRun, scopeNone)
	create.DefaultStatus = http.StatusAccepted
	register(a, create, a.createExport)
	register(a, operation("list-exports", http.MethodGet, path, "One's own exports, newest first", rectify.ExportRun, scopeNone),
		func(ctx context.Context, in *exportsQuery) (*list[Export], error) {
			runs, err := a.Store.ExportsOf(ctx, actorOf(ctx).ID, in.Cursor, in.Limit)
			return listOf(converted(runs, exportOut)), err
		})
	register(a, operation("get-export", http.MethodGet, path+"/{id}", "One of one's own exports", rectify.ExportRun, scopeNone),
		func(ctx context.Context, in *exportPath) (*exportOutput, error) {
			run, err := a.Store.ExportOf(ctx, actorOf(ctx).ID, in.ID)
			return &exportOutput{Body: exportOut(run)}, err
		})
	register(a, operation("discard-export", http.MethodDelete, path+"/{id}", "Give an export up and delete its file", rectify.ExportRun, scopeNone),
		func(ctx context.Context, in *exportPath) (*struct{}, error) {
			object, err := a.Store.DiscardExport(ctx, actorOf(ctx), in.ID)
			if err == nil && object != "" {
				err = a.Photos.DeleteFile(ctx, object)
			}
			return nil, err
		})
	file := operation("get-export-file", http.MethodGet, path+"/{id}/file", "The file of an export", rectify.ExportRun, scopeNone)
	file = asking(file, parameter("path", "id", "Of the export", &huma.Schema{Type: huma.TypeInteger}))
	a.plain(answering(file, http.StatusOK, "application/octet-stream", bytesSchema), a.exportFile)
}

func (a *API) createExport(ctx context.Context, in *exportRequest) (*exportOutput, error) {
	filter, err := a.filter(ctx, in.FeatureQuery)
	if err != nil {
		return nil, err
	}
	options := rectify.ExportOptions{Format: rectify.ExportFormat(in.Body.Format), Encoding: in.Body.Encoding, CRS: in.Body.CRS}
	asked, err := json.Marshal([]any{filter, options})
	if err != nil {
		return nil, err
	}
	op, err := opOf(in.Key, "export", asked)
	if err != nil {
		return nil, err
	}
	run, _, err := a.Store.CreateExport(ctx, actorOf(ctx), op, filter, a.Live.Snapshot().Today(), options)
	return &exportOutput{Body: exportOut(run)}, err
}

// exportFile sends the file to who asked for it.
func (a *API) exportFile(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(chi.URLParam(r, "id"), 10, 64)
	if err != nil {
		fail(w, r, rectify.ErrNotFound)
		return
	}
	run, err := a.Store.ExportOf(r.Context(), actorOf(r.Context()).ID, rectify.ExportID(id))
	if err == nil && run.State != rectify.ExportReady {
		err = problem(http.StatusNotFound, "export_not_ready", "this file is not there: it is not written yet, or was deleted after a day")
	}
	if err != nil {
		fail(w, r, err)
		return
	}
	content, err := a.Photos.OpenFile(r.Context(), run.Object)
	if err != nil {
		fail(w, r, err)
		return
	}
	defer func() { _ = content.Close() }() // it was only read
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": run.File}))
	w.Header().Set("Content-Length", strconv.FormatInt(run.Bytes, 10))
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = io.Copy(w, content) // a client that has gone needs no answer
}

func exportOut(e rectify.Export) Export {
	out := Export{
		ID: e.ID, Format: e.Options.Format, Encoding: e.Options.Encoding, CRS: e.Options.CRS, State: e.State, Progress: e.Progress,
		Rows: e.Rows, Notes: e.Notes, Error: e.Error, File: e.File, Bytes: e.Bytes, CreatedAt: e.CreatedAt, FinishedAt: orNull(e.FinishedAt),
	}
	if e.State == rectify.ExportReady {
		out.ExpiresAt = orNull(e.FinishedAt.Add(rectify.ExportLifetime))
	}
	return out
}
