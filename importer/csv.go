package importer

import (
	"context"
	"fmt"
	"io"
	"os"
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
	delimiter := guessDelimiter(head)
	table, err := newTable(csvSample(head, delimiter), options)
	if err != nil {
		return nil, err
	}
	d := &dataset{path: p.path, encoding: encoding}
	table.describe(d)
	d.open = func(r io.Reader) Reader {
		return &tableReader{table: table, rows: newCSVScanner(r, delimiter)}
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

// csvSample are the first whole rows of the head of a delimited file.
func csvSample(head string, delimiter rune) [][]string {
	scanner := newCSVScanner(strings.NewReader(head), delimiter)
	var rows [][]string
	for len(rows) <= sampleRows {
		row, err := scanner.next()
		if err != nil || row.unterminated && len(rows) > 0 {
			break // what is wrong there is told when the row is read in earnest
		}
		rows = append(rows, row.cells)
	}
	return rows
}
