package importer

import (
	"context"
	"io"
)

// The readers by themselves, for tests of what they make of any text.
var (
	NewGeoJSONReader = newGeoJSONReader
	NewOvitalReader  = newOvitalReader
)

func NewArcGISReader(r io.Reader) Reader {
	return &geojsonReader{stream: newJSONStream(r), esri: &esriLayer{}}
}

func NewKMLReader(r io.Reader) Reader { return &kmlReader{xml: newXMLStream(r)} }

func NewGPXReader(r io.Reader) Reader { return &gpxReader{xml: newXMLStream(r)} }

// ReadCSV reads text as a delimited file; nil when its header names no geometry.
func ReadCSV(text string, r io.Reader) Reader {
	delimiter := guessDelimiter(text)
	table, err := newTable(csvSample(text, delimiter), Options{})
	if err != nil {
		return nil
	}
	return &tableReader{table: table, rows: newCSVScanner(r, delimiter)}
}

// NormalName is what column names are compared by.
var NormalName = normalName

// How a CRS is known by its name.
var (
	EPSGOfName       = epsgOfName
	EPSGOfDefinition = epsgOfDefinition
)

// Spooled keeps records as an import does between its readings, and gives them back.
func Spooled(ctx context.Context, records []Record) (back []Record, err error) {
	kept, err := newSpool()
	if err != nil {
		return nil, err
	}
	defer kept.close()
	for _, record := range records {
		if err := kept.add(record); err != nil {
			return nil, err
		}
	}
	err = kept.each(ctx, func(int64) {}, func(record Record) error {
		back = append(back, record)
		return nil
	})
	return back, err
}

// What is asked of every byte of a file, and of every number.
var (
	ValidUTF8    = validUTF8
	IsJSONNumber = isJSONNumber
)
