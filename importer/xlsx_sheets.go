package importer

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// workbook is an open Excel file.
type workbook struct {
	book     *excelize.File
	date1904 bool // days are counted from 1904, as old Macintoshes did
}

// sheet is one that has a table with geometry.
type sheet struct {
	name  string
	table table
}

// choose takes the sheet the user named, or the only one whose table has geometry.
func (w *workbook) choose(options Options) (sheet, error) {
	var filled, names []string
	var only sheet
	var problem error
	for _, name := range w.book.GetSheetList() {
		if visible, err := w.book.GetSheetVisible(name); options.Layer != "" && name != options.Layer || options.Layer == "" && (err != nil || !visible) {
			continue
		}
		rows, err := w.sample(name)
		if err != nil {
			return sheet{}, err
		}
		if len(rows) == 0 {
			continue
		}
		filled = append(filled, name)
		table, err := newTable(rows, options)
		if err != nil {
			problem = err
			continue
		}
		only = sheet{name, table}
		names = append(names, name)
	}
	switch {
	case len(names) == 1:
		return only, nil
	case len(filled) == 1:
		return sheet{}, problem
	case options.Layer != "" && !slices.Contains(w.book.GetSheetList(), options.Layer):
		return sheet{}, refuseSheets(w.book.GetSheetList(), "there is no sheet "+options.Layer+"; the workbook has ")
	case len(filled) == 0:
		return sheet{}, refuse(RefusedEmpty, "there are no rows in the workbook's visible sheets")
	case len(names) == 0:
		return sheet{}, refuseSheets(filled, "no sheet has columns that are coordinates; name its columns with --map, and one of the sheets ")
	}
	return sheet{}, refuseSheets(names, "the workbook has the sheets ")
}

func refuseSheets(names []string, what string) error {
	refusal := refuse(RefusedLayer, "%s%s; choose one with --layer", what, strings.Join(names, ", "))
	refusal.Candidates = names
	return refusal
}

// sample are the first rows that are not empty.
func (w *workbook) sample(name string) (rows [][]string, err error) {
	err = w.each(name, func(row tableRow) error {
		if rows = append(rows, row.cells); len(rows) > sampleRows {
			return io.EOF
		}
		return nil
	})
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return rows, err
}

// each visits the rows that are not empty. Values are told from texts by reading them twice, as stored and as shown.
func (w *workbook) each(name string, visit func(tableRow) error) error {
	stored, err := w.book.Rows(name)
	if err != nil {
		return refuseWorkbook(err)
	}
	defer func() { _ = stored.Close() }() // it was only read
	shown, err := w.book.Rows(name)
	if err != nil {
		return refuseWorkbook(err)
	}
	defer func() { _ = shown.Close() }()
	for line := 1; stored.Next() && shown.Next(); line++ {
		raw, err := stored.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return refuseWorkbook(err)
		}
		formatted, err := shown.Columns()
		if err != nil {
			return refuseWorkbook(err)
		}
		if len(raw) > maxProperties {
			return refuse(RefusedLimit, "row %d of the sheet %s has more than %d columns; delete what stands far to the right of the table", line, name, maxProperties)
		}
		row := w.row(raw, formatted)
		row.line = line
		if filledCells(row.cells) == 0 {
			continue
		}
		if err := visit(row); err != nil {
			return err
		}
	}
	if err := stored.Error(); err != nil {
		return refuseWorkbook(err)
	}
	return nil
}

func (w *workbook) row(raw, formatted []string) tableRow {
	row := tableRow{cells: make([]string, len(raw)), values: make([]any, len(raw))}
	for i, text := range raw {
		shown := text
		if i < len(formatted) {
			shown = formatted[i]
		}
		row.values[i] = sheetValue(text, shown, w.date1904)
		row.cells[i] = valueText(row.values[i])
	}
	return row
}

// export writes the rows of a sheet to a file: its line and the values of its cells, as JSON. widest is the
// number of cells of the longest row.
func (w *workbook) export(ctx context.Context, name, path string) (widest int, err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("write the rows of a sheet: %w", err)
	}
	defer file.Close()
	limited := &limitedWriter{to: file, left: maxSheetBytes, full: func() {}}
	buffered := bufio.NewWriterSize(limited, 1<<16)
	encoder := json.NewEncoder(buffered)
	err = w.each(name, func(row tableRow) error {
		if row.line%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		widest = max(widest, len(row.cells))
		return encoder.Encode(append([]any{row.line}, row.values...))
	})
	if err == nil {
		err = buffered.Flush()
	}
	if limited.left < 0 {
		return 0, refuse(RefusedLimit, "the sheet %s holds more than %d MB; split it", name, maxSheetBytes>>20)
	}
	if err == nil {
		err = file.Close()
	}
	return widest, err
}

// xlsxRows reads what export wrote.
type xlsxRows struct{ decoder *json.Decoder }

func newXLSXRows(r io.Reader) *xlsxRows {
	decoder := json.NewDecoder(r)
	decoder.UseNumber()
	return &xlsxRows{decoder}
}

func (r *xlsxRows) next() (tableRow, error) {
	var values []any
	if err := r.decoder.Decode(&values); err != nil {
		return tableRow{}, err
	}
	row := tableRow{values: values[1:], cells: make([]string, len(values)-1)}
	if line, ok := values[0].(json.Number); ok {
		n, err := line.Int64()
		if err != nil {
			return tableRow{}, fmt.Errorf("read the rows of a sheet: %w", err)
		}
		row.line = int(n)
	}
	for i, value := range row.values {
		row.cells[i] = valueText(value)
	}
	return row, nil
}
