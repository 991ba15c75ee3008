package geo_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"backstreet/geo"

	"github.com/paulmach/orb/geojson"
)

// sharedFile reads a file of the data set that lies beside the repository.
func sharedFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", path))
	if os.IsNotExist(err) {
		t.Skipf("shared data not present: %s", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func sharedJSON(t *testing.T, path string, into any) {
	t.Helper()
	if err := json.Unmarshal(sharedFile(t, path), into); err != nil {
		t.Fatalf("decode %s: %v", path, err)
	}
}

// sharedGeometries are the geometries of a GeoJSON file, as one collection.
func sharedGeometries(t *testing.T, path string) geo.Collection {
	t.Helper()
	features, err := geojson.UnmarshalFeatureCollection(sharedFile(t, path))
	if err != nil {
		t.Fatalf("decode %s: %v", path, err)
	}
	var geometries geo.Collection
	for _, feature := range features.Features {
		geometries = append(geometries, feature.Geometry)
	}
	return geometries
}

// square is a closed counter-clockwise ring with its lower left corner at x, y.
func square(x, y, side float64) geo.Ring {
	return geo.Ring{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}
}
