package geo_test

import (
	"math"
	"testing"

	"backstreet/geo"

	"pgregory.net/rapid"
)

func TestWorldVectors(t *testing.T) {
	t.Parallel()
	var data coordVectors
	sharedJSON(t, "coord_vectors.json", &data)
	const equatorMetres = 2 * math.Pi * 6378137
	for _, v := range data.Vectors {
		x, y := geo.World(v.WGS84)
		east, north := (x-0.5)*equatorMetres, (0.5-y)*equatorMetres
		if math.Hypot(east-v.Mercator[0], north-v.Mercator[1]) > data.Tolerances.MercatorMetres {
			t.Errorf("%s: World gives %.4f, %.4f m, want %v", v.ID, east, north, v.Mercator)
		}
	}
}

func TestWorldStaysOnTheSquare(t *testing.T) {
	t.Parallel()
	for _, p := range []geo.Point{{180, 90}, {-180, -90}, {180, -90}, {500, 1e9}, {-500, -1e9}} {
		x, y := geo.World(p)
		if x < 0 || x >= 1 || y < 0 || y >= 1 {
			t.Errorf("World(%v) = %v, %v, want both in [0,1)", p, x, y)
		}
	}
}

func TestWorldRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := geo.Point{
			rapid.Float64Range(-180, 179.999).Draw(t, "lon"),
			rapid.Float64Range(-85, 85).Draw(t, "lat"),
		}
		x, y := geo.World(p)
		wantWithin(t, "FromWorld(World(p))", geo.FromWorld(x, y), p, 1e-6)
	})
}
