package geo_test

import (
	"math"
	"testing"

	"backstreet/geo"

	"pgregory.net/rapid"
)

func TestDistanceTo(t *testing.T) {
	t.Parallel()
	const metresPerLat = 110_922 // at 33.5° north, within a metre
	polygon := geo.Polygon{square(114, 33.5, 0.01), square(114.002, 33.502, 0.004)}
	for _, test := range []struct {
		name string
		p    geo.Point
		g    geo.Geometry
		want float64
	}{
		{"inside a polygon is 0", geo.Point{114.001, 33.501}, polygon, 0},
		{"on a corner is 0", geo.Point{114, 33.5}, polygon, 0},
		{"in a hole counts to the hole's edge", geo.Point{114.004, 33.503}, polygon, 0.001 * metresPerLat},
		{"below a polygon", geo.Point{114.005, 33.49}, polygon, 0.01 * metresPerLat},
		{"inside a bound is 0", geo.Point{114.005, 33.505}, polygon.Bound(), 0},
		{"beside the middle of a line", geo.Point{114.005, 33.501}, geo.LineString{{114, 33.5}, {114.01, 33.5}}, 0.001 * metresPerLat},
		{"to a line of one position", geo.Point{114, 33.51}, geo.LineString{{114, 33.5}}, 0.01 * metresPerLat},
		{"to the nearest of several", geo.Point{114, 33.51}, geo.MultiPoint{{114, 33}, {114, 33.5}}, 0.01 * metresPerLat},
		{
			"an open ring ends where it begins",
			geo.Point{113.999, 33.505},
			geo.Polygon{square(114, 33.5, 0.01)[:4]},
			geo.DistanceMetres(geo.Point{113.999, 33.505}, geo.Point{114, 33.505}),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := geo.DistanceToMetres(test.p, test.g); math.Abs(got-test.want) > 1e-4*test.want {
				t.Errorf("DistanceToMetres = %v, want %v", got, test.want)
			}
		})
	}
}

// A line walked in steps of a thousandth is the measure: no step may be nearer,
// and the nearest one not much farther.
func TestDistanceToLineIsTheShortest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p, a, b := luohePoint(t, "p"), luohePoint(t, "a"), luohePoint(t, "b")
		got := geo.DistanceToMetres(p, geo.LineString{a, b})
		shortest := math.Inf(1)
		const steps = 1000
		for i := range steps + 1 {
			share := float64(i) / steps
			step := geo.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
			shortest = min(shortest, geo.DistanceMetres(p, step))
		}
		const radiusMetres = 6371e3
		tolerance := 0.01 + shortest*shortest*shortest/(2*radiusMetres*radiusMetres)
		if got > shortest+tolerance {
			t.Fatalf("distance %v m, but a place at %v m was found", got, shortest)
		}
		if stride := geo.DistanceMetres(a, b) / steps; got < shortest-stride {
			t.Fatalf("distance %v m, but no place is nearer than %v m", got, shortest)
		}
	})
}

// luohePoint draws a place within some 15 km of the middle of the district.
func luohePoint(t *rapid.T, label string) geo.Point {
	return geo.Point{
		rapid.Float64Range(113.78, 114.04).Draw(t, label+" lon"),
		rapid.Float64Range(33.44, 33.62).Draw(t, label+" lat"),
	}
}
