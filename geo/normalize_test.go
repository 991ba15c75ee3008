package geo_test

import (
	"testing"

	"backstreet/geo"

	"github.com/google/go-cmp/cmp"
)

func TestNormalize(t *testing.T) {
	t.Parallel()
	shell, hole := square(0, 0, 10), square(2, 2, 2)
	clockwise, clockwiseHole := shell.Clone(), hole.Clone()
	clockwise.Reverse()
	clockwiseHole.Reverse()
	for _, test := range []struct {
		name    string
		g, want geo.Geometry
		repairs geo.Repairs
	}{
		{"nothing to do", geo.Polygon{shell, clockwiseHole}, geo.Polygon{shell, clockwiseHole}, geo.Repairs{}},
		{
			"shell and hole drawn the wrong way",
			geo.MultiPolygon{{clockwise, hole}},
			geo.MultiPolygon{{shell, clockwiseHole}},
			geo.Repairs{TurnedRings: 2},
		},
		{
			"an open ring",
			geo.Ring{{0, 0}, {1, 0}, {1, 1}},
			geo.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}},
			geo.Repairs{ClosedRings: 1},
		},
		{
			"repeated positions",
			geo.MultiLineString{{{0, 0}, {0, 0}, {1, 0}, {0, 0}, {0, 0}}},
			geo.MultiLineString{{{0, 0}, {1, 0}, {0, 0}}},
			geo.Repairs{DroppedPoints: 2},
		},
		{
			"all at once, in a collection",
			geo.Collection{geo.Polygon{{{0, 0}, {0, 1}, {0, 1}, {1, 1}}}, geo.Point{1, 1}},
			geo.Collection{geo.Polygon{{{0, 0}, {1, 1}, {0, 1}, {0, 0}}}, geo.Point{1, 1}},
			geo.Repairs{DroppedPoints: 1, ClosedRings: 1, TurnedRings: 1},
		},
		{"points are data", geo.MultiPoint{{1, 1}, {1, 1}}, geo.MultiPoint{{1, 1}, {1, 1}}, geo.Repairs{}},
		{"an area without extent has no direction", geo.Ring{{0, 0}, {1, 1}, {0, 0}}, geo.Ring{{0, 0}, {1, 1}, {0, 0}}, geo.Repairs{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, repairs := geo.Normalize(test.g)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("geometry (-want +got):\n%s", diff)
			}
			if repairs != test.repairs || repairs.Any() != (test.repairs != geo.Repairs{}) {
				t.Errorf("repairs %+v, want %+v", repairs, test.repairs)
			}
		})
	}
}

func TestPromote(t *testing.T) {
	t.Parallel()
	ring, line := square(0, 0, 1), geo.LineString{{0, 0}, {1, 1}}
	for _, test := range []struct {
		name    string
		g, want geo.Geometry
	}{
		{"polygon", geo.Polygon{ring}, geo.MultiPolygon{{ring}}},
		{"ring", ring, geo.MultiPolygon{{ring}}},
		{"bound", ring.Bound(), geo.MultiPolygon{{ring}}},
		{"line", line, geo.MultiLineString{line}},
		{"a multi is left alone", geo.MultiLineString{line}, geo.MultiLineString{line}},
		{"a point is left alone", geo.Point{1, 2}, geo.Point{1, 2}},
		{"an empty polygon has no members", geo.Polygon{}, geo.MultiPolygon(nil)},
		{"nil", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, geo.Promote(test.g)); diff != "" {
				t.Errorf("Promote (-want +got):\n%s", diff)
			}
		})
	}
}
