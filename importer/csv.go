package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// csvSampleBytes is how much of a delimited file is looked at to find delimiter and geometry.
const csvSampleBytes = 256 << 10

func prepareCSV(_ context.Context, p probe, options Options) (*dataset, error) {
	encoding, err := chooseEncoding(p.path, options.Encoding)
	if err != nil {
		return nil, err
	}
	head, err := decodedHead(p.path, encoding)
	if err != nil {
		return nil, err
	}
	table := csvTable{delimiter: guessDelimiter(head)}
	rows, err := table.sample(head)
	if err != nil {
		return nil, err
	}
	if table.geometry, err = findCSVGeometry(table.columns, rows, options); err != nil {
		return nil, err
	}
	d := &dataset{path: p.path, encoding: encoding, anyAxes: table.geometry.anyAxes}
	d.note("geometry from " + table.geometry.describe(table.columns))
	d.open = func(r io.Reader) Reader {
		return &csvReader{table: table, scanner: newCSVScanner(r, table.delimiter)}
	}
	return d, nil
}

func decodedHead(path string, e encoding) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	head, err := io.ReadAll(io.LimitReader(e.decode(file), csvSampleBytes))
	if err != nil {
		return "", fmt.Errorf("decode as %s: %w", e.name, err)
	}
	return string(head), nil
}

// csvTable is what the reader of a delimited file needs to know beforehand.
type csvTable struct {
	delimiter rune
	columns   []string
	geometry  csvGeometry
}

// sample takes the header from the head of the file and returns the first rows after it.
func (t *csvTable) sample(head string) ([][]string, error) {
	scanner := newCSVScanner(strings.NewReader(head), t.delimiter)
	header, err := scanner.next()
	if errors.Is(err, io.EOF) {
		return nil, refuse(RefusedEmpty, "the file is empty")
	}
	if err != nil {
		return nil, err
	}
	t.columns = columnNames(header.cells)
	var rows [][]string
	for len(rows) < 200 {
		row, err := scanner.next()
		if err != nil || row.unterminated {
			break // what is wrong there is told when the row is read in earnest
		}
		rows = append(rows, row.cells)
	}
	return rows, nil //nolint:nilerr // see above
}

// columnNames trims the header, names what has no name, and tells equal names apart.
func columnNames(header []string) []string {
	names := make([]string, len(header))
	seen := map[string]int{}
	for i, cell := range header {
		name := strings.Join(strings.Fields(cell), " ")
		if name == "" {
			name = "column" + strconv.Itoa(i+1)
		}
		seen[name]++
		if n := seen[name]; n > 1 {
			name += "_" + strconv.Itoa(n)
		}
		names[i] = name
	}
	return names
}

// csvReader reads delimited text: CSV, semicolons, tabs, bars.
type csvReader struct {
	table   csvTable
	scanner *csvScanner
	row     int
}

func (r *csvReader) CRS() string { return "" }

func (r *csvReader) Next() (Record, error) {
	if r.row == 0 {
		if _, err := r.scanner.next(); err != nil { // the header
			return Record{}, err
		}
	}
	row, err := r.scanner.next()
	if err != nil {
		return Record{}, err
	}
	r.row++
	record := Record{Row: r.row, Properties: r.properties(row.cells)}
	switch {
	case row.unterminated:
		record.Fault = faultf(CodeBadRecord, strings.Join(row.cells, string(r.table.delimiter)),
			"a quotation mark opened in line %d is never closed; the %d lines after it are in this record", row.line, r.scanner.line-row.line)
	case hasText(row.cells, len(r.table.columns)):
		record.Fault = faultf(CodeBadRecord, strings.Join(row.cells, string(r.table.delimiter)),
			"line %d has %d cells, the header has %d", row.line, len(row.cells), len(r.table.columns))
	default:
		record.Geom, record.CRS, record.HasZ, record.Fault = r.table.geometry.of(row.cells)
	}
	return record, nil
}

// hasText says whether there is anything after the first n cells.
func hasText(cells []string, n int) bool {
	for i := n; i < len(cells); i++ {
		if strings.TrimSpace(cells[i]) != "" {
			return true
		}
	}
	return false
}

// properties leaves out the columns that made the geometry: they would only tell it a second time.
func (r *csvReader) properties(cells []string) Properties {
	properties := make(Properties, 0, len(r.table.columns))
	for i, name := range r.table.columns {
		if r.table.geometry.uses(i) {
			continue
		}
		var value any
		if i < len(cells) {
			if text := strings.TrimSpace(cells[i]); text != "" {
				value = text
			}
		}
		properties = append(properties, Property{name, value})
	}
	return properties
}
