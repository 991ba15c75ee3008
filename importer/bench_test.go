package importer_test

import (
	"bufio"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"backstreet/geo"
	"backstreet/importer"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

// BenchmarkImport loads a file with ogr2ogr into a bare table with an index, and imports it with Backstreet, which also
// checks, measures, compares, keeps the history and looks for duplicates; then once more with nothing changed. Both
// use one server, without fsync. Plain is what no import can beat while it keeps what it keeps: the rows that the first
// one left, copied from table to table. BACKSTREET_BENCH_ROWS is the size of the made-up file; 1000000 takes some minutes.
func BenchmarkImport(b *testing.B) {
	ogr, err := exec.LookPath("ogr2ogr")
	if err != nil {
		b.Skip("ogr2ogr is not installed")
	}
	rows := 100_000
	if text := os.Getenv("BACKSTREET_BENCH_ROWS"); text != "" {
		if rows, err = strconv.Atoi(text); err != nil {
			b.Fatalf("BACKSTREET_BENCH_ROWS: %v", err)
		}
	}
	made := filepath.Join(b.TempDir(), "berths.geojson")
	writeBerths(b, made, func(put func(int, geo.MultiPolygon)) {
		for i := range rows {
			put(i, madeBerth(i))
		}
	})
	for b.Loop() {
		fmt.Printf("\n%-28s %9s %12s %12s %12s %12s %7s\n", "file", "rows", "ogr2ogr/s", "plain/s", "import/s", "again/s", "ratio")
		compareWithOGR(b, ogr, "made-up berths", made, rows)
		if fences, n := xiamenFences(b); n > 0 {
			compareWithOGR(b, ogr, "Xiamen fences", fences, n)
		}
	}
}

func compareWithOGR(b *testing.B, ogr, name, file string, rows int) {
	b.Helper()
	address := storetest.URL(b)
	bare := seconds(b, func(ctx context.Context) error {
		command := exec.CommandContext(ctx, ogr, "-f", "PostgreSQL", "PG:"+keywords(b, address), file,
			"-nln", "bare", "-nlt", "PROMOTE_TO_MULTI", "-lco", "SPATIAL_INDEX=GIST", "-gt", "65536", "--config", "PG_USE_COPY", "YES")
		command.Stderr = os.Stderr
		return command.Run()
	})
	db, err := store.Open(b.Context(), address, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(db.Close)
	_, err = db.Pool().Exec(b.Context(), `
		INSERT INTO area (level, name, geom) VALUES
			('district', 'Yuanhui', ST_Multi(ST_MakeEnvelope(113.7, 33.4, 114.1, 33.7, 4326))),
			('district', 'Xiamen', ST_Multi(ST_MakeEnvelope(117.9, 24.3, 118.5, 24.9, 4326)))`)
	if err != nil {
		b.Fatal(err)
	}
	kind, err := db.ImportKind(b.Context(), rectify.KindBerth)
	if err != nil {
		b.Fatal(err)
	}
	load := func(want func(importer.Report) int) float64 {
		return seconds(b, func(ctx context.Context) error {
			report, err := importer.Import(ctx, importer.Options{File: file, Kind: kind}, db, nil)
			if err == nil && want(report) != rows {
				err = fmt.Errorf("not all %d rows were taken: %d new, %d unchanged, %d quarantined", rows, report.New, report.Unchanged, report.Quarantined)
			}
			return err
		})
	}
	first := load(func(r importer.Report) int { return r.New })
	plain := plainInsert(b, db)
	again := load(func(r importer.Report) int { return r.Unchanged })
	speed := func(seconds float64) float64 { return float64(rows) / seconds }
	fmt.Printf("%-28s %9d %12.0f %12.0f %12.0f %12.0f %7.2f\n", name, rows, speed(bare), speed(plain), speed(first), speed(again), bare/first)
	b.ReportMetric(bare/first, "x_ogr2ogr/"+filepath.Base(file))
}

// plainInsert writes what is in the tables of an import into empty ones like them: with every index and check, without
// a trigger or a foreign key, and with nothing to read, check, measure or compare.
func plainInsert(b *testing.B, db *store.Store) float64 {
	b.Helper()
	tables := []string{"feature", "event", "change"}
	for _, table := range tables {
		if _, err := db.Pool().Exec(b.Context(), fmt.Sprintf(`CREATE TABLE plain_%s (LIKE %[1]s INCLUDING ALL)`, table)); err != nil {
			b.Fatal(err)
		}
	}
	return seconds(b, func(ctx context.Context) error {
		return db.InTx(ctx, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
				return err
			}
			for _, table := range tables {
				_, err := tx.Exec(ctx, fmt.Sprintf(`
					INSERT INTO plain_%s OVERRIDING SYSTEM VALUE SELECT * FROM %[1]s ORDER BY id`, table))
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func seconds(b *testing.B, do func(context.Context) error) float64 {
	b.Helper()
	began := time.Now()
	if err := do(b.Context()); err != nil {
		b.Fatal(err)
	}
	return time.Since(began).Seconds()
}

// keywords is a PostgreSQL address as GDAL 3.6 understands it.
func keywords(b *testing.B, address string) string {
	b.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		b.Fatal(err)
	}
	password, _ := parsed.User.Password()
	host, port := parsed.Hostname(), parsed.Port()
	if socket := parsed.Query().Get("host"); socket != "" {
		host = socket
	}
	if query := parsed.Query().Get("port"); query != "" {
		port = query
	}
	words := fmt.Sprintf("dbname='%s' host='%s' user='%s'", parsed.Path[1:], host, parsed.User.Username())
	if port != "" {
		words += " port=" + port
	}
	if password != "" {
		words += fmt.Sprintf(" password='%s'", password)
	}
	return words
}

// madeBerth is number i of a thousand to a row, 2 m by 6 m with streets between, in the middle of Yuanhui.
func madeBerth(i int) geo.MultiPolygon {
	west, south := 113.79+float64(i%1000)*0.00024, 33.45+float64(i/1000)*0.00016
	east, north := west+0.00006, south+0.00002
	return geo.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}
}

// writeBerths writes GeoJSON of what each puts.
func writeBerths(b *testing.B, path string, each func(put func(int, geo.MultiPolygon))) {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<20)
	fmt.Fprint(out, `{"type": "FeatureCollection", "features": [`)
	comma := ""
	each(func(i int, shape geo.MultiPolygon) {
		text, err := geo.GeoJSON{Geometry: shape}.MarshalJSON()
		if err != nil {
			b.Fatal(err)
		}
		fmt.Fprintf(out, "%s\n"+`{"type": "Feature", "properties": {"ref": "B-%07d", "name": "泊位%d", "capacity": %d, "berth_class": "non_motor"}, "geometry": %s}`,
			comma, i, i, 5+i%20, text)
		comma = ","
	})
	fmt.Fprint(out, "\n]}\n")
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
}

// xiamenFences makes GeoJSON, which ogr2ogr can read, of the real file, whose rings are packed in a cell.
func xiamenFences(b *testing.B) (path string, rows int) {
	b.Helper()
	source := filepath.Join("..", "..", "shared", "data", "public", "berth", "xiamen_fences_1_7036.csv")
	if _, err := os.Stat(source); err != nil {
		fmt.Println("Xiamen fences: shared data not present")
		return "", 0
	}
	kept := &recordingSink{}
	if _, err := importer.Import(b.Context(), importer.Options{File: source, Kind: berthKind, CRS: "EPSG:4326"}, kept, nil); err != nil {
		b.Fatal(err)
	}
	path = filepath.Join(b.TempDir(), "fences.geojson")
	writeBerths(b, path, func(put func(int, geo.MultiPolygon)) {
		for i, staged := range kept.staged {
			put(i, staged.Geom.(geo.MultiPolygon))
		}
	})
	return path, len(kept.staged)
}
