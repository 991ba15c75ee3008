package importer

import (
	"strconv"
	"strings"
)

// table is what the reader of a table needs to know beforehand, whatever program wrote it.
type table struct {
	above    int // rows before the first record: titles and the header
	columns  []string
	geometry tableGeometry
}

// tableRow is one row of a table.
type tableRow struct {
	cells        []string
	values       []any // the cells with the types the format gives them; nil where it has only text
	line, last   int   // where it begins and ends, 1 for the first of the file
	unterminated bool  // a quotation mark was opened and the file ended
}

// tableRows gives the rows of a table in order, io.EOF after the last.
type tableRows interface {
	next() (tableRow, error)
}

// sampleRows is how many rows decide where the header is and what the columns hold.
const sampleRows = 200

// newTable finds header and geometry in the first rows of a table.
func newTable(rows [][]string, options Options) (table, error) {
	if len(rows) == 0 {
		return table{}, refuse(RefusedEmpty, "the table is empty")
	}
	names, above := findHeader(rows)
	t := table{above: above, columns: columnNames(names)}
	var err error
	t.geometry, err = findTableGeometry(t.columns, rows[above:], options)
	return t, err
}

// describe is what the report says about the table.
func (t table) describe(d *dataset) {
	if t.above > 1 {
		d.note("the columns are named in row " + strconv.Itoa(t.above) + "; what stands above is left out")
	}
	d.anyAxes = t.geometry.anyAxes
	d.note("geometry from " + t.geometry.describe(t.columns))
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

// tableReader makes records of rows.
type tableReader struct {
	table table
	rows  tableRows
	row   int
}

func (r *tableReader) CRS() string { return "" }

func (r *tableReader) Next() (Record, error) {
	for r.row == 0 && r.table.above > 0 {
		if _, err := r.rows.next(); err != nil {
			return Record{}, err
		}
		r.table.above--
	}
	row, err := r.rows.next()
	if err != nil {
		return Record{}, err
	}
	r.row++
	record := Record{Row: r.row, Properties: r.properties(row)}
	switch {
	case row.unterminated:
		record.Fault = faultf(CodeBadRecord, strings.Join(row.cells, " "),
			"a quotation mark opened in line %d is never closed; the %d lines after it are in this record", row.line, row.last-row.line)
	case hasText(row.cells, len(r.table.columns)):
		record.Fault = faultf(CodeBadRecord, strings.Join(row.cells, " "),
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
func (r *tableReader) properties(row tableRow) Properties {
	properties := make(Properties, 0, len(r.table.columns))
	for i, name := range r.table.columns {
		if !r.table.geometry.uses(i) {
			properties = append(properties, Property{name, row.value(i)})
		}
	}
	return properties
}

// value of a column; nil when the cell is empty or absent.
func (r tableRow) value(column int) any {
	if column >= len(r.cells) {
		return nil
	}
	if r.values != nil {
		return r.values[column]
	}
	if text := strings.TrimSpace(r.cells[column]); text != "" {
		return unguarded(text)
	}
	return nil
}

// unguarded takes off the ' that exports, ours too, put before a text which a spreadsheet would compute.
func unguarded(text string) string {
	if len(text) > 1 && text[0] == '\'' && strings.IndexByte("=+-@\t\r", text[1]) >= 0 {
		return text[1:]
	}
	return text
}
