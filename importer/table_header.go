package importer

import (
	"slices"
	"strings"
)

// maxTitleRows is how many rows may stand above the header.
const maxTitleRows = 20

// findHeader skips the title, the unit that fills the form in and the date, which fill less than half of the columns
// that a row of the table fills. above counts the rows before the first record. A second row of the header, under
// cells that span several columns, gives those their names.
func findHeader(rows [][]string) (names []string, above int) {
	width := usualWidth(rows)
	for above < len(rows)-1 && above < maxTitleRows && isTitle(rows[above], width) {
		above++
	}
	if mostlyData(rows[above]) { // the names were few, not a title
		above = 0
	}
	names = slices.Clone(rows[above])
	if above++; above < len(rows)-1 && isSubheader(rows[above-1], rows[above]) {
		names = mergeHeader(names, rows[above])
		above++
	}
	return names, above
}

func mergeHeader(names, below []string) []string {
	for len(names) < len(below) {
		names = append(names, "")
	}
	for i, name := range below {
		if strings.TrimSpace(name) != "" {
			names[i] = name
		}
	}
	return names
}

// mostlyData leaves room for a column that is called 2022.
func mostlyData(row []string) bool {
	data := 0
	for _, cell := range row {
		if isData(cell) {
			data++
		}
	}
	return 2*data > filledCells(row)
}

// isData says that a cell is no name of a column.
func isData(cell string) bool {
	_, number := parseCoordinate(cell)
	return number || len(packedPositions(cell)) > 0 || looksLikeWKT(cell)
}

func isTitle(row []string, width int) bool {
	filled := filledCells(row)
	return filled <= 1 && width > 1 || 2*filled < width
}

// usualWidth is how many cells the rows fill that are not sparse: the upper quartile.
func usualWidth(rows [][]string) int {
	widths := make([]int, len(rows))
	for i, row := range rows {
		widths[i] = filledCells(row)
	}
	slices.Sort(widths)
	return widths[len(widths)*3/4]
}

func filledCells(row []string) (n int) {
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

// isSubheader says that below has words, none of them a number, and only under cells that span columns: an empty one
// in the header, or the one to its left.
func isSubheader(header, below []string) bool {
	spanned := func(i int) bool { return i < len(header) && strings.TrimSpace(header[i]) == "" && i > 0 }
	gaps := 0
	for i, cell := range below {
		text := strings.TrimSpace(cell)
		if text == "" {
			continue
		}
		if isData(text) {
			return false
		}
		switch {
		case spanned(i) || i >= len(header) && i > 0:
			gaps++
		case !spanned(i+1) && i != len(header)-1:
			return false
		}
	}
	return gaps > 0
}
