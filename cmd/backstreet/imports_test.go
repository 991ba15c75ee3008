package main

import (
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// arrows says what each folder may import: folders of ours, and modules from outside. A new folder or
// a new arrow needs a decision record.
var arrows = map[string]struct{ ours, outside []string }{
	"geo":     {nil, []string{"github.com/paulmach/orb", "github.com/twpayne/go-geom", "github.com/tidwall/geodesic"}},
	"rectify": {[]string{"geo"}, nil},
	"store": {[]string{"rectify", "geo"}, []string{
		"github.com/jackc/pgx/v5", "github.com/pressly/goose/v3", "github.com/riverqueue/river",
		"github.com/santhosh-tekuri/jsonschema/v6", "github.com/google/uuid", "golang.org/x/crypto", "golang.org/x/text",
		"github.com/tidwall/rtree",
	}},
	"store/cluster":        {nil, []string{"github.com/jackc/pgx/v5"}},
	"store/storetest":      {[]string{"store", "store/cluster"}, []string{"github.com/jackc/pgx/v5", "github.com/google/uuid"}},
	"store/storetest/dump": {[]string{"store", "store/cluster", "store/storetest"}, []string{"github.com/jackc/pgx/v5"}},
	"live":                 {[]string{"rectify", "geo"}, []string{"golang.org/x/text"}},
	"tiles":                {[]string{"geo"}, []string{"github.com/cespare/xxhash/v2", "github.com/klauspost/compress", "github.com/paulmach/orb", "github.com/tidwall/rtree"}},
	"tiles/bench/district": {[]string{"geo", "rectify", "store"}, nil},
	"tiles/bench": {[]string{"geo", "live", "rectify", "store", "store/cluster", "tiles", "tiles/bench/district"}, []string{
		"github.com/jackc/pgx/v5", "github.com/google/uuid", "google.golang.org/protobuf",
	}},
	"importer": {[]string{"rectify", "geo"}, []string{
		"github.com/paulmach/osm", "github.com/xuri/excelize/v2", "golang.org/x/text", "github.com/google/uuid",
		"google.golang.org/protobuf",
	}},
	"importer/export":     {[]string{"rectify", "geo", "importer"}, []string{"github.com/xuri/excelize/v2", "golang.org/x/text"}},
	"importer/demo":       {[]string{"rectify", "geo", "importer/demo/scene"}, nil},
	"importer/demo/scene": {nil, []string{"golang.org/x/image"}},
	"photo":               {[]string{"rectify"}, []string{"gocloud.dev", "golang.org/x/image"}},
	"basemap":             {[]string{"rectify"}, nil},
	"jobs": {[]string{"rectify", "geo", "store", "importer", "importer/export", "photo"}, []string{
		"github.com/riverqueue/river", "github.com/jackc/pgx/v5",
	}},
	"api": {[]string{"rectify", "geo", "store", "live", "tiles", "photo", "basemap"}, []string{
		"github.com/danielgtaylor/huma/v2", "github.com/go-chi/chi/v5", "github.com/google/uuid",
		"github.com/mozillazg/go-pinyin", "github.com/prometheus/client_golang",
	}},
	"web": {nil, nil},
	"cmd/backstreet": {
		[]string{
			"api", "basemap", "geo", "importer", "importer/demo", "importer/export", "jobs", "live", "photo", "rectify", "store",
			"store/cluster", "tiles", "web",
		},
		[]string{"github.com/alecthomas/kong", "github.com/vbauerster/mpb/v8", "golang.org/x/term", "github.com/google/uuid"},
	},
}

// barred are packages of the standard library that a folder must do without.
var barred = map[string][]string{
	"geo":           {"os", "io", "net", "net/http", "database/sql", "log", "log/slog"},
	"rectify":       {"os", "io", "net", "net/http", "database/sql", "log", "log/slog"},
	"live":          {"os", "net", "net/http", "database/sql"},
	"store":         {"net/http"},
	"importer/demo": {"os", "net", "net/http", "database/sql"},
}

type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

func TestImportsFollowTheTable(t *testing.T) {
	t.Parallel()
	for _, pkg := range packages(t) {
		folder := strings.TrimPrefix(pkg.ImportPath, "backstreet/")
		allowed, known := arrows[folder]
		if !known {
			t.Errorf("%s: the table has no such folder", folder)
			continue
		}
		for _, path := range pkg.Imports {
			if ours, isOurs := strings.CutPrefix(path, "backstreet/"); isOurs {
				if !slices.Contains(allowed.ours, ours) {
					t.Errorf("%s may not import our %s", folder, ours)
				}
				continue
			}
			if slices.Contains(barred[folder], path) {
				t.Errorf("%s has to do without %s", folder, path)
			}
			within := func(module string) bool { return path == module || strings.HasPrefix(path, module+"/") }
			if isModule(path) && !slices.ContainsFunc(allowed.outside, within) {
				t.Errorf("%s may not import %s", folder, path)
			}
		}
	}
}

func TestEveryRowOfTheTableMeansAPackage(t *testing.T) {
	t.Parallel()
	found := map[string]bool{}
	for _, pkg := range packages(t) {
		found[strings.TrimPrefix(pkg.ImportPath, "backstreet/")] = true
	}
	for folder := range arrows {
		if !found[folder] {
			t.Errorf("%s: no such package", folder)
		}
	}
}

// The rules are told the time, so that a test or a replay can tell them another.
func TestTheDomainReadsNoClock(t *testing.T) {
	t.Parallel()
	for _, pkg := range packages(t) {
		if pkg.ImportPath != "backstreet/rectify" {
			continue
		}
		for _, name := range pkg.GoFiles {
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, filepath.Join(pkg.Dir, name), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(node ast.Node) bool {
				call, ok := node.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if of, ok := call.X.(*ast.Ident); ok && of.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, call.Sel.Name) {
					t.Errorf("%s reads the clock", files.Position(node.Pos()))
				}
				return true
			})
		}
	}
}

// isModule tells a module's path from the standard library's by the dot of its host.
func isModule(path string) bool {
	host, _, _ := strings.Cut(path, "/")
	return strings.Contains(host, ".")
}

// packages lists all of the module's, as they are built.
func packages(t *testing.T) []listed {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Dir,GoFiles,Imports", "backstreet/...")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var pkg listed
		err := decoder.Decode(&pkg)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, pkg)
	}
	if len(all) < 10 {
		t.Fatalf("go list found %d packages only", len(all))
	}
	return all
}
