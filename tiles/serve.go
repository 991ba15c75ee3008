package tiles

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
)

// Values of headers that every answer shares.
var (
	cacheControl = []string{"private, no-cache"}
	vary         = []string{"Accept-Encoding"}
	contentType  = []string{"application/vnd.mapbox-vector-tile"}
)

// Handler answers GET and HEAD of {anything}/{z}/{x}/{y}.mvt. A request that
// cannot be answered goes to fail with a *RequestError, which is the client's
// fault; nil writes a problem document.
func (e *Engine) Handler(fail func(http.ResponseWriter, *http.Request, error)) http.Handler {
	if fail == nil {
		fail = writeProblem
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, err := e.address(r.URL)
		if err != nil {
			fail(w, r, err)
			return
		}
		serve(w, r, e.tile(a, negotiate(r.Header["Accept-Encoding"])))
	})
}

// serve writes the tile. An empty one has no ETag: its answer is as short as a 304.
func serve(w http.ResponseWriter, r *http.Request, t *tile) {
	h := w.Header()
	h["Cache-Control"] = cacheControl
	h["Vary"] = vary
	if len(t.body) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h["Etag"] = t.etag
	if matches(r.Header["If-None-Match"], t.etag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if t.encoding != nil {
		h["Content-Encoding"] = t.encoding
	}
	h["Content-Type"] = contentType
	h["Content-Length"] = t.length
	_, _ = w.Write(t.body) // a client that went away needs no error
}

// matches compares weakly: a proxy that changed the coding marks the tag W/.
func matches(headers []string, etag string) bool {
	for _, header := range headers {
		for tag := range strings.SplitSeq(header, ",") {
			tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
			if tag == etag || tag == "*" {
				return true
			}
		}
	}
	return false
}

func writeProblem(w http.ResponseWriter, _ *http.Request, err error) {
	status, code, detail := http.StatusInternalServerError, "internal", "the tile could not be made"
	if refused, ok := errors.AsType[*RequestError](err); ok {
		status, code, detail = http.StatusBadRequest, refused.Code, refused.Detail
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"type": "/problems/" + code, "title": http.StatusText(status), "status": status, "code": code, "detail": detail,
	})
}
