package geo_test

import (
	"math"
	"testing"

	"backstreet/geo"

	"pgregory.net/rapid"
)

func TestBoundOf(t *testing.T) {
	t.Parallel()
	got := geo.BoundOf(geo.Collection{
		nil,
		geo.LineString{},
		geo.Point{1, 2},
		geo.LineString{{3, -1}, {2, 0}},
		geo.Point{math.NaN(), 80},
		geo.MultiPolygon{{square(0, 0, 1)}},
	})
	if want := (geo.Bound{Min: geo.Point{0, -1}, Max: geo.Point{3, 2}}); got != want {
		t.Errorf("BoundOf = %v, want %v", got, want)
	}
}

// Whatever lies within the distance is found in the padded bound.
func TestPadBoundReachesFarEnough(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, q := luohePoint(t, "p"), luohePoint(t, "q")
		padded := geo.PadBound(p.Bound(), geo.DistanceMetres(p, q))
		if !padded.Contains(q) {
			t.Fatalf("%v lies outside %v", q, padded)
		}
	})
}

func TestPadBoundStaysOnEarth(t *testing.T) {
	t.Parallel()
	got := geo.PadBound(geo.Point{179.99, 89.99}.Bound(), 5000)
	if want := (geo.Point{180, 90}); got.Max != want || got.Min[0] != -180 {
		t.Errorf("PadBound = %v, want it to stop at the pole and ±180°", got)
	}
}
