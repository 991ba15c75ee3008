package api

import (
	"bytes"
	"maps"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"backstreet/basemap"
	"backstreet/rectify"
)

// servedHere are the paths that never are the web app's: what is missing there is a problem, not a page.
var servedHere = []string{"/api", "/tiles", basemap.Path, "/openapi", "/ogc", "/sync"}

// notFound answers what no route takes: a page of the web app, or a problem.
func (a *API) notFound(w http.ResponseWriter, r *http.Request) {
	for _, prefix := range servedHere {
		if rest, ok := strings.CutPrefix(r.URL.Path, prefix); ok && (rest == "" || rest[0] == '/') {
			fail(w, r, problem(http.StatusNotFound, "not_found", "there is no such address; /docs lists those there are"))
			return
		}
	}
	if a.Web == nil {
		fail(w, r, rectify.ErrNotFound)
		return
	}
	a.Web.ServeHTTP(w, r)
}

// wrongMethod answers for an address that is there, and tells what can be done at it.
func (a *API) wrongMethod(w http.ResponseWriter, r *http.Request) {
	for _, method := range []string{
		http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
	} {
		asked := method
		if method == http.MethodHead {
			asked = http.MethodGet // whatever can be read can be asked for its head
		}
		if a.router.Match(chi.NewRouteContext(), asked, r.URL.Path) {
			w.Header().Add("Allow", method)
		}
	}
	fail(w, r, problem(http.StatusMethodNotAllowed, "method_not_allowed",
		"this cannot be done here; the header Allow says what can"))
}

// formats reads JSON as huma does, but for texts with a zero byte, which PostgreSQL cannot keep.
func formats() map[string]huma.Format {
	all := maps.Clone(huma.DefaultFormats)
	for name, format := range all {
		read := format.Unmarshal
		format.Unmarshal = func(data []byte, v any) error {
			if hasZeroByte(data) {
				return errZeroByte
			}
			return read(data, v)
		}
		all[name] = format
	}
	return all
}

var errZeroByte = &rectify.Invalid{Rule: "zero_byte", Message: "a text holds a zero byte, which is no character"}

// hasZeroByte reports whether a JSON text spells the character U+0000: a backslash that is not itself escaped,
// then u0000. As it is the byte is no JSON.
func hasZeroByte(data []byte) bool {
	for rest := data; ; {
		at := bytes.Index(rest, []byte(`\u0000`))
		if at < 0 {
			return false
		}
		slashes := 0
		for i := at; i >= 0 && rest[i] == '\\'; i-- {
			slashes++
		}
		if slashes%2 == 1 {
			return true
		}
		rest = rest[at+1:]
	}
}

// onlyJSON takes out of the description that a JSON body may come as octets: huma tells so of every operation that
// looks at the bytes too, and takes no such body.
func (a *API) onlyJSON() {
	for _, op := range a.operations() {
		if op.RequestBody != nil && op.RequestBody.Content["application/json"] != nil {
			delete(op.RequestBody.Content, "application/octet-stream")
		}
	}
}

// operations lists all that are described, in no order.
func (a *API) operations() (all []*huma.Operation) {
	for _, item := range a.huma.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Put, item.Post, item.Delete, item.Patch} {
			if op != nil {
				all = append(all, op)
			}
		}
	}
	return all
}
