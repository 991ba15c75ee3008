package geo_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"backstreet/geo"
)

var luohe = geo.GaussKruger{CentralMeridian: 114, FalseEasting: 500_000}

// The expected numbers are PROJ's (from EPSG:4490 to EPSG:4547, and 4508 for the last).
func TestGaussKrugerAgreesWithPROJ(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		grid     geo.GaussKruger
		at, want geo.Point
	}{
		{luohe, geo.Point{113.784592, 33.447824}, geo.Point{479971.7220, 3702436.2602}},
		{luohe, geo.Point{114.038984, 33.613257}, geo.Point{503617.7681, 3720765.0153}},
		{luohe, geo.Point{114, 33.5}, geo.Point{500000, 3708202.5014}},
		{luohe, geo.Point{112.5, 34.7}, geo.Point{362564.2861, 3842335.8416}},
		{geo.GaussKruger{CentralMeridian: 111, FalseEasting: 500_000}, geo.Point{114, 33.5}, geo.Point{778817.7929, 3712233.5513}},
	} {
		got := c.grid.Forward(c.at)
		if d := math.Hypot(got[0]-c.want[0], got[1]-c.want[1]); d > 1e-3 {
			t.Errorf("%v: got %.4f, want %.4f", c.at, got, c.want)
		}
	}
}

func TestGaussKrugerComesBack(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		p := geo.Point{111 + 6*random.Float64(), 18 + 35*random.Float64()}
		back := luohe.Inverse(luohe.Forward(p))
		if d := geo.DistanceMetres(p, back); d > 1e-6 {
			t.Fatalf("%v comes back %g m away", p, d)
		}
	}
}

// A service of the Zhengzhou airport zone publishes its places in degrees and in EPSG:4547, two of them wrongly.
func TestGaussKrugerAgreesWithASurveyOffice(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "public", "poi", "henan_airport_poi_dual_coords_even.geojson"))
	if err != nil {
		t.Skipf("shared data not present: %v", err)
	}
	var places struct {
		Features []struct {
			ID         string
			Geometry   geo.GeoJSON
			Properties struct {
				X, Y float64 `json:",string"`
			}
		}
	}
	if err := json.Unmarshal(content, &places); err != nil {
		t.Fatal(err)
	}
	wrong := map[string]bool{"poi.3775": true, "poi.3668": true}
	for _, place := range places.Features {
		got := luohe.Forward(place.Geometry.Geometry.(geo.Point))
		d := math.Hypot(got[0]-place.Properties.X, got[1]-place.Properties.Y)
		if (d > 0.002) != wrong[place.ID] {
			t.Errorf("%s is %.3f m off", place.ID, d)
		}
	}
	if len(places.Features) != 50 {
		t.Errorf("%d places, want 50", len(places.Features))
	}
}
