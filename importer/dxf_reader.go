package importer

import (
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"backstreet/geo"
)

// drawing is what is taken of one, and how.
type drawing struct {
	layers map[string]bool
	unit   float64 // metres
	areas  bool    // the kind has areas: closed lines are areas
	labels bool    // texts are wanted as places
}

// drawingReader makes records of what GDAL's DXF driver writes, one for each object of the chosen layers.
type drawingReader struct {
	Reader
	drawing
	row int
}

func (r *drawingReader) Next() (Record, error) {
	for {
		record, err := r.Reader.Next()
		if err != nil {
			return record, err
		}
		if onPaper(record) || !r.layers[layerOf(record)] {
			continue
		}
		r.row++
		record.Row = r.row
		for i, property := range record.Properties {
			if text, ok := property.Value.(string); ok {
				record.Properties[i].Value = drawingText(text)
			}
		}
		if record.Geom != nil {
			record.Geom = r.shape(record.Geom)
		}
		if isLabel(record) && !r.labels && record.Fault == nil {
			record.Fault = faultf(CodeWrongType, valueText(record.Properties.Get("Text")), "a text of the drawing is a label, not an object")
		}
		return record, nil
	}
}

// shape is in metres, and closed lines are areas where the kind has areas.
func (r *drawingReader) shape(g geo.Geometry) geo.Geometry {
	if r.unit != 1 {
		g = geo.Transform(g, func(p geo.Point) geo.Point { return geo.Point{p[0] * r.unit, p[1] * r.unit} })
	}
	if r.areas {
		g = closedAsArea(g)
	}
	return g
}

// closedAsArea makes areas of closed lines, also within what a block is made of. Lines of which only some are closed
// stay lines: together they are a drawing of something, not areas.
func closedAsArea(g geo.Geometry) geo.Geometry {
	switch shape := g.(type) {
	case geo.LineString:
		if isClosed(shape) {
			return geo.Polygon{geo.Ring(shape)}
		}
	case geo.MultiLineString:
		areas := make(geo.MultiPolygon, 0, len(shape))
		for _, line := range shape {
			if !isClosed(line) {
				return g
			}
			areas = append(areas, geo.Polygon{geo.Ring(line)})
		}
		return areas
	case geo.Collection:
		areas := make(geo.Collection, len(shape))
		for i, member := range shape {
			areas[i] = closedAsArea(member)
		}
		return areas
	}
	return g
}

func isClosed(line geo.LineString) bool {
	last := len(line) - 1
	return last >= 3 && line[0] == line[last]
}

func onPaper(record Record) bool {
	return valueText(record.Properties.Get("PaperSpace")) == "true" || valueText(record.Properties.Get("PaperSpace")) == "1"
}

func layerOf(record Record) string { return drawingText(valueText(record.Properties.Get("Layer"))) }

// isLabel knows TEXT, MTEXT and attributes of blocks.
func isLabel(record Record) bool {
	_, point := record.Geom.(geo.Point)
	text := strings.ToLower(valueText(record.Properties.Get("SubClasses")))
	return point && (strings.Contains(text, "text") || strings.Contains(text, "attribute"))
}

// Characters that old drawings have no byte for are written \U+4E2D, or \M+5D6D0 with a code page's number and bytes.
var (
	unicodeEscapes = regexp.MustCompile(`(?:\\[Uu]\+[0-9A-Fa-f]{4})+`)
	byteEscape     = regexp.MustCompile(`\\[Mm]\+[1-5][0-9A-Fa-f]{4}`)
	escapePages    = map[byte]string{'1': "shift_jis", '2': "big5", '3': "euc-kr", '5': "gb18030"}
)

// drawingText decodes the escapes that GDAL leaves in names of layers and blocks.
func drawingText(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	text = unicodeEscapes.ReplaceAllStringFunc(text, func(escapes string) string {
		var units []uint16
		for at := 0; at < len(escapes); at += len(`\U+4E2D`) {
			unit, _ := strconv.ParseUint(escapes[at+3:at+7], 16, 16)
			units = append(units, uint16(unit))
		}
		return string(utf16.Decode(units))
	})
	return byteEscape.ReplaceAllStringFunc(text, func(escape string) string {
		page, known := encodingNamed(escapePages[escape[3]])
		bytes, _ := hex.DecodeString(escape[4:])
		if !known {
			return escape
		}
		if decoded, ok := page.decodeText(bytes); ok {
			return decoded
		}
		return escape
	})
}
