package store_test

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

// program runs one of PostgreSQL's own programs and gives what it prints.
func program(t *testing.T, name string, args ...string) string {
	t.Helper()
	var out, said bytes.Buffer
	command := exec.CommandContext(t.Context(), name, args...)
	command.Stdout, command.Stderr = &out, &said
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, said.String())
	}
	return out.String()
}

// dump writes a whole database into a file for pg_restore.
func dump(t *testing.T, url string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "dump")
	program(t, "pg_dump", "--format=custom", "--file", file, url)
	return file
}

// perDump is what differs between two dumps of one schema.
var perDump = regexp.MustCompile(`(?m)^\\(un)?restrict .*$`)

func schemaOf(t *testing.T, url string) string {
	t.Helper()
	return perDump.ReplaceAllString(program(t, "pg_dump", "--schema-only", url), "")
}

// openAt opens a database that the test made itself.
func openAt(t *testing.T, url string) *store.Store {
	t.Helper()
	db, err := store.Open(t.Context(), url, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// fill puts something into every table that has a guard or refers to another.
func fill(t *testing.T, db *store.Store) (ids []int64) {
	t.Helper()
	execute(t, db, `
		INSERT INTO area (id, level, name, geom) VALUES (1, 'district', 'd', ST_Multi(ST_MakeEnvelope(113, 33, 115, 34, 4326)));
		INSERT INTO area (id, parent_id, level, name, geom) VALUES (2, 1, 'street', 's', ST_Multi(ST_MakeEnvelope(113, 33, 115, 34, 4326)));
		INSERT INTO context (class, geom) VALUES ('road', ST_MakeLine(ST_Point(114, 33, 4326), ST_Point(114, 34, 4326)));
		INSERT INTO campaign (id, name, starts_on, ends_on) VALUES (1, 'c', '2022-01-01', '2022-12-31');
		INSERT INTO campaign_target (campaign_id, kind, area_id, quantity) VALUES (1, 'back_street', 2, 3)`)
	ids = plantStreets(t, db, 4)
	err := fire(t, db, person(t, db, "planner", "ours", rectify.RolePlanner), ids[0], rectify.Command{
		Event: rectify.EventList, Note: "dark", Photos: shown(rectify.PhaseBefore),
	})
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func featuresOf(t *testing.T, db *store.Store) []rectify.Feature {
	t.Helper()
	state, err := load(t, db)
	if err != nil {
		t.Fatal(err)
	}
	return state.features
}

func TestADumpRestores(t *testing.T) {
	t.Parallel()
	url := storetest.URL(t)
	db := openAt(t, url)
	ids := fill(t, db)
	for name, restore := range map[string]func(t *testing.T, into string){
		"by pg_restore": func(t *testing.T, into string) {
			program(t, "pg_restore", "--exit-on-error", "--dbname", into, dump(t, url))
		},
		"by psql in one transaction": func(t *testing.T, into string) {
			file := filepath.Join(t.TempDir(), "dump.sql")
			program(t, "pg_dump", "--file", file, url)
			program(t, "psql", "-X1q", "-v", "ON_ERROR_STOP=1", "-f", file, into)
		},
	} {
		t.Run(name, func(t *testing.T) {
			into := storetest.EmptyURL(t)
			restore(t, into)
			if diff := cmp.Diff(schemaOf(t, url), schemaOf(t, into)); diff != "" {
				t.Errorf("the schema differs (-dumped +restored):\n%s", diff)
			}
			restored := openAt(t, into)
			if diff := cmp.Diff(featuresOf(t, db), featuresOf(t, restored)); diff != "" {
				t.Errorf("the features differ (-dumped +restored):\n%s", diff)
			}
			for _, sql := range []string{
				`UPDATE feature SET status = 'verified'`, `DELETE FROM feature`, `DELETE FROM event`, `DELETE FROM photo`,
			} {
				if _, err := restored.Pool().Exec(t.Context(), sql); err == nil {
					t.Errorf("%s is let through", sql)
				}
			}
			for _, sql := range []string{ // as in a session of a restore, where nothing is found by its bare name
				`UPDATE public.feature SET name = 'edited', geom = public.ST_Translate(geom, 0.0001, 0)`,
				`UPDATE public.area SET geom = public.ST_Multi(public.ST_MakeEnvelope(1, 1, 2, 2, 4326)) WHERE id = 2`,
				`UPDATE public.area SET parent_id = NULL WHERE id = 2`,
			} {
				bare := begin(t, restored)
				for _, step := range []string{`SET LOCAL search_path = ''`, sql} {
					if _, err := bare.Exec(t.Context(), step); err != nil {
						t.Fatalf("%s: %v", step, err)
					}
				}
				commit(t, bare)
			}
			if got := query[string](t, restored, `SELECT name FROM feature WHERE id = $1 AND area_id = 1`, ids[0]); got != "edited" {
				t.Errorf("the feature is %q", got)
			}
		})
	}
}
