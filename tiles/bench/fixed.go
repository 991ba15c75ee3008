package main

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"strconv"
)

// fixed answers /{size} with so many bytes that it has: what net/http and the client cost without any tile.
// Asked for the sizes of the engine's answers, it is the most that the engine's cache can come to.
type fixed struct{ content []byte }

// maxFixed is larger than any compressed tile.
const maxFixed = 4 << 20

func newFixed() *fixed {
	// Noise, as compressed tiles are.
	random := rand.NewChaCha8([32]byte{1})
	var content bytes.Buffer
	content.Grow(maxFixed)
	block := make([]byte, 64<<10)
	for content.Len() < maxFixed {
		_, _ = random.Read(block) // it never fails
		content.Write(block)
	}
	return &fixed{content.Bytes()}
}

// Header values that need not be made for each answer.
var (
	tileType    = []string{"application/vnd.mapbox-vector-tile"}
	gzipCoding  = []string{"gzip"}
	wholeNumber = func(n int) []string { return []string{strconv.Itoa(n)} }
)

func (s *fixed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	size, err := strconv.Atoi(r.URL.Path[1:])
	if err != nil || size < 0 || size > maxFixed {
		http.NotFound(w, r)
		return
	}
	if size == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	h := w.Header()
	h["Content-Type"], h["Content-Encoding"], h["Content-Length"] = tileType, gzipCoding, wholeNumber(size)
	w.Write(s.content[:size])
}
