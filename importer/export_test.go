package importer

import "io"

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
