package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"backstreet/basemap"
	"backstreet/live"
	"backstreet/photo"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/tiles"
)

// Config is what the API answers from.
type Config struct {
	Store  *store.Store
	Live   *live.Live
	Tiles  *tiles.Engine
	Photos *photo.Bucket

	Basemaps *basemap.Catalogue // nil offers none

	Web     http.Handler // everything that no route of the API takes
	Log     *slog.Logger
	Version string
	Now     func() time.Time // nil is time.Now

	// BehindProxy says that nobody reaches the service but through a proxy of ours, whose X-Forwarded-Proto is to be
	// believed. Without it the header is anybody's.
	BehindProxy bool
}

// API is the HTTP interface.
type API struct {
	Config
	router  chi.Router
	huma    huma.API
	metrics *metrics
	names   searchIndex
	callers callers
}

// speakProblems is huma's one setting for the whole process.
var speakProblems = sync.OnceFunc(func() {
	huma.NewErrorWithContext = humaError
	// The description takes the shape of a problem from what this makes.
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		return humaError(nil, status, message, errs...)
	}
})

// New wires every route. It panics on an operation without a declared permission.
func New(config Config) *API {
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.Basemaps == nil {
		config.Basemaps = &basemap.Catalogue{}
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	a := &API{Config: config, router: chi.NewRouter()}
	a.metrics = newMetrics(a)
	a.router.Use(a.observe, a.recoverPanic, a.refuseCrossOrigin, a.identify, middleware.GetHead)
	a.router.NotFound(a.notFound)
	a.router.MethodNotAllowed(a.wrongMethod)

	settings := huma.DefaultConfig("Backstreet 巷治", config.Version)
	settings.DocsPath = ""     // huma's page loads scripts from the internet; docs.go has ours
	settings.CreateHooks = nil // no $schema member in every answer
	settings.SchemasPath = ""  // the description is one document
	settings.Formats = formats()
	speakWords(settings.Components.Schemas)
	settings.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: sessionCookie},
		"token":   {Type: "http", Scheme: "bearer"},
	}
	speakProblems()
	a.huma = humachi.New(a.router, settings)
	a.huma.UseMiddleware(a.authorise)

	a.sessionRoutes()
	a.registerRoutes()
	a.userRoutes()
	a.featureRoutes()
	a.transitionRoutes()
	a.photoRoutes()
	a.searchRoutes()
	a.progressRoutes()
	a.importRoutes()
	a.exportRoutes()
	a.streamRoutes()
	a.tileRoutes()
	a.basemapRoutes()
	a.systemRoutes()
	a.onlyJSON()
	return a
}

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.router.ServeHTTP(w, r) }

// Router is every route, the plain ones too.
func (a *API) Router() chi.Routes { return a.router }

// OpenAPI is the description of every operation, the plain ones too.
func (a *API) OpenAPI() *huma.OpenAPI { return a.huma.OpenAPI() }

// stepTimeout is how long an acknowledged write waits to be seen in memory. The commit stands
// whatever happens, so after that it is answered all the same.
const stepTimeout = 2 * time.Second

// inStep waits until this replica's map and counts show what was just committed.
func (a *API) inStep(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stepTimeout)
	defer cancel()
	if err := a.Live.Sync(ctx); err != nil {
		a.metrics.late.Inc()
		a.Log.WarnContext(ctx, "the live copy is behind a commit", "id", requestID(ctx), "error", err)
	}
}

// today is the server's day in Asia/Shanghai.
func (a *API) today() rectify.Day { return rectify.DayOf(a.Now()) }
