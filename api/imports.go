package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"backstreet/rectify"
	"backstreet/store"
)

// maxImportBytes bounds an uploaded file.
const maxImportBytes = 200 << 20

// Import is one run of the importer over an uploaded file.
type Import struct {
	ID         rectify.ImportID      `json:"id"`
	File       string                `json:"file"`
	Kind       rectify.KindKey       `json:"kind"`
	State      rectify.ImportState   `json:"state"`
	Progress   float64               `json:"progress"`
	Options    rectify.ImportOptions `json:"options" doc:"How it was asked to be read; in a list without control points"`
	Error      *rectify.ImportError  `json:"error"`
	Report     *rectify.ImportReport `json:"report"`
	CreatedAt  time.Time             `json:"created_at"`
	FinishedAt *time.Time            `json:"finished_at"`
	Actor      *Named                `json:"actor"`
}

type importOutput struct{ Body Import }

type importPath struct {
	ID rectify.ImportID `path:"id" minimum:"1"`
}

type importAction struct {
	ID  rectify.ImportID `path:"id" minimum:"1"`
	Key string           `header:"Idempotency-Key"`
}

type readImport struct {
	ID   rectify.ImportID `path:"id" minimum:"1"`
	Key  string           `header:"Idempotency-Key"`
	Body struct {
		Kind    rectify.KindKey       `json:"kind,omitempty" doc:"Left out: the one it was uploaded as"`
		Options rectify.ImportOptions `json:"options"`
	}
}

