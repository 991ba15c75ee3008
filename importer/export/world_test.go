package export_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"backstreet/importer"
	"backstreet/importer/export"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// today is a day on which nothing in these tests depends.
const today = rectify.Day(19234)

// awkward holds what is easily lost: digits, holes, parts, nothing, other alphabets, what looks like something else.
var awkward = strings.ReplaceAll(`
INSERT INTO feature (uid, kind, ref, name, geom, attributes, source) VALUES
('01890a5d-ac96-774b-bcce-b302099a8001', 'compound', 'X-1', E'“老街”, 一号院\n"二期"', ST_GeomFromText('MULTIPOLYGON(
	((114.0100000000000123 33.57,114.02 33.57,114.02 33.58,114.01 33.58,114.0100000000000123 33.57),
	 (114.012 33.572,114.012 33.574,114.014 33.574,114.014 33.572,114.012 33.572)),
	((114.03 33.57,114.031 33.57,114.031 33.571,114.03 33.57)))', 4326),
	'{"management": "none", "households": 120, "has_branch": false, "新字段": [1, {"a": null}],
	  "original": {"大数": 12345678901234567890, "比": 0.1000000000000000055, "空": null, "备注": "很长", "日期": "2022/08/30", "套": {"甲": ["=1+1", true]}}}', '普查'),
('01890a5d-ac96-774b-bcce-b302099a8002', 'compound', NULL, '', ST_GeomFromText('MULTIPOLYGON(((114 33.5,114.001 33.5,114.001 33.501,114 33.5)))', 4326), '{}', ''),
('01890a5d-ac96-774b-bcce-b302099a8003', 'back_street', '007', '=HYPERLINK("x")', ST_GeomFromText('MULTILINESTRING((114 33.5,114.123456789012345 33.51),(114.2 33.6,114.21 33.61,114.22 33.6))', 4326),
	'{"width_m": 2.4, "surface": "@水泥 <路> & 砖", "lighting": true}', 'f'),
('01890a5d-ac96-774b-bcce-b302099a8004', 'painted_wall', '2022-08-30', '1e5', ST_GeomFromText('MULTILINESTRING((114 33.5,114 33.501))', 4326), '{"finish": "𠮷色", "original": {"height": "-"}}', 'f'),
('01890a5d-ac96-774b-bcce-b302099a8005', 'berth', '1', '-5', ST_GeomFromText('POINT(114.0000000000000142 33.5)', 4326), '{"berth_class": "motor"}', 'f'),
('01890a5d-ac96-774b-bcce-b302099a8006', 'berth', NULL, '泊位', ST_GeomFromText('MULTIPOLYGON(((114 33.5,114.0001 33.5,114.0001 33.5001,114 33.5)))', 4326), '{"capacity": 12, "angle_deg": 12.5}', 'f')`, "很长", strings.Repeat("很长", 80))

func newWorld(t *testing.T) *store.Store {
	t.Helper()
	db := storetest.New(t, store.Options{})
	if _, err := db.Pool().Exec(t.Context(), awkward); err != nil {
		t.Fatal(err)
	}
	return db
}

// exported writes what the filter means into a folder of the test's.
func exported(t *testing.T, db *store.Store, filter rectify.Filter, options rectify.ExportOptions) export.Result {
	t.Helper()
	file, err := export.New(t.TempDir(), "out", options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(file.Close)
	tally, err := db.Export(t.Context(), rectify.ExportQuery{Filter: filter, Today: today, SRID: file.SRID()}, file, nil)
	if err != nil {
		t.Fatal(err)
	}
	result, err := file.Finish(t.Context(), tally)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// imported reads a file as a kind and says what became of it.
func imported(t *testing.T, db *store.Store, path, kind string, options importer.Options) importer.Report {
	t.Helper()
	var err error
	if options.Kind, err = db.ImportKind(t.Context(), rectify.KindKey(kind)); err != nil {
		t.Fatal(err)
	}
	options.File = path
	report, err := importer.Import(context.Background(), options, db, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// rows is what matters of every feature, one text each, to compare databases by.
func rows(t *testing.T, db *store.Store) map[string]string {
	t.Helper()
	found, err := db.Pool().Query(t.Context(), `
		SELECT uid::text, concat_ws('|', kind, ref, name, ST_AsText(geom, 15), attributes) FROM feature`)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for found.Next() {
		var uid, text string
		if err := found.Scan(&uid, &text); err != nil {
			t.Fatal(err)
		}
		texts[uid] = text
	}
	return texts
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
