package api_test

import (
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"backstreet/api"
	"backstreet/live"
	"backstreet/rectify"
	"backstreet/tiles"
)

var update = flag.Bool("update", false, "write the golden files anew")

// openRoutes answer everybody: how to come in, what there is to call, and how the service is.
var openRoutes = []string{
	"POST /api/v1/session", "DELETE /api/v1/session", "GET /healthz", "GET /readyz", "GET /metrics", "GET /docs",
	"GET /openapi.json", "GET /openapi.yaml", "GET /openapi-3.0.json", "GET /openapi-3.0.yaml",
}

// unwired is the API without a database: enough for what is refused before it is asked.
func unwired() *api.API {
	return api.New(api.Config{
		Live: live.New(nil, live.Options{}), Tiles: tiles.New(tiles.Options{}), Log: slog.New(slog.DiscardHandler),
	})
}

// routesOf lists every route of the router as "METHOD /path".
func routesOf(t *testing.T, a *api.API) []string {
	t.Helper()
	var routes []string
	err := chi.Walk(a.Router(), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		routes = append(routes, method+" "+route)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(routes, func(x, y string) int {
		methodX, pathX, _ := strings.Cut(x, " ")
		methodY, pathY, _ := strings.Cut(y, " ")
		return strings.Compare(pathX+" "+methodX, pathY+" "+methodY)
	})
	return routes
}

// filled puts something that could be meant into a route's placeholders.
func filled(route string) (method, path string) {
	method, path, _ = strings.Cut(route, " ")
	return method, regexp.MustCompile(`\{[^}]+\}`).ReplaceAllString(path, "1")
}

func TestEveryOperationDeclaresAPermission(t *testing.T) {
	t.Parallel()
	a := unwired()
	operations := a.Routes()
	for _, route := range routesOf(t, a) {
		described := slices.ContainsFunc(operations, func(op api.Route) bool { return op.Method+" "+op.Path == route })
		if !described && !strings.HasPrefix(route, "GET /openapi") { // the description itself
			t.Errorf("%s is not described; register it with register or plain", route)
		}
	}
	for _, op := range operations {
		route := op.Method + " " + op.Path
		open := op.Permission == "open"
		if !open && !slices.Contains(rectify.Permissions, op.Permission) {
			t.Errorf("%s declares the permission %q, which does not exist", route, op.Permission)
		}
		if open != slices.Contains(openRoutes, route) {
			t.Errorf("%s: open is %v", route, open)
		}
	}
}

func TestRoutesAreThoseOfTheGoldenList(t *testing.T) {
	t.Parallel()
	a := unwired()
	told := map[string]api.Route{}
	for _, op := range a.Routes() {
		told[op.Method+" "+op.Path] = op
	}
	var text strings.Builder
	for _, route := range routesOf(t, a) {
		op, described := told[route]
		if !described {
			op.Permission = "huma's own"
		}
		plain := ""
		if op.Plain {
			plain = "plain"
		}
		method, path, _ := strings.Cut(route, " ")
		line := fmt.Sprintf("%-6s %-36s %-20s %-8s %s", method, path, op.Permission, op.Scope, plain)
		text.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	wantGolden(t, "testdata/routes.golden", text.String())
}

func TestWithoutSignInEveryGuardedRouteAnswers401(t *testing.T) {
	t.Parallel()
	a := unwired()
	for _, route := range routesOf(t, a) {
		if slices.Contains(openRoutes, route) {
			continue
		}
		method, path := filled(route)
		recorder := httptest.NewRecorder()
		a.ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader("{}")))
		if recorder.Code != http.StatusUnauthorized || !strings.Contains(recorder.Body.String(), `"code":"unauthenticated"`) {
			t.Errorf("%s: got %d %s", route, recorder.Code, recorder.Body)
		}
		if got := recorder.Header().Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s: the problem comes as %s", route, got)
		}
	}
}

func TestARoleThatMayNotIsRefusedByEveryOperation(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	for _, of := range []struct {
		username string
		role     rectify.Role
	}{
		{"planner", rectify.RolePlanner},
		{"hand", rectify.RoleField},
		{"checker", rectify.RoleVerifier},
		{"leader", rectify.RoleLeader},
		{"admin", rectify.RoleAdmin},
	} {
		client, refused := d.signIn(t, of.username), 0
		for _, op := range d.api.Routes() {
			if op.Permission == "open" || rectify.Can(rectify.Person{ID: 1, Roles: []rectify.Role{of.role}}, op.Permission) {
				continue
			}
			method, path := filled(op.Method + " " + op.Path)
			client.send(method, path, object{}).want(http.StatusForbidden, "role_not_allowed")
			refused++
		}
		if refused == 0 {
			t.Errorf("nothing was closed to a %s", of.role)
		}
	}
}

func TestWritesOfAnotherSitesPageAreRefused(t *testing.T) {
	t.Parallel()
	a := unwired()
	for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://elsewhere.example"}} {
		request := httptest.NewRequest(http.MethodPost, "/api/v1/session", strings.NewReader(`{"username":"a","password":"b"}`))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set(header[0], header[1])
		recorder := httptest.NewRecorder()
		a.ServeHTTP(recorder, request)
		if recorder.Code != http.StatusForbidden || !strings.Contains(recorder.Body.String(), `"code":"cross_origin"`) {
			t.Errorf("%s: got %d %s", header[0], recorder.Code, recorder.Body)
		}
	}
}

func TestABodyThatIsTooLargeAnswers413(t *testing.T) {
	t.Parallel()
	a := unwired()
	body := `{"username":"a","password":"` + strings.Repeat("x", 3<<20) + `"}`
	request := httptest.NewRequest(http.MethodPost, "/api/v1/session", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	a.ServeHTTP(recorder, request)
	if recorder.Code != http.StatusRequestEntityTooLarge || !strings.Contains(recorder.Body.String(), `"code":"too_large"`) {
		t.Errorf("got %d %s", recorder.Code, recorder.Body)
	}
}

func TestProblemsTellNoInternals(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	t.Run("a rejected value is not echoed", func(t *testing.T) {
		got := d.anonymous(t).send(http.MethodPost, "/api/v1/session", object{"username": "a", "password": object{"hunter2": 1}})
		got.want(http.StatusUnprocessableEntity, "invalid")
		if strings.Contains(string(got.raw), "hunter2") {
			t.Errorf("the answer repeats the secret: %s", got.raw)
		}
	})
	t.Run("a broken constraint is told without the schema's names", func(t *testing.T) {
		planner := d.signIn(t, "planner")
		id := planner.draw()
		got := planner.send(http.MethodPatch, fmt.Sprintf("/api/v1/features/%d", id), object{"unit_id": 999},
			"If-Match", `"1"`, "Idempotency-Key", "0190f2c0-0000-7000-8000-000000000001")
		if got.status != http.StatusUnprocessableEntity || strings.Contains(string(got.raw), "violates") {
			t.Errorf("got %d %s", got.status, got.raw)
		}
	})
	t.Run("an unknown error is told as internal", func(t *testing.T) {
		d.stop()
		d.store.Close()
		got := d.anonymous(t).send(http.MethodPost, "/api/v1/session", object{"username": "a", "password": "b"})
		if got.status < 500 || strings.Contains(string(got.raw), "pool") || strings.Contains(string(got.raw), "sign in:") {
			t.Errorf("got %d %s", got.status, got.raw)
		}
	})
}