type importsQuery struct {
	Cursor rectify.ImportID `query:"cursor"`
	Limit  int              `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

func (a *API) importRoutes() {
	const path = "/api/v1/imports"
	upload := operation("upload-import", http.MethodPost, path, "Upload a file to be read and compared", rectify.ImportRun, scopeImport)
	upload = asking(also(upload, http.StatusBadRequest), parameter("header", "Idempotency-Key", "UUID made before sending", uuidSchema))
	upload = taking(upload, map[string]*huma.MediaType{"multipart/form-data": {Schema: uploadSchema}})
	a.plain(answering(upload, http.StatusAccepted, "application/json", schemaOf[Import](a)), a.upload)
	register(a, operation("list-imports", http.MethodGet, path, "Imports, newest first", rectify.ImportRun, scopeNone),
		func(ctx context.Context, in *importsQuery) (*list[Import], error) {
			runs, err := a.Store.Imports(ctx, in.Cursor, in.Limit)
			return listOf(converted(runs, importOut)), err
		})
	register(a, operation("get-import", http.MethodGet, path+"/{id}", "An import with its report", rectify.ImportRun, scopeNone),
		func(ctx context.Context, in *importPath) (*importOutput, error) {
			run, err := a.Store.Import(ctx, in.ID)
			return &importOutput{Body: importOut(run)}, err
		})
	register(a, operation("read-import", http.MethodPost, path+"/{id}/read", "Read an uploaded file again in another way", rectify.ImportRun, scopeImport),
		a.readImport)
	register(a, operation("apply-import", http.MethodPost, path+"/{id}/apply", "Apply a previewed import", rectify.ImportRun, scopeImport),
		func(ctx context.Context, in *importAction) (*importOutput, error) {
			return a.importAction(ctx, in, "apply-import", a.Store.ApplyImport)
		})
	register(a, operation("revert-import", http.MethodPost, path+"/{id}/revert", "Take an import back", rectify.ImportRun, scopeImport),
		func(ctx context.Context, in *importAction) (*importOutput, error) {
			return a.importAction(ctx, in, "revert-import", a.Store.Revert)
		})
	register(a, operation("discard-import", http.MethodDelete, path+"/{id}", "Give up an import that is not applied yet", rectify.ImportRun, scopeImport),
		func(ctx context.Context, in *importPath) (*struct{}, error) {
			object, err := a.Store.DiscardImport(ctx, actorOf(ctx), in.ID)
			if err != nil || object == "" {
				return nil, err
			}
			if err := a.Photos.DeleteFile(ctx, object); !errors.Is(err, os.ErrNotExist) {
				return nil, err
			}
			return nil, nil //nolint:nilnil // discarded before; there is no answer but that
		})
}

type importUse func(context.Context, rectify.Person, store.Op, rectify.ImportID) (rectify.Import, bool, error)

func (a *API) importAction(ctx context.Context, in *importAction, what string, use importUse) (*importOutput, error) {
	op, err := opOf(in.Key, fmt.Sprintf("%s %d", what, in.ID), nil)
	if err != nil {
		return nil, err
	}
	run, _, err := use(ctx, actorOf(ctx), op, in.ID)
	if err != nil {
		return nil, err
	}
	a.inStep(ctx)
	return &importOutput{Body: importOut(run)}, nil
}

// readImport reads the uploaded file again with other options.
func (a *API) readImport(ctx context.Context, in *readImport) (*importOutput, error) {
	if err := checkOptions(in.Body.Options); err != nil {
		return nil, err
	}
	op, err := opOfJSON(in.Key, fmt.Sprintf("read-import %d", in.ID), in.Body)
	if err != nil {
		return nil, err
	}
	run, _, err := a.Store.ReadImport(ctx, actorOf(ctx), op, in.ID, store.Reading{Kind: in.Body.Kind, Options: in.Body.Options})
	if err != nil {
		return nil, err
	}
	return &importOutput{Body: importOut(run)}, nil
}

// maxControlBytes bounds the control points of an import; they are kept with its options.
const maxControlBytes = 64 << 10

func checkOptions(options rectify.ImportOptions) error {
	if len(options.Control) > maxControlBytes {
		return &rectify.Invalid{Field: "control", Rule: "control", Message: "control points have at most 64 kB; choose fewer of them"}
	}
	if options.Gone != rectify.GoneReport && options.Gone != rectify.GoneVoid {
		return &rectify.Invalid{Field: "gone", Rule: "enum", Message: "say void, or leave it out"}
	}
	return nil
}

// upload keeps the file and asks a worker to read it. The parts may come in any order.
func (a *API) upload(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxImportBytes+1<<20)
	if err := r.ParseMultipartForm(8 << 20); err != nil {
		fail(w, r, uploadProblem(err))
		return
	}
	defer func() { _ = r.MultipartForm.RemoveAll() }() // temporary files; the system removes what stays
	run, err := a.takeUpload(r)
	if err != nil {
		fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusAccepted)
	_ = json.NewEncoder(w).Encode(importOut(run))
}

// uploadSchema describes the form.
var uploadSchema = &huma.Schema{
	Type: huma.TypeObject, Required: []string{"file", "kind"},
	Properties: map[string]*huma.Schema{
		"file": bytesSchema, "kind": textSchema, "crs": textSchema, "encoding": textSchema, "layer": textSchema,
		"units": {Type: huma.TypeString, Description: "Of a drawing's numbers: mm, cm, m, in or ft"}, "swap_axes": flagSchema, "anywhere": flagSchema,
		"gone":    {Type: huma.TypeString, Description: "void: what this source had and the file has not becomes void"},
		"control": {Type: huma.TypeString, Description: "Control points: x,y,lon,lat a line; at most 64 kB"},
		"map":     {Type: huma.TypeString, Description: `JSON: {"attribute": "column"}`},
		"source":  {Type: huma.TypeString, Description: "Where the records come from; left out: the file's name"},
		"op_id":   {Type: huma.TypeString, Format: "uuid", Description: "In place of the header Idempotency-Key"},
	},
}

func (a *API) takeUpload(r *http.Request) (rectify.Import, error) {
	ctx := r.Context()
	file, header, err := r.FormFile("file")
	if err != nil {
		return rectify.Import{}, &rectify.Invalid{Field: "file", Rule: "file_missing", Message: "choose a file"}
	}
	defer file.Close()
	options := rectify.ImportOptions{
		CRS: r.FormValue("crs"), Encoding: r.FormValue("encoding"), Layer: r.FormValue("layer"),
		Anywhere: r.FormValue("anywhere") == "true", SwapAxes: r.FormValue("swap_axes") == "true",
		Units: r.FormValue("units"), Gone: rectify.GonePolicy(r.FormValue("gone")), Control: r.FormValue("control"),
	}
	if err := checkOptions(options); err != nil {
		return rectify.Import{}, err
	}
	if text := r.FormValue("map"); text != "" {
		if err := json.Unmarshal([]byte(text), &options.Map); err != nil {
			return rectify.Import{}, &rectify.Invalid{Field: "map", Rule: "map", Message: `give the mapping as {"attribute": "column"}`}
		}
	}
	name := path.Base(strings.ReplaceAll(header.Filename, `\`, "/"))
	key := firstOf(r.FormValue("op_id"), r.Header.Get("Idempotency-Key"))
	upload := store.Upload{
		File: name, Kind: rectify.KindKey(r.FormValue("kind")), Source: r.FormValue("source"), Options: options,
	}
	sum, err := contentSum(file)
	if err != nil {
		return rectify.Import{}, err
	}
	asked, err := json.Marshal(upload)
	if err != nil {
		return rectify.Import{}, fmt.Errorf("upload %s: %w", name, err)
	}
	op, err := opOf(key, "upload "+sum, asked)
	if err != nil {
		return rectify.Import{}, err
	}
	object := "imports/" + uuid.NewString() + strings.ToLower(path.Ext(name))
	if _, err := a.Photos.PutFile(ctx, object, io.LimitReader(file, maxImportBytes+1)); err != nil {
		return rectify.Import{}, err
	}
	upload.Object = object
	run, replay, err := a.Store.CreateImport(ctx, actorOf(ctx), op, upload)
	if err != nil || replay {
		if gone := a.Photos.DeleteFile(ctx, object); gone != nil && !errors.Is(gone, os.ErrNotExist) {
			a.Log.WarnContext(ctx, "an upload nobody needs was left behind", "object", object, "error", gone)
		}
	}
	return run, err
}

// contentSum is the hash of a file, which is read from its beginning again afterwards.
func contentSum(file io.ReadSeeker) (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", fmt.Errorf("read the upload: %w", err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", fmt.Errorf("read the upload: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

func uploadProblem(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return problem(http.StatusRequestEntityTooLarge, "too_large", "a file has at most 200 MB; use the command line for more")
	}
	return problem(http.StatusBadRequest, "multipart", "send the file as multipart/form-data")
}

func importOut(i rectify.Import) Import {
	out := Import{
		ID: i.ID, File: i.File, Kind: i.Kind, State: i.State, Progress: i.Progress, Options: i.Options, Error: i.Error, Report: i.Report,
		CreatedAt: i.CreatedAt, FinishedAt: orNull(i.FinishedAt),
	}
	if i.ActorID != 0 {
		out.Actor = &Named{int64(i.ActorID), i.ActorName}
	}
	return out
}
