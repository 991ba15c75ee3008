package geo_test

import (
	"encoding/json"
	"strings"
	"testing"

	"backstreet/geo"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestGeoJSONRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := anyGeometry(t, 2)
		data, err := json.Marshal(geo.GeoJSON{Geometry: g})
		if err != nil {
			t.Fatal(err)
		}
		var back geo.GeoJSON
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if !orb.Equal(g, back.Geometry) {
			t.Fatalf("%#v came back as %#v through %s", g, back.Geometry, data)
		}
	})
}

func TestGeoJSONNullIsNil(t *testing.T) {
	t.Parallel()
	read := geo.GeoJSON{Geometry: geo.Point{1, 2}}
	if err := json.Unmarshal([]byte("null"), &read); err != nil || read.Geometry != nil {
		t.Errorf("null was read as %v, %v", read.Geometry, err)
	}
	if data, err := json.Marshal(geo.GeoJSON{}); err != nil || string(data) != "null" {
		t.Errorf("nil was written as %s, %v", data, err)
	}
}

func TestGeoJSONRefuses(t *testing.T) {
	t.Parallel()
	nested := strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 40) + strings.Repeat(`]}`, 40)
	for _, test := range []struct{ name, text, reason string }{
		{"a missing latitude", `{"type":"Point","coordinates":[114]}`, "needs longitude and latitude"},
		{"a null latitude", `{"type":"Point","coordinates":[114,null]}`, "needs longitude and latitude"},
		{"a null position", `{"type":"LineString","coordinates":[[1,2],null]}`, "needs longitude and latitude"},
		{"missing coordinates", `{"type":"Polygon"}`, "coordinates are missing"},
		{"text for numbers", `{"type":"Point","coordinates":["114","33"]}`, "cannot unmarshal string"},
		{"the coordinates of another kind", `{"type":"Polygon","coordinates":[114,33]}`, "cannot unmarshal"},
		{"a null member", `{"type":"GeometryCollection","geometries":[null]}`, `type "" is no geometry`},
		{"a feature", `{"type":"Feature","geometry":null}`, `type "Feature" is no geometry`},
		{"an ArcGIS geometry", `{"rings":[[[1,2]]]}`, `type "" is no geometry`},
		{"endless nesting", nested, "nest deeper"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var read geo.GeoJSON
			err := json.Unmarshal([]byte(test.text), &read)
			if err == nil || !strings.Contains(err.Error(), test.reason) {
				t.Errorf("read %v, %v, want an error with %q", read.Geometry, err, test.reason)
			}
		})
	}
}

// FuzzGeoJSON: no input panics, and what is read can be judged.
func FuzzGeoJSON(f *testing.F) {
	for _, seed := range []string{
		`null`, `{}`, `[]`, `{"type":"Point"}`, `{"type":"Point","coordinates":[114,33,5]}`,
		`{"type":"Point","coordinates":[1]}`, `{"type":"Polygon","coordinates":[[[1,2],[3,4]],[]]}`,
		`{"type":"Polygon","coordinates":null}`, `{"type":"MultiPolygon","coordinates":[null,[[]]]}`,
		`{"type":"GeometryCollection","geometries":[null,{"type":"Point","coordinates":[1,2]}]}`,
		`{"type":"Feature","geometry":null}`, `{"type":"LineString","coordinates":[["1","2"]]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var read geo.GeoJSON
		if err := json.Unmarshal(data, &read); err == nil {
			_ = geo.Validate(read.Geometry)
		}
	})
}
