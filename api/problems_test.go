package api_test

import (
	"crypto/tls"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"backstreet/api"
	"backstreet/live"
	"backstreet/store"
	"backstreet/tiles"
)

// literals are the texts by which the packages below the API name what is wrong: the rule of an Invalid and the code
// of a problem.
func literals(t *testing.T, folder string) (codes []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %v", folder, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.KeyValueExpr:
				if key, ok := node.Key.(*ast.Ident); ok && key.Name == "Rule" {
					codes = append(codes, text(node.Value)...)
				}
			case *ast.CallExpr:
				if called, ok := node.Fun.(*ast.Ident); ok && called.Name == "problem" && len(node.Args) == 3 {
					codes = append(codes, text(node.Args[1])...)
				}
			}
			return true
		})
	}
	return codes
}

func text(expression ast.Expr) []string {
	if literal, ok := expression.(*ast.BasicLit); ok {
		if value, err := strconv.Unquote(literal.Value); err == nil {
			return []string{value}
		}
	}
	return nil
}

// TestEveryProblemCodeIsListed keeps the list by which the web app is held to have words for each code.
func TestEveryProblemCodeIsListed(t *testing.T) {
	t.Parallel()
	listed := api.ProblemCodes()
	for _, folder := range []string{".", "../store", "../photo", "../live", "../rectify", "../tiles"} {
		for _, code := range literals(t, folder) {
			if !slices.Contains(listed, code) {
				t.Errorf("%s gives the code %q, which api/codes.go does not list", folder, code)
			}
		}
	}
	wantGolden(t, "testdata/problems.golden", strings.Join(listed, "\n")+"\n")
}

// wantGolden compares with a file, or writes it.
func wantGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s; go test ./api -update if that is meant (-golden +now):\n%s", path, diff)
	}
}

// ask sends a request to an API without a database.
func ask(a *api.API, method, target string) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	a.ServeHTTP(recorder, httptest.NewRequest(method, target, nil))
	return recorder
}

func TestWhatIsNotThereIsAProblem(t *testing.T) {
	t.Parallel()
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("the app")) })
	a := api.New(api.Config{
		Live: live.New(nil, live.Options{}), Tiles: tiles.New(tiles.Options{}), Log: slog.New(slog.DiscardHandler), Web: page,
	})
	for _, test := range []struct {
		method, path string
		status       int
		allow        []string
	}{
		{http.MethodGet, "/api/v1/nothing", http.StatusNotFound, nil},
		{http.MethodGet, "/api", http.StatusNotFound, nil},
		{http.MethodGet, "/tiles/a", http.StatusNotFound, nil},
		{http.MethodGet, "/basemap/a", http.StatusNotFound, nil},
		{http.MethodPost, "/api/v2/session", http.StatusNotFound, nil},
		{http.MethodDelete, "/api/v1/features", http.StatusMethodNotAllowed, []string{"GET", "HEAD", "POST"}},
		{http.MethodPost, "/healthz", http.StatusMethodNotAllowed, []string{"GET", "HEAD"}},
	} {
		got := ask(a, test.method, test.path)
		if got.Code != test.status || got.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: got %d %s", test.method, test.path, got.Code, got.Header().Get("Content-Type"))
		}
		if diff := cmp.Diff(test.allow, got.Header().Values("Allow")); diff != "" {
			t.Errorf("%s %s: Allow (-want +got):\n%s", test.method, test.path, diff)
		}
	}
	if got := ask(a, http.MethodGet, "/apiary"); got.Body.String() != "the app" {
		t.Errorf("a page of the app: got %d %s", got.Code, got.Body)
	}
	if got := ask(a, http.MethodHead, "/healthz"); got.Code != http.StatusOK {
		t.Errorf("HEAD /healthz: got %d", got.Code)
	}
}

