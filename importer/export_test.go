package importer

import "io"

// The readers by themselves, for tests of what they make of any text.
var NewGeoJSONReader = newGeoJSONReader

// ReadCSV reads text as a delimited file; nil when its header names no geometry.
func ReadCSV(text string, r io.Reader) Reader {
	table := csvTable{delimiter: guessDelimiter(text)}
	rows, err := table.sample(text)
	if err != nil {
		return nil
	}
	if table.geometry, err = findCSVGeometry(table.columns, rows, Options{}); err != nil {
		return nil
	}
	return &csvReader{table: table, scanner: newCSVScanner(r, table.delimiter)}
}

// NormalName is what column names are compared by.
var NormalName = normalName
