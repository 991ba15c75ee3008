package jobs

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"backstreet/geo"
	"backstreet/rectify"
)

var update = flag.Bool("update", false, "write the golden files anew")

// constants are the values of the string constants in Go files whose name begins with prefix, and the literals of the
// field Code.
func constants(t *testing.T, prefix string, patterns ...string) (values []string) {
	t.Helper()
	for _, file := range sources(t, patterns) {
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.ValueSpec:
				for i, name := range node.Names {
					if strings.HasPrefix(name.Name, prefix) && i < len(node.Values) {
						values = append(values, literal(node.Values[i])...)
					}
				}
			case *ast.KeyValueExpr:
				if key, ok := node.Key.(*ast.Ident); ok && key.Name == "Code" {
					values = append(values, literal(node.Value)...)
				}
			}
			return true
		})
	}
	if len(values) == 0 {
		t.Fatalf("no %s… in %v", prefix, patterns)
	}
	return values
}

func sources(t *testing.T, patterns []string) (parsed []*ast.File) {
	t.Helper()
	for _, pattern := range patterns {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			of, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, of)
		}
	}
	return parsed
}

func literal(expression ast.Expr) []string {
	if text, ok := expression.(*ast.BasicLit); ok && text.Kind == token.STRING {
		if value, err := strconv.Unquote(text.Value); err == nil {
			return []string{value}
		}
	}
	return nil
}

// TestEveryImportCodeIsListed keeps the lists by which the web app is held to have words for why a file or a record
// was not taken.
func TestEveryImportCodeIsListed(t *testing.T) {
	t.Parallel()
	refusals := constants(t, "Refused", "../importer/fault.go", "imports.go", "../store/import_work.go")
	refusals = append(refusals, "shifted") // the only rule by which the store refuses a whole file
	faults := append(constants(t, "Code", "../importer/fault.go"), constants(t, "Fault", "../rectify/imports.go")...)
	faults = append(faults, string(rectify.CodeOutsideArea))
	for _, fault := range geo.FaultCodes {
		faults = append(faults, string(fault))
	}
	wantList(t, "testdata/refusals.golden", refusals)
	wantList(t, "testdata/faults.golden", faults)
}

// wantList compares sorted lines with a file, or writes it.
func wantList(t *testing.T, path string, lines []string) {
	t.Helper()
	slices.Sort(lines)
	got := strings.Join(slices.Compact(lines), "\n") + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is not what the sources have; go test ./jobs -run Listed -update if that is meant:\n%s", path, got)
	}
}
