package tiles_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	towns "backstreet/tiles/bench/district" // district is a fixture here

	"github.com/google/go-cmp/cmp"
)

// TestDecodersAgreeOnADistrict lets the three decoders read tiles that people ask for.
func TestDecodersAgreeOnADistrict(t *testing.T) {
	t.Parallel()
	e := engineWith(featuresOf(t, 1)...)
	ofEach := 1
	if *every {
		ofEach = 20
	}
	for _, a := range sample(distinct(towns.Requests(1)), ofEach) {
		path := filepath.Join(t.TempDir(), "tile.mvt")
		if err := os.WriteFile(path, e.MVT(a), 0o644); err != nil {
			t.Fatal(err)
		}
		want := byOrb(t, e, a)
		t.Run(fmt.Sprintf("%d-%d-%d/maplibre", a.Z, a.X, a.Y), func(t *testing.T) {
			if diff := cmp.Diff(want, byMapLibre(t, path)); diff != "" {
				t.Errorf("orb's (-) and MapLibre's (+) differ:\n%s", diff)
			}
		})
		t.Run(fmt.Sprintf("%d-%d-%d/gdal", a.Z, a.X, a.Y), func(t *testing.T) {
			if diff := cmp.Diff(want, byGDAL(t, path, a, e.Layers())); diff != "" {
				t.Errorf("orb's (-) and GDAL's (+) differ:\n%s", diff)
			}
		})
	}
}
