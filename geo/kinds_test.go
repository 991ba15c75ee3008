package geo_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"backstreet/geo"

	"github.com/paulmach/orb"
)

// oddGeometries are every kind, empty and nil, filled and damaged.
func oddGeometries() []geo.Geometry {
	nan, inf := math.NaN(), math.Inf(1)
	odd := append([]geo.Geometry{}, orb.AllGeometries...)
	for _, p := range []geo.Point{{114, 33.5}, {nan, nan}, {nan, 1}, {inf, -inf}, {1e300, -1e300}, {5e-324, 0}} {
		ring := geo.Ring{p, {114.1, 33.5}, {114.1, 33.6}, p}
		odd = append(odd,
			p,
			geo.MultiPoint{p, p},
			geo.LineString{p},
			geo.LineString{p, p},
			geo.LineString{p, {114.1, 33.6}},
			geo.MultiLineString{{}, nil, {p}, {p, {114.1, 33.6}}},
			geo.Ring{p},
			geo.Ring{p, p, p, p},
			ring,
			geo.Polygon{{}},
			geo.Polygon{nil, ring},
			geo.Polygon{ring, {}, nil, {p}},
			geo.MultiPolygon{{}, nil, {{}}, {ring}, {ring, ring}},
			geo.Bound{Min: p, Max: geo.Point{115, 34}},
			geo.Bound{Min: geo.Point{115, 34}, Max: p},
			geo.Collection{nil, p, geo.Collection{ring, nil}},
		)
	}
	return odd
}

func TestEveryFunctionTakesEveryKind(t *testing.T) {
	t.Parallel()
	for i, g := range oddGeometries() {
		t.Run(fmt.Sprintf("%d_%T", i, g), func(t *testing.T) {
			t.Parallel()
			before := fmt.Sprintf("%#v", g)

			geo.LengthMetres(g)
			geo.AreaM2(g)
			geo.RepresentativePoint(g)
			geo.PadBound(geo.BoundOf(g), 100)
			_ = geo.Validate(g)
			geo.Promote(g)
			geo.Transform(g, geo.GCJ02FromWGS84)
			geo.Transform(g, geo.WGS84FromBD09)
			once, _ := geo.Normalize(g)
			if _, repairs := geo.Normalize(once); repairs.Any() {
				t.Errorf("a second Normalize repaired %+v", repairs)
			}
			for _, p := range []geo.Point{{114, 33.5}, {math.NaN(), 0}, {math.Inf(-1), 95}} {
				geo.DistanceToMetres(p, g)
				geo.World(p)
			}
			if data, err := json.Marshal(geo.GeoJSON{Geometry: g}); err == nil {
				if err := json.Unmarshal(data, &geo.GeoJSON{}); err != nil {
					t.Errorf("cannot read the GeoJSON that was written: %v\n%s", err, data)
				}
			}
			if data, err := geo.MarshalEWKB(g); err == nil {
				if _, err := geo.UnmarshalEWKB(data); err != nil {
					t.Errorf("cannot read what was written: %v", err)
				}
			}

			if after := fmt.Sprintf("%#v", g); after != before {
				t.Errorf("the argument was changed from %s to %s", before, after)
			}
		})
	}
}

func TestEmptyGeometries(t *testing.T) {
	t.Parallel()
	empty := []geo.Geometry{
		nil,
		geo.MultiPoint{},
		geo.LineString(nil),
		geo.MultiLineString{{}},
		geo.Ring{},
		geo.Polygon{{}},
		geo.MultiPolygon{{{}}},
		geo.Collection{},
		geo.Collection{nil, geo.Ring{}},
		geo.Bound{Min: geo.Point{1, 1}, Max: geo.Point{0, 0}},
	}
	for i, g := range empty {
		t.Run(fmt.Sprintf("%d_%T", i, g), func(t *testing.T) {
			t.Parallel()
			if m := geo.LengthMetres(g); m != 0 {
				t.Errorf("length %v, want 0", m)
			}
			if m2 := geo.AreaM2(g); m2 != 0 {
				t.Errorf("area %v, want 0", m2)
			}
			if d := geo.DistanceToMetres(geo.Point{}, g); !math.IsInf(d, 1) {
				t.Errorf("distance %v, want +Inf", d)
			}
			if b := geo.PadBound(geo.BoundOf(g), 1e6); !b.IsEmpty() {
				t.Errorf("bound %v, want an empty one", b)
			}
			if code := faultCode(t, g); code != geo.FaultEmpty {
				t.Errorf("fault %q, want %q", code, geo.FaultEmpty)
			}
			if p := geo.RepresentativePoint(g); p != (geo.Point{}) {
				t.Errorf("representative point %v, want zero", p)
			}
		})
	}
}
