package export

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"backstreet/rectify"
)

const (
	maxFieldName  = 10  // bytes of a field's name in a .dbf
	maxFieldBytes = 254 // of a text in it
)

// shapefile writes a Shapefile for each kind and geometry type, with what the .dbf cannot hold in tables beside it:
// NAME.fields.csv tells the short field names' meanings, NAME.long.csv has the texts that were cut.
type shapefile struct {
	ogr
	text     encoder
	kind     rectify.Kind
	columns  []column
	byType   map[string]*ogrLayer // of the kind
	long     *output              // of the kind, once there is one
	longRows *csv.Writer
	tables   []string

	cut int // texts
}

func (s *shapefile) layer(kind rectify.Kind, columns []column) error {
	if err := s.endLong(); err != nil {
		return err
	}
	s.kind, s.columns, s.byType = kind, shortened(columns), map[string]*ogrLayer{}
	return s.fieldsTable(columns)
}

// shortened gives the columns names of at most ten bytes, each once in any case of letters.
func shortened(columns []column) []column {
	short, taken := make([]column, len(columns)), map[string]bool{}
	for i, c := range columns {
		name := c.short
		if name == "" {
			name = c.name
		}
		if strings.ContainsFunc(name, func(char rune) bool { return char > '~' }) {
			name = "field"
		}
		name = name[:min(len(name), maxFieldName)]
		for n := 1; taken[strings.ToLower(name)]; n++ {
			digits := strconv.Itoa(n)
			name = name[:min(len(name), maxFieldName-len(digits))] + digits
		}
		taken[strings.ToLower(name)] = true
		short[i] = c
		short[i].name = name
	}
	return short
}

func (s *shapefile) fieldsTable(columns []column) error {
	path := filepath.Join(s.dir, string(s.kind.Key)+".fields.csv")
	out, err := create(path)
	if err != nil {
		return err
	}
	s.tables = append(s.tables, path)
	if err := markUTF8(out); err != nil {
		return err
	}
	rows := csv.NewWriter(out)
	_ = rows.Write([]string{"field", "column", "title", "title_en"}) // Flush tells
	for i, c := range columns {
		_ = rows.Write([]string{s.columns[i].name, c.name, c.title, c.titleEN})
	}
	rows.Flush()
	return errors.Join(rows.Error(), out.close())
}

func (s *shapefile) add(feature *rectify.Exported) error {
	kind := feature.Place.GeoJSONType()
	layer := s.byType[kind]
	if layer == nil {
		layer = &ogrLayer{name: string(s.kind.Key), nlt: strings.ToUpper(kind), widths: make([]int, len(s.columns))}
		if len(s.kind.GeometryTypes) > 1 {
			layer.name += "_" + strings.ToLower(strings.TrimPrefix(kind, "Multi"))
		}
		s.byType[kind] = layer
		if err := s.begin(layer); err != nil {
			return err
		}
	}
	row := make([]column, len(s.columns))
	for i, c := range s.columns {
		value, err := s.fitted(feature, c, &layer.widths[i])
		if err != nil {
			return err
		}
		row[i] = c
		row[i].value = func(*rectify.Exported) any { return value }
	}
	layer.columns = row
	return layer.add(feature)
}

// fitted is a value as the .dbf can hold it. A text that is cut goes whole to the table of long texts.
func (s *shapefile) fitted(feature *rectify.Exported, c column, width *int) (any, error) {
	value := c.value(feature)
	if c.holds != textColumn || value == nil {
		return value, nil
	}
	whole, _ := cell(value)
	kept, bytes, cut := s.text.fit(whole, maxFieldBytes)
	*width = max(*width, bytes)
	if !cut {
		return kept, nil
	}
	s.cut++
	return kept, s.keepLong(feature.UID, c.name, whole)
}

func (s *shapefile) keepLong(uid, field, whole string) error {
	if s.long == nil {
		path := filepath.Join(s.dir, string(s.kind.Key)+".long.csv")
		out, err := create(path)
		if err != nil {
			return err
		}
		if err := markUTF8(out); err != nil {
			return err
		}
		s.long, s.longRows, s.tables = out, csv.NewWriter(out), append(s.tables, path)
		_ = s.longRows.Write([]string{"uid", "field", "text"}) // Flush tells
	}
	return s.longRows.Write([]string{uid, field, whole})
}

func (s *shapefile) endLong() error {
	if s.long == nil {
		return nil
	}
	s.longRows.Flush()
	err := errors.Join(s.longRows.Error(), s.long.close())
	s.long = nil
	return err
}

func (s *shapefile) finish(ctx context.Context) (paths []string, notes []rectify.ExportNote, err error) {
	if err := s.endLong(); err != nil {
		return nil, nil, err
	}
	label, option := "UTF-8", "UTF-8"
	if s.text.gbk != nil {
		label, option = "GBK", "LDID/77" // the byte that dBASE and old ArcGIS know GBK by
	}
	for _, layer := range s.layers {
		base := filepath.Join(s.dir, layer.name)
		if err := s.convert(ctx, layer, base+".shp", "-f", "ESRI Shapefile", "-lco", "ENCODING="+option); err != nil {
			return nil, nil, err
		}
		if err := os.WriteFile(base+".cpg", []byte(label), 0o600); err != nil {
			return nil, nil, err
		}
		for _, ending := range []string{".shp", ".shx", ".dbf", ".prj", ".cpg"} {
			if _, err := os.Stat(base + ending); err == nil { // without a CRS there is no .prj
				paths = append(paths, base+ending)
			}
		}
	}
	return append(paths, s.tables...), slices.Concat(
		[]rectify.ExportNote{note(noteFields, 0)}, counted(noteTextsCut, s.cut), counted(noteNotInGBK, s.text.lost)), nil
}
