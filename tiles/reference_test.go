package tiles_test

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"backstreet/geo"
	"backstreet/store/storetest"
	"backstreet/tiles"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/mvt"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// reference draws tiles by ST_AsMVT, by the rules of the package's documentation.
type reference struct{ conn *pgx.Conn }

// finer is how many units of the reference one of ours has, so that its own rounding does not count.
const finer = 16

// overlap is how far, in our units, the reference draws beyond our buffer, to see what comes just up to it.
const overlap = 8

func newReference(t *testing.T) *reference {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), storetest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.WithoutCancel(t.Context())) })
	r := &reference{conn}
	r.exec(t, `CREATE TEMPORARY TABLE given (layer text, id bigint, geom text, anchor text, status text, quantity float8,
		listed_day int, planned_day int, due_day int, submitted_day int, verified_day int, unit_id bigint, area_id bigint,
		ref text, name text)`)
	return r
}

func (r *reference) exec(t *testing.T, sql string) {
	t.Helper()
	if _, err := r.conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// load hands PostGIS what the engine is handed. Where a feature's point is, is not the database's to say.
func (r *reference) load(t *testing.T, features []tiles.Feature) {
	t.Helper()
	columns := []string{
		"layer", "id", "geom", "anchor", "status", "quantity", "listed_day", "planned_day", "due_day", "submitted_day",
		"verified_day", "unit_id", "area_id", "ref", "name",
	}
	rows := pgx.CopyFromSlice(len(features), func(i int) ([]any, error) {
		f := &features[i]
		return []any{
			f.Layer, f.ID, ewkb(t, f.Geom), ewkb(t, geo.RepresentativePoint(f.Geom)), f.Status, f.Quantity, f.ListedDay, f.PlannedDay,
			f.DueDay, f.SubmittedDay, f.VerifiedDay, f.UnitID, f.AreaID, f.Ref, f.Name,
		}, nil
	})
	if _, err := r.conn.CopyFrom(t.Context(), pgx.Identifier{"given"}, columns, rows); err != nil {
		t.Fatal(err)
	}
	r.exec(t, `CREATE TEMPORARY TABLE drawn AS SELECT layer, id, ST_Transform(geom::geometry, 3857) AS geom,
		ST_Transform(anchor::geometry, 3857) AS anchor, nullif(status, '') AS status, quantity,
		nullif(listed_day, 0) AS listed_day, nullif(planned_day, 0) AS planned_day, nullif(due_day, 0) AS due_day,
		nullif(submitted_day, 0) AS submitted_day, nullif(verified_day, 0) AS verified_day,
		nullif(unit_id, 0) AS unit_id, nullif(area_id, 0) AS area_id, nullif(ref, '') AS ref, nullif(name, '') AS name
		FROM given`)
	r.exec(t, `CREATE INDEX ON drawn USING gist (geom)`)
	r.exec(t, `CREATE INDEX ON drawn USING gist (anchor)`)
	r.exec(t, `ANALYSE drawn`)
}

func ewkb(t *testing.T, g geo.Geometry) string {
	t.Helper()
	encoded, err := geo.MarshalEWKB(g)
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(encoded)
}

// kinds are the layers whose tiles are compared.
var kinds = []string{"compound", "back_street", "painted_wall", "berth"}

// drawnFrom is the zoom from which a kind is in its own layer.
var drawnFrom = map[string]uint8{"compound": 8, "back_street": 11, "painted_wall": 14, "berth": 14}

// fullFrom is the zoom from which every vertex of a kind is drawn.
var fullFrom = map[string]uint8{"compound": 13, "back_street": 14, "painted_wall": 14, "berth": 16}

// tile is what PostGIS draws.
func (r *reference) tile(t *testing.T, a tiles.Address) mvt.Layers {
	t.Helper()
	var parts []string
	for _, kind := range kinds {
		if a.Z >= drawnFrom[kind] {
			parts = append(parts, statement(kind, a.Z))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	var content []byte
	if err := r.conn.QueryRow(t.Context(), "SELECT "+strings.Join(parts, " || "), a.Z, a.X, a.Y).Scan(&content); err != nil {
		t.Fatalf("tile %+v by PostGIS: %v", a, err)
	}
	layers, err := mvt.Unmarshal(content)
	if err != nil {
		t.Fatalf("decode PostGIS's tile %+v: %v", a, err)
	}
	return layers
}

func statement(kind string, z uint8) string {
	columns := "status, quantity, listed_day, planned_day, due_day, submitted_day, verified_day, unit_id, area_id"
	if z >= 15 {
		columns += ", ref"
	}
	if z >= 15 || z == 14 && kind == "back_street" {
		columns += ", name"
	}
	shape := "geom"
	if kind == "berth" && z < 16 {
		shape = "anchor"
	}
	return strings.NewReplacer(
		"{kind}", kind, "{columns}", columns, "{shape}", shape,
		"{extent}", fmt.Sprint(4096*finer), "{buffer}", fmt.Sprint((64+overlap)*finer), "{margin}", fmt.Sprint((64.0+overlap)/4096),
	).Replace(`(
		SELECT coalesce(ST_AsMVT(t, '{kind}', {extent}, 'shape', 'id'), '') FROM (
			SELECT id, {columns}, ST_AsMVTGeom({shape}, ST_TileEnvelope($1, $2, $3), {extent}, {buffer}, true) AS shape
			FROM drawn WHERE layer = '{kind}' AND {shape} && ST_TileEnvelope($1, $2, $3, margin => {margin})) t)`)
}
