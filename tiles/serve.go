package tiles

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// Tile is a finished tile. It never changes.
type Tile struct {
	gzipped []byte // nil: the tile is empty
	size    int    // before compression
	hash    string // of the bytes before compression
}

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzipLevel) // the level is valid
	return w
}}

// gzipLevel costs half of the default's time for at most a twentieth more bytes.
const gzipLevel = 4

func newTile(raw []byte) *Tile {
	t := &Tile{size: len(raw)}
	if t.size == 0 {
		return t
	}
	var to bytes.Buffer
	w := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(w)
	w.Reset(&to)
	_, _ = w.Write(raw) // a buffer takes everything
	_ = w.Close()
	t.gzipped = bytes.Clone(to.Bytes())
	sum := sha256.Sum256(raw)
	t.hash = base64.RawURLEncoding.EncodeToString(sum[:12])
	return t
}

// MVT is the tile before compression: no bytes when it is empty.
func (t *Tile) MVT() ([]byte, error) {
	if t.size == 0 {
		return []byte{}, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(t.gzipped))
	if err != nil {
		return nil, fmt.Errorf("unzip a tile: %w", err)
	}
	raw := make([]byte, t.size)
	if _, err := io.ReadFull(r, raw); err != nil {
		return nil, fmt.Errorf("unzip a tile: %w", err)
	}
	return raw, nil
}

func (t *Tile) bytes() int64 { return int64(len(t.gzipped)) + entryBytes }

// Handler answers GET and HEAD of {anything}/{z}/{x}/{y}.mvt. A request that
// cannot be answered goes to fail with a *RequestError, which is the client's
// fault, or another error, which is ours; nil writes a problem document.
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
		if err := serve(w, r, e.Tile(a)); err != nil {
			fail(w, r, err)
		}
	})
}

func (e *Engine) address(u *url.URL) (Address, error) {
	a, err := ParseAddress(u.Path, u.Query())
	if err != nil {
		return a, err
	}
	if a.Layers == "" {
		return a, nil
	}
	known := e.current.Load().kinds
	for name := range strings.SplitSeq(string(a.Layers), ",") {
		if !known[name] {
			return a, &RequestError{"tile_layers", fmt.Sprintf("there is no layer %q; there are %s", name, strings.Join(e.Layers(), ", "))}
		}
	}
	return a, nil
}

// serve writes the tile as the client can read it. An empty tile has no ETag:
// its answer is as short as a 304.
func serve(w http.ResponseWriter, r *http.Request, t *Tile) error {
	h := w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Accept-Encoding")
	if t.size == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	body, etag := t.gzipped, `"`+t.hash+`-gzip"`
	zipped := acceptsGzip(r.Header.Values("Accept-Encoding"))
	if !zipped {
		raw, err := t.MVT()
		if err != nil {
			return err
		}
		body, etag = raw, `"`+t.hash+`"`
	}
	h.Set("ETag", etag)
	if matches(r.Header.Values("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	if zipped {
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Type", "application/vnd.mapbox-vector-tile")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.Write(body) // a client that went away needs no error
	return nil
}

// acceptsGzip knows quality 0, by which a client refuses.
func acceptsGzip(headers []string) bool {
	for _, header := range headers {
		for item := range strings.SplitSeq(header, ",") {
			coding, parameters, _ := strings.Cut(item, ";")
			coding = strings.ToLower(strings.TrimSpace(coding))
			if coding == "gzip" || coding == "x-gzip" || coding == "*" {
				_, q, weighed := strings.Cut(strings.ReplaceAll(parameters, " ", ""), "q=")
				quality, err := strconv.ParseFloat(q, 64)
				return !weighed || err == nil && quality > 0
			}
		}
	}
	return false
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
