package geo_test

import (
	"math"
	"testing"

	"backstreet/geo"

	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

func TestRepresentativePoint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		g    geo.Geometry
		want geo.Point
	}{
		{"a point is its own", geo.Point{114, 33}, geo.Point{114, 33}},
		{"the first of several", geo.MultiPoint{{114, 33}, {115, 33}}, geo.Point{114, 33}},
		{"half-way by length, not by vertices", geo.LineString{{0, 0}, {1, 0}, {4, 0}}, geo.Point{2, 0}},
		{"the longest line", geo.MultiLineString{{{0, 0}, {1, 0}}, {{2, 0}, {4, 0}}}, geo.Point{3, 0}},
		{"the middle of a square", square(0, 0, 2), geo.Point{1, 1}},
		{"an area before lines and points", geo.Collection{geo.Point{9, 9}, square(0, 0, 2)}, geo.Point{1, 1}},
		{"half-way round an area without extent", geo.Ring{{0, 0}, {2, 0}, {0, 0}}, geo.Point{2, 0}},
		{"a line without length", geo.LineString{{1, 1}, {1, 1}}, geo.Point{1, 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := geo.RepresentativePoint(test.g)
			if math.Hypot(got[0]-test.want[0], got[1]-test.want[1]) > 1e-4 {
				t.Errorf("RepresentativePoint = %v, want %v", got, test.want)
			}
		})
	}
}

func TestRepresentativePointAvoidsHolesAndBends(t *testing.T) {
	t.Parallel()
	for name, polygon := range map[string]geo.Polygon{
		"a hole in the middle": {square(0, 0, 10), square(1, 1, 8)},
		"a U":                  {{{0, 0}, {10, 0}, {10, 10}, {9, 10}, {9, 1}, {1, 1}, {1, 10}, {0, 10}, {0, 0}}},
		"a thin slope":         {{{0, 0}, {10, 10}, {10, 10.001}, {0, 0}}},
	} {
		if p := geo.RepresentativePoint(polygon); !planar.PolygonContains(polygon, p) {
			t.Errorf("%s: %v is not inside", name, p)
		}
	}
}

// A star's radii may do what they like: it never crosses itself.
func TestRepresentativePointIsInside(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		polygon := starPolygon(t)
		p := geo.RepresentativePoint(polygon)
		if !planar.PolygonContains(polygon, p) {
			t.Fatalf("%v is not inside %v", p, polygon)
		}
		if d := geo.DistanceToMetres(p, polygon); d != 0 {
			t.Fatalf("%v is %v m from its own polygon", p, d)
		}
	})
}

func starPolygon(t *rapid.T) geo.Polygon {
	radii := rapid.SliceOfN(rapid.Float64Range(0.0001, 0.01), 5, 60).Draw(t, "radii")
	var ring geo.Ring
	for i, radius := range radii {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(radii)))
		ring = append(ring, geo.Point{114 + radius*cos, 33.5 + radius*sin})
	}
	return geo.Polygon{append(ring, ring[0])}
}

func TestStarsAreValidAndStayTheSameWhenNormalized(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		polygon := starPolygon(t)
		if err := geo.Validate(polygon); err != nil {
			t.Fatalf("%v: %v", polygon, err)
		}
		if _, repairs := geo.Normalize(polygon); repairs.Any() {
			t.Fatalf("%v: repaired %+v", polygon, repairs)
		}
	})
}
