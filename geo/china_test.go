package geo_test

import (
	"math"
	"testing"

	"backstreet/geo"

	"pgregory.net/rapid"
)

type coordVectors struct {
	Tolerances struct {
		GCJ02Degrees   float64 `json:"forward_gcj02_deg"`
		BD09Degrees    float64 `json:"forward_bd09_deg"`
		InverseMetres  float64 `json:"inverse_iterated_m"`
		MercatorMetres float64 `json:"gk_m"`
	}
	Vectors []struct {
		ID       string
		WGS84    geo.Point
		GCJ02    geo.Point
		BD09     geo.Point
		Mercator geo.Point `json:"epsg3857"`
	}
}

func TestChinaVectors(t *testing.T) {
	t.Parallel()
	var data coordVectors
	sharedJSON(t, "coord_vectors.json", &data)
	if len(data.Vectors) < 22 {
		t.Fatalf("%d vectors, want 22 or more", len(data.Vectors))
	}
	for _, v := range data.Vectors {
		t.Run(v.ID, func(t *testing.T) {
			t.Parallel()
			tolerance := data.Tolerances
			wantDegrees(t, "GCJ02FromWGS84", geo.GCJ02FromWGS84(v.WGS84), v.GCJ02, tolerance.GCJ02Degrees)
			wantDegrees(t, "BD09FromGCJ02", geo.BD09FromGCJ02(v.GCJ02), v.BD09, tolerance.BD09Degrees)
			wantDegrees(t, "BD09FromWGS84", geo.BD09FromWGS84(v.WGS84), v.BD09, tolerance.BD09Degrees)
			wantWithin(t, "WGS84FromGCJ02", geo.WGS84FromGCJ02(v.GCJ02), v.WGS84, tolerance.InverseMetres)
			wantWithin(t, "GCJ02FromBD09", geo.GCJ02FromBD09(v.BD09), v.GCJ02, tolerance.InverseMetres)
			wantWithin(t, "WGS84FromBD09", geo.WGS84FromBD09(v.BD09), v.WGS84, tolerance.InverseMetres)
		})
	}
}

func TestOutsideChinaIsLeftAlone(t *testing.T) {
	t.Parallel()
	for _, p := range []geo.Point{{139.6917, 35.6895}, {-74.006, 40.7128}, {0, 0}, {151.2, -33.9}, {60, 40}, {105, 60}} {
		once := geo.GCJ02FromWGS84(p)
		if once != p {
			t.Errorf("GCJ02FromWGS84(%v) = %v, want it unmoved", p, once)
		}
		if twice := geo.GCJ02FromWGS84(once); twice != once {
			t.Errorf("a second GCJ02FromWGS84(%v) = %v", once, twice)
		}
		if back := geo.WGS84FromGCJ02(p); back != p {
			t.Errorf("WGS84FromGCJ02(%v) = %v, want it unmoved", p, back)
		}
	}
}

func TestChinaRoundTrips(t *testing.T) {
	t.Parallel()
	boxed := rapid.Custom(func(t *rapid.T) geo.Point {
		return geo.Point{
			rapid.Float64Range(72.004, 137.8347).Draw(t, "lon"),
			rapid.Float64Range(0.8293, 55.8271).Draw(t, "lat"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		p := boxed.Draw(t, "p")
		const micrometre = 1e-6
		wantWithin(t, "WGS84→GCJ02→WGS84", geo.WGS84FromGCJ02(geo.GCJ02FromWGS84(p)), p, micrometre)
		wantWithin(t, "GCJ02→BD09→GCJ02", geo.GCJ02FromBD09(geo.BD09FromGCJ02(p)), p, micrometre)
		wantWithin(t, "WGS84→BD09→WGS84", geo.WGS84FromBD09(geo.BD09FromWGS84(p)), p, micrometre)
	})
}

// Every corner and side of the box, and the formula's kink at 105° east.
func TestChinaRoundTripsAtTheEdges(t *testing.T) {
	t.Parallel()
	for _, lon := range []float64{72.004, 73, 104.99999999999999, 105, 105.00000000000001, 137.8347} {
		for _, lat := range []float64{0.8293, 35, 55.8271} {
			p := geo.Point{lon, lat}
			bent := geo.GCJ02FromWGS84(p)
			if bent == p {
				t.Errorf("%v lies in the box but was not moved", p)
			}
			wantWithin(t, "round trip", geo.WGS84FromGCJ02(bent), p, 1e-6)
			wantWithin(t, "round trip by BD-09", geo.WGS84FromBD09(geo.BD09FromWGS84(p)), p, 1e-6)
		}
	}
}

func TestChinaKeepsNoNumbersNoNumbers(t *testing.T) {
	t.Parallel()
	for _, p := range []geo.Point{{math.NaN(), 33}, {114, math.NaN()}, {math.Inf(1), 33}} {
		for _, bend := range []func(geo.Point) geo.Point{
			geo.GCJ02FromWGS84, geo.WGS84FromGCJ02, geo.BD09FromWGS84, geo.WGS84FromBD09,
		} {
			if q := bend(p); !math.IsNaN(q[0]) && !math.IsNaN(q[1]) && !math.IsInf(q[0], 0) {
				t.Errorf("%v became %v, which looks like a place", p, q)
			}
		}
	}
}

// fataler is testing.TB as far as rapid.T has it.
type fataler interface {
	Helper()
	Errorf(format string, args ...any)
}

func wantDegrees(t fataler, what string, got, want geo.Point, tolerance float64) {
	t.Helper()
	if !(math.Abs(got[0]-want[0]) <= tolerance && math.Abs(got[1]-want[1]) <= tolerance) {
		t.Errorf("%s = %.12f, want %.12f within %g°", what, got, want, tolerance)
	}
}

func wantWithin(t fataler, what string, got, want geo.Point, metres float64) {
	t.Helper()
	if d := geo.DistanceMetres(got, want); !(d <= metres) {
		t.Errorf("%s = %.12f, want %.12f: %g m off, want at most %g m", what, got, want, d, metres)
	}
}
