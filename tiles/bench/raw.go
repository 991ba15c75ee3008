package main

import (
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"
)

// What a raw tile says of each feature: little, as such handlers do, or all that ours says from zoom 15.
var rawColumns = map[string]string{
	"lean": "title AS name, status, unit_id",
	"full": "status, quantity, listed_day, planned_day, due_day, submitted_day, verified_day, rework, unit_id, area_id, ref, name",
}

// rawConnections to PostgreSQL: with more than the processors can serve, each waits for the others.
const rawConnections = 4

// raw is the least that a server of tiles out of PostGIS has to do: one statement for all layers, prepared once,
// and the answer compressed as fast as the library can. Paths are /{columns}/{layers}/{z}/{x}/{y}.
type raw struct {
	pool       *pgxpool.Pool
	statements sync.Map // by columns and layers
}

func newRaw(ctx context.Context, address string) (*raw, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	config.MaxConns = rawConnections
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return &raw{pool: pool}, nil
}

var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	return w
}}

func (s *raw) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.Split(r.URL.Path, "/")
	if len(path) != 6 {
		http.NotFound(w, r)
		return
	}
	var place [3]int
	for i := range place {
		n, err := strconv.Atoi(path[3+i])
		if err != nil {
			http.NotFound(w, r)
			return
		}
		place[i] = n
	}
	var content []byte
	err := s.pool.QueryRow(r.Context(), s.statement(path[1], path[2]), place[0], place[1], place[2]).Scan(&content)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	writeTile(w, r, content)
}

// writeTile compresses where the client can read it.
func writeTile(w http.ResponseWriter, r *http.Request, content []byte) {
	if len(content) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Type", "application/vnd.mapbox-vector-tile")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		w.Write(content)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	zip := gzipWriters.Get().(*gzip.Writer)
	defer gzipWriters.Put(zip)
	zip.Reset(w)
	_, _ = zip.Write(content) // a client who went away is nobody to tell
	_ = zip.Close()
}

func (s *raw) statement(columns, layers string) string {
	key := columns + "/" + layers
	if known, ok := s.statements.Load(key); ok {
		return known.(string)
	}
	var parts []string
	for layer := range strings.SplitSeq(layers, ",") {
		parts = append(parts, rawLayer(layer, rawColumns[columns]))
	}
	statement := "SELECT " + strings.Join(parts, " || ")
	s.statements.Store(key, statement)
	return statement
}

// rawLayer is the usual statement: search the index with the tile and its buffer, clip, encode.
func rawLayer(layer, columns string) string {
	return strings.NewReplacer("{layer}", layer, "{columns}", columns).Replace(`(
		SELECT coalesce(ST_AsMVT(t, '{layer}', 4096, 'shape', 'id'), '') FROM (
			SELECT id, {columns}, ST_AsMVTGeom(geom, ST_TileEnvelope($1, $2, $3), 4096, 64, true) AS shape
			FROM bench.{layer} WHERE geom && ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096)) t)`)
}
