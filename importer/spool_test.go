package importer_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/importer"
)

// TestASpoolGivesBackWhatItKept puts in every kind of shape and value, and what only some records have.
func TestASpoolGivesBackWhatItKept(t *testing.T) {
	t.Parallel()
	line := geo.LineString{{1, 2}, {3, -4.5}}
	ring := geo.Ring{{0, 0}, {1, 0}, {1, math.SmallestNonzeroFloat64}, {0, 0}}
	shapes := []geo.Geometry{
		nil,
		geo.Point{113.5, 33.25},
		geo.MultiPoint{},
		geo.MultiPoint{{1, 2}},
		line,
		geo.MultiLineString{line, line},
		geo.Polygon{ring, ring},
		geo.MultiPolygon{{ring}, {ring, ring}},
		geo.Collection{geo.Point{1, 2}, geo.Collection{line}, geo.Polygon{}},
		geo.Point{math.Inf(1), math.Inf(-1)},
	}
	var records []importer.Record
	for i, shape := range shapes {
		records = append(records, importer.Record{Row: i + 1, Geom: shape, HasZ: i%2 == 0, Properties: importer.Properties{
			{"nothing", nil},
			{"yes", true},
			{"no", false},
			{"text", "背街"},
			{"empty", ""},
			{"number", json.Number("12.50")},
			{"object", json.RawMessage(`{"a": [1]}`)},
			{"row", json.Number("7")},
		}[i%3:]})
	}
	records = append(records,
		importer.Record{Row: 1 << 30, CRS: "EPSG:4547"},
		importer.Record{Row: 1<<30 + 1, Fault: &importer.Fault{Code: importer.CodeBadRecord, Reason: "it is none", Value: "{"}},
		importer.Record{Row: 1<<30 + 2, Fault: &importer.Fault{}})
	got, err := importer.Spooled(t.Context(), records)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(records, got); diff != "" {
		t.Error(diff)
	}
	if _, err := importer.Spooled(t.Context(), []importer.Record{{Properties: importer.Properties{{"odd", 1}}}}); err == nil {
		t.Error("a value that no reader makes is taken")
	}
}
