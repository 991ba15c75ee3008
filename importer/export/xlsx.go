package export

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"backstreet/geo"
	"backstreet/rectify"
)

// What a worksheet holds.
const (
	maxSheetRows = excelize.TotalRows
	maxCellChars = excelize.TotalCellChars
)

// workbook writes one XLSX with a sheet for each kind, and one that says what the columns are. Excel computes
// nothing in it: texts are typed as texts.
type workbook struct {
	path    string
	degrees bool

	file    *excelize.File
	sheet   *excelize.StreamWriter
	kind    rectify.Kind
	columns []column
	row     int
	heading int // the style of headers
	fields  [][]any

	cut, shapeless, sheets int
}

func (w *workbook) layer(kind rectify.Kind, columns []column) error {
	if w.file == nil {
		w.file = excelize.NewFile()
		var err error
		if w.heading, err = w.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
			return err
		}
	}
	w.kind, w.columns, w.sheets = kind, columns, 0
	for _, c := range columns {
		w.fields = append(w.fields, []any{string(kind.Key), c.name, c.title, c.titleEN})
	}
	return w.nextSheet()
}

// nextSheet goes on in a new sheet: of another kind, or because the last is full.
func (w *workbook) nextSheet() error {
	if err := w.flush(); err != nil {
		return err
	}
	name := w.kind.Name
	if w.sheets++; w.sheets > 1 {
		name += " " + strconv.Itoa(w.sheets)
	}
	header := append(names(w.columns), pointNames(w.degrees)...)
	return w.begin(name, append(header, "geometry"))
}

// begin makes a sheet; the first takes the place of the one that a new file has.
func (w *workbook) begin(name string, header []string) (err error) {
	const first = "Sheet1"
	if index, _ := w.file.GetSheetIndex(first); index >= 0 {
		err = w.file.SetSheetName(first, name)
	} else {
		_, err = w.file.NewSheet(name)
	}
	if err != nil {
		return err
	}
	if w.sheet, err = w.file.NewStreamWriter(name); err != nil {
		return err
	}
	err = w.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	cells := make([]any, len(header))
	for i, title := range header {
		cells[i] = excelize.Cell{StyleID: w.heading, Value: title}
	}
	w.row = 0
	return errors.Join(err, w.sheet.SetColWidth(1, len(header), 14), w.write(cells))
}

func (w *workbook) write(cells []any) error {
	w.row++
	return w.sheet.SetRow("A"+strconv.Itoa(w.row), cells)
}

func (w *workbook) add(feature *rectify.Exported) error {
	if w.row == maxSheetRows {
		if err := w.nextSheet(); err != nil {
			return err
		}
	}
	cells := make([]any, 0, len(w.columns)+3)
	for _, c := range w.columns {
		cells = append(cells, w.cell(c.value(feature)))
	}
	pin := geo.RepresentativePoint(feature.Place)
	cells = append(cells, pin[0], pin[1])
	if wkt := geo.AppendWKT(nil, feature.Place); len(wkt) <= maxCellChars {
		cells = append(cells, string(wkt))
	} else {
		w.shapeless++ // half a geometry is none
	}
	return w.write(cells)
}

// cell gives a value as Excel keeps it: numbers beyond its fifteen digits are texts.
func (w *workbook) cell(value any) any {
	const exact = 1e15
	switch value := value.(type) {
	case nil, bool, float64:
		return value
	case int64:
		if math.Abs(float64(value)) < exact {
			return value
		}
	case json.Number:
		if n, err := value.Float64(); err == nil && len(value) <= 15 {
			return n
		}
	}
	content, _ := cell(value)
	if utf8.RuneCountInString(content) > maxCellChars {
		w.cut++
		content = string([]rune(content)[:maxCellChars])
	}
	return content
}

func (w *workbook) flush() error {
	if w.sheet == nil {
		return nil
	}
	err := w.sheet.Flush()
	w.sheet = nil
	return err
}

func (w *workbook) finish(context.Context) (paths []string, notes []rectify.ExportNote, err error) {
	defer func() { err = errors.Join(err, w.file.Close()) }()
	if err := w.flush(); err != nil {
		return nil, nil, err
	}
	if err := w.begin("字段 fields", []string{"kind", "column", "title", "title_en"}); err != nil {
		return nil, nil, err
	}
	for _, field := range w.fields {
		if err := w.write(field); err != nil {
			return nil, nil, err
		}
	}
	if err := w.flush(); err != nil {
		return nil, nil, err
	}
	notes = slices.Concat(counted(noteCellsCut, w.cut), counted(noteNoGeometries, w.shapeless), []rectify.ExportNote{note(noteOriginal, 0)})
	out, err := create(w.path)
	if err != nil {
		return nil, nil, err
	}
	return []string{w.path}, notes, errors.Join(w.file.Write(out), out.close())
}
