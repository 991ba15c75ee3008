package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"backstreet/geo"
	"backstreet/store"
	"backstreet/store/storetest"
)

// readShared decodes a file of the data set that lies beside the repository.
func readShared(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", path))
	if os.IsNotExist(err) {
		t.Skipf("shared data not present: %s", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("decode %s: %v", path, err)
	}
}

// fataler is testing.TB as far as rapid.T has it.
type fataler interface {
	Helper()
	Context() context.Context
	Fatal(args ...any)
	Errorf(format string, args ...any)
}

// roundingM2 is what two implementations of Karney's area may differ by however small the area is: it
// is the sum of strips down to the equator, which leaves a remainder of rounding.
const roundingM2 = 1e-4

// checkMeasure holds the database's measure to geo's within 1 ppm.
func checkMeasure(t fataler, db *store.Store, g geo.Geometry) {
	t.Helper()
	var got float64
	if err := db.Pool().QueryRow(t.Context(), `SELECT feature_measure($1::geometry)`, g).Scan(&got); err != nil {
		t.Fatal(err)
	}
	want, tolerance := geo.LengthMetres(g), 0.0
	if area := geo.AreaM2(g); area != 0 {
		want, tolerance = area, roundingM2
	}
	if math.Abs(got-want) > max(1e-6*want, tolerance) {
		t.Errorf("the database measures %.9g, geo %.9g of %v", got, want, g)
	}
}

func TestMeasuresAgreeWithGeo(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})

	t.Run("over lines and areas anywhere in China", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			lon := rapid.Float64Range(75, 134).Draw(t, "lon")
			lat := rapid.Float64Range(4, 53).Draw(t, "lat")
			size := rapid.Float64Range(1e-5, 0.3).Draw(t, "degrees")
			points := rapid.IntRange(3, 12).Draw(t, "points")
			ring := make(geo.Ring, 0, points+1)
			for i := range points { // a star, so that the ring does not cross itself
				radius := size * rapid.Float64Range(0.3, 1).Draw(t, "radius")
				sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(points))
				ring = append(ring, geo.Point{lon + radius*cos, lat + radius*sin})
			}
			checkMeasure(t, db, geo.MultiLineString{geo.LineString(ring)})
			checkMeasure(t, db, geo.MultiPolygon{{append(ring, ring[0])}})
		})
	})

	for _, path := range []string{
		"public/boundary/yuanhui_411102_datav_v2.geojson", "public/boundary/cambridge_neighborhoods.geojson",
		"public/berth/cambridge_bike_racks.geojson", "public/street/sanhe_osm_mixed.geojson", "public/wall/cambridge_firewalls.geojson",
	} {
		t.Run(path, func(t *testing.T) {
			var file struct {
				Features []struct {
					Geometry geo.GeoJSON `json:"geometry"`
				} `json:"features"`
			}
			readShared(t, path, &file)
			for _, feature := range file.Features[:min(len(file.Features), 200)] {
				if geo.Validate(feature.Geometry.Geometry) == nil {
					checkMeasure(t, db, feature.Geometry.Geometry)
				}
			}
		})
	}
}

func TestImportTransformsChineseCoordinates(t *testing.T) {
	t.Parallel()
	var shared struct {
		Vectors []struct {
			ID    string    `json:"id"`
			WGS84 geo.Point `json:"wgs84"`
			GK    map[string]struct{ Easting, Northing float64 }
		} `json:"vectors"`
		Independent struct {
			ToleranceM float64 `json:"tolerance_m"`
			Vectors    []struct{ Lon, Lat, Easting, Northing float64 }
		} `json:"independent_epsg4547_vectors"`
	}
	readShared(t, "coord_vectors.json", &shared)
	db := storetest.New(t, store.Options{})
	check := func(name string, from geo.Point, srid int, want geo.Point, toleranceM float64) {
		t.Helper()
		var got geo.Geometry
		err := db.Pool().QueryRow(t.Context(), `SELECT placed FROM import_place($1, $2, NULL)`, from, srid).Scan(&got)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if off := geo.DistanceMetres(got.(geo.Point), want); off > toleranceM {
			t.Errorf("%s: EPSG:%d comes out %.4f m off", name, srid, off)
		}
	}
	srids := map[string]int{"EPSG:4547": 4547, "EPSG:4526": 4526, "EPSG:4508": 4508, "EPSG:4509": 4509}
	checked := 0
	for _, vector := range shared.Vectors {
		check(vector.ID, vector.WGS84, 4490, vector.WGS84, 0)
		for name, metres := range vector.GK {
			check(vector.ID, geo.Point{metres.Easting, metres.Northing}, srids[name], vector.WGS84, 0.001)
			checked++
		}
	}
	for i, vector := range shared.Independent.Vectors {
		check(fmt.Sprintf("published vector %d", i), geo.Point{vector.Easting, vector.Northing}, 4547,
			geo.Point{vector.Lon, vector.Lat}, shared.Independent.ToleranceM)
		checked++
	}
	if checked < 40 {
		t.Errorf("only %d vectors were checked", checked)
	}
}
