package export

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"backstreet/geo"
	"backstreet/rectify"
)

// markUTF8 lets Excel see that a CSV is UTF-8.
func markUTF8(to io.Writer) error {
	_, err := io.WriteString(to, "\uFEFF")
	return err
}

// table writes a CSV for each kind: the columns, a point to put a pin, and the geometry as WKT. Lines end with LF:
// csv.Writer would turn the ends within texts into CRLF too.
type table struct {
	dir     string
	degrees bool
	paths   []string

	out     *output
	rows    *csv.Writer
	columns []column
	row     []string

	text    encoder
	escaped int
}

func (t *table) layer(kind rectify.Kind, columns []column) error {
	if err := t.end(); err != nil {
		return err
	}
	path := filepath.Join(t.dir, string(kind.Key)+".csv")
	out, err := create(path)
	if err != nil {
		return err
	}
	t.out, t.columns, t.paths = out, columns, append(t.paths, path)
	if t.text.gbk == nil {
		if err := markUTF8(out); err != nil {
			return err
		}
	}
	t.rows = csv.NewWriter(out)
	header := append(names(columns), pointNames(t.degrees)...)
	return t.rows.Write(append(header, "geometry"))
}

func names(columns []column) []string {
	names := make([]string, len(columns), len(columns)+3)
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

// pointNames are the columns of the point to put a pin.
func pointNames(degrees bool) []string {
	if degrees {
		return []string{"lon", "lat"}
	}
	return []string{"x", "y"}
}

func (t *table) add(feature *rectify.Exported) error {
	t.row = t.row[:0]
	for _, c := range t.columns {
		value := c.value(feature)
		content, _ := cell(value)
		if _, isText := value.(string); isText {
			content = t.harmless(content)
		}
		t.row = append(t.row, t.text.encode(content))
	}
	pin := geo.RepresentativePoint(feature.Place)
	for _, coordinate := range pin {
		t.row = append(t.row, strconv.FormatFloat(coordinate, 'f', -1, 64))
	}
	return t.rows.Write(append(t.row, string(geo.AppendWKT(nil, feature.Place))))
}

// harmless puts a ' before what a spreadsheet would compute. A number, and a dash alone, is computed by nobody.
func (t *table) harmless(content string) string {
	if content == "" || !strings.ContainsRune("=+-@\t\r", rune(content[0])) || content == "-" {
		return content
	}
	if _, err := strconv.ParseFloat(content, 64); err == nil {
		return content
	}
	t.escaped++
	return "'" + content
}

func (t *table) end() error {
	if t.rows == nil {
		return nil
	}
	t.rows.Flush()
	return errors.Join(t.rows.Error(), t.out.close())
}

func (t *table) finish(context.Context) (paths []string, notes []rectify.ExportNote, err error) {
	if err := t.end(); err != nil {
		return nil, nil, err
	}
	return t.paths, slices.Concat(counted(noteEscaped, t.escaped), counted(noteNotInGBK, t.text.lost), []rectify.ExportNote{note(noteOriginal, 0)}), nil
}