func TestInputIsRefusedWithACodeOfItsOwn(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	planner := d.signIn(t, "planner")
	id := planner.draw()
	feature := fmt.Sprintf("/api/v1/features/%d", id)
	patch := func(body object) answer {
		body["op_id"] = uuid.NewString()
		return planner.send(http.MethodPatch, feature, body, "If-Match", `"1"`)
	}
	patch(object{"unit_id": 999}).want(http.StatusUnprocessableEntity, "unknown_unit")
	patch(object{"assignee_id": 999}).want(http.StatusUnprocessableEntity, "unknown_person")
	patch(object{"attributes": object{"width_m": -1}}).want(http.StatusUnprocessableEntity, "attribute_invalid")
	patch(object{"geometry": object{"type": "Point", "coordinates": middle}}).want(http.StatusUnprocessableEntity, "geometry_type")
	patch(object{"name": "a\x00b"}).want(http.StatusUnprocessableEntity, "zero_byte")
	patch(object{"attributes": object{"surface": "a\x00b"}}).want(http.StatusUnprocessableEntity, "zero_byte")
	patch(object{"name": `a backslash and u0000: \u0000`}).want(http.StatusOK, "")
	planner.upload(uuid.NewString(), "{}", "source", "a\x00b").want(http.StatusUnprocessableEntity, "zero_byte")
	planner.fire(id, "dance", nil).want(http.StatusUnprocessableEntity, "unknown_event")
	planner.fire(id, "create", nil).want(http.StatusUnprocessableEntity, "unknown_event")
	planner.get("/api/v1/features/999/events").want(http.StatusNotFound, "not_found")
	planner.get("/api/v1/features/0/events").want(http.StatusUnprocessableEntity, "invalid")
	planner.get("/api/v1/progress/trend?kind=lamp").want(http.StatusUnprocessableEntity, "unknown_kind")
	planner.get("/api/v1/features?status=lost").want(http.StatusUnprocessableEntity, "invalid")
	blank := planner.get("/api/v1/search?q=%20")
	blank.want(http.StatusOK, "")
	if found := blank.body["items"].([]any); len(found) != 0 {
		t.Errorf("a blank search finds %v", found)
	}
}

func TestABowTieIsToldWhereItCrosses(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	west, south := middle[0], middle[1]
	got := d.signIn(t, "planner").send(http.MethodPost, "/api/v1/features", object{
		"op_id": uuid.NewString(), "uid": uuid.NewString(), "kind": "compound", "geometry": object{
			"type": "Polygon", "coordinates": [][][2]float64{{
				{west, south}, {west + 0.002, south + 0.002}, {west + 0.002, south}, {west, south + 0.002}, {west, south},
			}},
		},
	})
	got.want(http.StatusUnprocessableEntity, "self_intersection")
	at, _ := got.body["errors"].([]any)[0].(object)["at"].([]any)
	if len(at) != 2 || math.Abs(at[0].(float64)-west-0.001) > 1e-9 || math.Abs(at[1].(float64)-south-0.001) > 1e-9 {
		t.Errorf("the edges cross at %v", at)
	}
}

func TestCodesAreNotTheSchemasNames(t *testing.T) {
	t.Parallel()
	schemaName := regexp.MustCompile(`_(fkey|check|key|pkey)$|^database_`)
	for _, code := range store.ConstraintCodes() {
		if schemaName.MatchString(code) {
			t.Errorf("%s is the name of a constraint", code)
		}
	}
}

func TestTheCookieStaysWithTLS(t *testing.T) {
	t.Parallel()
	d := newDistrict(t)
	signIn := func(a http.Handler, prepare func(*http.Request)) string {
		body := strings.NewReader(`{"username":"leader","password":"` + password + `"}`)
		request := httptest.NewRequest(http.MethodPost, "/api/v1/session", body)
		request.Header.Set("Content-Type", "application/json")
		prepare(request)
		recorder := httptest.NewRecorder()
		a.ServeHTTP(recorder, request)
		if recorder.Code != http.StatusOK {
			t.Fatalf("got %d %s", recorder.Code, recorder.Body)
		}
		return recorder.Header().Get("Set-Cookie")
	}
	trusting := api.New(api.Config{
		Store: d.store, Live: d.live, Tiles: d.tiles, Log: slog.New(slog.DiscardHandler), Now: noon, BehindProxy: true,
	})
	forwarded := func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") }
	for name, test := range map[string]struct {
		api     http.Handler
		prepare func(*http.Request)
		secure  bool
	}{
		"plain":                       {d.api, func(*http.Request) {}, false},
		"TLS":                         {d.api, func(r *http.Request) { r.TLS = &tls.ConnectionState{} }, true},
		"TLS to a proxy of ours":      {trusting, forwarded, true},
		"a header that anybody sends": {d.api, forwarded, false},
	} {
		if cookie := signIn(test.api, test.prepare); strings.Contains(cookie, "; Secure") != test.secure {
			t.Errorf("%s: the cookie is %s", name, cookie)
		}
	}
}
