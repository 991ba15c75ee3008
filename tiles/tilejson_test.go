package tiles_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"backstreet/geo"
	"backstreet/tiles"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestTileJSONFitsTheSchema(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "shared", "data", "public", "tilejson", "3.0.0_schema.json")
	// The compiler's own error does not unwrap to fs.ErrNotExist.
	if _, err := os.Stat(path); err != nil {
		t.Skipf("shared data not present: %v", err)
	}
	schema, err := jsonschema.NewCompiler().Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	bound := geo.Bound{Min: geo.Point{114, 30}, Max: geo.Point{115, 31}}
	written, err := json.Marshal(engineWith(district()...).TileJSON("http://127.0.0.1:8080", bound))
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(written))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Errorf("%s: %v", written, err)
	}
}

// What a tile has in it, the TileJSON has told.
func TestTileJSONNamesEveryLayerAndProperty(t *testing.T) {
	t.Parallel()
	e := engineWith(district()...)
	fields, from := map[string]map[string]string{}, map[string]int{}
	for _, l := range e.TileJSON("", geo.Bound{}).VectorLayers {
		fields[l.ID], from[l.ID] = l.Fields, l.MinZoom
	}
	for zoom := range uint8(tiles.MaxZoom + 1) {
		for _, l := range decode(t, e, tileAt(zoom, lon, lat)) {
			if fields[l.Name] == nil || int(zoom) < from[l.Name] {
				t.Errorf("zoom %d: layer %s is not announced", zoom, l.Name)
			}
			for _, f := range l.Features {
				for k := range f.Properties {
					if fields[l.Name][k] == "" {
						t.Errorf("zoom %d: property %s of %s is not announced", zoom, k, l.Name)
					}
				}
			}
		}
	}
}

func TestStyleDrawsOnlyLayersThereAre(t *testing.T) {
	t.Parallel()
	e := engineWith(district()...)
	for _, l := range e.Style("")["layers"].([]any) {
		layer := l.(map[string]any)
		if source, drawn := layer["source-layer"].(string); drawn && !slices.Contains(e.Layers(), source) {
			t.Errorf("style layer %v draws %s, which no tile has", layer["id"], source)
		}
	}
}
