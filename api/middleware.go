package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/google/uuid"

	"backstreet/rectify"
	"backstreet/store"
)

const sessionCookie = "backstreet_session"

// caller is who sent a request. The zero person is nobody.
type caller struct {
	person  rectify.Person
	session store.Session
	address string // without port
	secure  bool   // came by TLS: a cookie need not go any other way
}

type contextKey int

const (
	callerKey contextKey = iota
	requestKey
)

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey).(caller)
	return c
}

func actorOf(ctx context.Context) rectify.Person { return callerOf(ctx).person }

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey).(string)
	return id
}

// observe gives each request an id, logs it in one line and counts it.
func (a *API) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		id := uuid.NewString()
		w.Header().Set("X-Request-Id", id)
		who := &rectify.Person{}
		ctx := context.WithValue(r.Context(), requestKey, id)
		ctx = context.WithValue(ctx, observedKey{}, who)
		wrapped := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(wrapped, r.WithContext(ctx))
		route := chi.RouteContext(r.Context()).RoutePattern()
		took := time.Since(began)
		a.metrics.served(r.Method, route, wrapped.Status(), took)
		level := slog.LevelInfo
		if isTile(r) && wrapped.Status() < http.StatusBadRequest {
			level = slog.LevelDebug // a map asks for hundreds a minute
		}
		a.Log.LogAttrs(ctx, level, "request",
			slog.String("id", id), slog.Int64("actor", int64(who.ID)), slog.String("method", r.Method),
			slog.String("route", route), slog.Int("status", wrapped.Status()),
			slog.Float64("ms", float64(took.Microseconds())/1000), slog.Int("bytes", wrapped.BytesWritten()))
	})
}

// observedKey is where identify tells observe who the caller is.
type observedKey struct{}

func (a *API) recoverPanic(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if cause := recover(); cause != nil {
				if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(cause)
				}
				fail(w, r, fmt.Errorf("panic: %v\n%s", cause, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// refuseCrossOrigin stops writes that another site's page sends with our cookie.
func (a *API) refuseCrossOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fail(w, r, problem(http.StatusForbidden, "cross_origin", "this request came from another site's page"))
	}))
	return protection.Handler(next)
}

// identify finds the caller by cookie, Bearer token or, for desktop GIS, the token as a Basic
// password. A secret that is no longer good is nobody's: operations then answer 401.
func (a *API) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := caller{address: remoteAddress(r), secure: a.secure(r)}
		if secret := secretOf(r); secret != "" {
			who, err := a.authenticate(r, secret)
			if err != nil && !errors.Is(err, rectify.ErrUnauthenticated) {
				fail(w, r, err)
				return
			}
			c.person, c.session = who.person, who.session
		}
		if who, ok := r.Context().Value(observedKey{}).(*rectify.Person); ok {
			*who = c.person
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), callerKey, c)))
	})
}

// authenticate gives the person and session that a secret stands for.
func (a *API) authenticate(r *http.Request, secret string) (who caller, err error) {
	if !isTile(r) {
		who.person, who.session, err = a.Store.Authenticate(r.Context(), secret)
		return who, err
	}
	who, generation, known := a.callers.find(secret, a.Now())
	if known {
		return who, nil
	}
	who.person, who.session, err = a.Store.Authenticate(r.Context(), secret)
	if err == nil {
		a.callers.put(secret, who, generation)
	}
	return who, err
}

func isTile(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/tiles/") }

func secretOf(r *http.Request) string {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return token
	}
	if _, password, ok := r.BasicAuth(); ok {
		return password
	}
	if cookie, err := r.Cookie(sessionCookie); err == nil {
		return cookie.Value
	}
	return ""
}

func remoteAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
