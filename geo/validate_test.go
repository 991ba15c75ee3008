package geo_test

import (
	"encoding/xml"
	"errors"
	"math"
	"path"
	"strings"
	"testing"

	"backstreet/geo"

	"github.com/twpayne/go-geom/encoding/ewkb"
	"github.com/twpayne/go-geom/encoding/wkt"
)

// faultCode is the code of g's fault, "" for a valid geometry.
func faultCode(t testing.TB, g geo.Geometry) geo.FaultCode {
	t.Helper()
	err := geo.Validate(g)
	if err == nil {
		return ""
	}
	var fault *geo.Fault
	if !errors.As(err, &fault) {
		t.Fatalf("Validate returned %T, want *geo.Fault", err)
	}
	return fault.Code
}

func TestValidate(t *testing.T) {
	t.Parallel()
	shell := square(0, 0, 10)
	bowtie := geo.Ring{{0, 0}, {10, 10}, {10, 0}, {0, 10}, {0, 0}}
	for _, test := range []struct {
		name string
		g    geo.Geometry
		want geo.FaultCode
	}{
		{"a point", geo.Point{114, 33}, ""},
		{"a polygon with a hole", geo.Polygon{shell, square(2, 2, 2)}, ""},
		{"a bound", shell.Bound(), ""},
		{"a clockwise ring", geo.Ring{{0, 0}, {0, 1}, {1, 1}, {0, 0}}, ""},
		{"a line that crosses itself", geo.LineString(bowtie), ""},
		{"a repeated position", geo.Ring{{0, 0}, {1, 0}, {1, 0}, {1, 1}, {0, 0}, {0, 0}}, ""},
		{"a hole touching its shell in one place", geo.Polygon{shell, {{0, 5}, {3, 4}, {3, 6}, {0, 5}}}, ""},
		{"two holes touching in one place", geo.Polygon{shell, square(2, 2, 2), square(4, 4, 2)}, ""},
		{"three holes touching in one place", geo.Polygon{shell, square(2, 2, 3), square(5, 5, 2), {{5, 5}, {6, 2}, {6, 3}, {5, 5}}}, ""},
		{"polygons touching in two places", geo.MultiPolygon{{square(0, 0, 2)}, {{{2, 0}, {4, 0}, {4, 2}, {2, 2}, {3, 1}, {2, 0}}}}, ""},
		{"a polygon in the hole of another", geo.MultiPolygon{{shell, square(2, 2, 6)}, {square(4, 4, 1)}}, ""},
		{"a collection of overlapping polygons", geo.Collection{shell, square(1, 1, 1)}, ""},

		{"nil", nil, geo.FaultEmpty},
		{"a polygon with an empty hole", geo.Polygon{shell, {}}, geo.FaultEmpty},
		{"a collection with an empty member", geo.Collection{shell, geo.LineString{}}, geo.FaultEmpty},
		{"NaN", geo.LineString{{114, 33}, {math.NaN(), 33}}, geo.FaultNotFinite},
		{"infinity", geo.Point{114, math.Inf(-1)}, geo.FaultNotFinite},
		{"metres", geo.Point{38480000, 3703000}, geo.FaultOutOfRange},
		{"latitude before longitude", geo.Point{33.5, 114}, geo.FaultOutOfRange},
		{"a line of one place", geo.LineString{{1, 1}, {1, 1}}, geo.FaultLineTooShort},
		{"a ring of two places", geo.Ring{{0, 0}, {1, 1}, {0, 0}}, geo.FaultRingTooShort},
		{"a ring of one place", geo.Ring{{0, 0}, {0, 0}, {0, 0}, {0, 0}}, geo.FaultRingTooShort},
		{"an open ring", geo.Ring{{0, 0}, {1, 0}, {1, 1}}, geo.FaultRingOpen},
		{"a bowtie", geo.Polygon{bowtie}, geo.FaultSelfIntersection},
		{"a spike", geo.Ring{{0, 0}, {4, 0}, {4, 4}, {4, 8}, {4, 4}, {0, 4}, {0, 0}}, geo.FaultSelfIntersection},
		{"a ring touching itself", geo.Ring{{0, 0}, {4, 0}, {2, 2}, {4, 4}, {0, 4}, {2, 2}, {0, 0}}, geo.FaultSelfIntersection},
		{"a hole crossing its shell", geo.Polygon{shell, square(8, 8, 4)}, geo.FaultSelfIntersection},
		{"a hole crossing its shell through corners", geo.Polygon{shell, {{5, 5}, {10, 0}, {12, 5}, {10, 10}, {5, 5}}}, geo.FaultSelfIntersection},
		{"a hole sharing an edge", geo.Polygon{shell, square(0, 4, 2)}, geo.FaultSelfIntersection},
		{"a hole equal to its shell", geo.Polygon{shell, shell}, geo.FaultSelfIntersection},
		{"a hole outside", geo.Polygon{shell, square(20, 20, 2)}, geo.FaultHoleOutside},
		{"a hole outside, touching", geo.Polygon{shell, square(10, 10, 2)}, geo.FaultHoleOutside},
		{"a hole round its shell", geo.Polygon{square(2, 2, 2), shell}, geo.FaultHoleOutside},
		{"a hole in a hole", geo.Polygon{shell, square(2, 2, 6), square(3, 3, 2)}, geo.FaultHoleOutside},
		{"a hole touching its shell twice", geo.Polygon{shell, {{0, 5}, {5, 3}, {10, 5}, {5, 7}, {0, 5}}}, geo.FaultInteriorCut},
		{"holes in a closed chain", geo.Polygon{
			shell, {{2, 2}, {5, 1}, {8, 2}, {2, 2}}, {{8, 2}, {9, 5}, {5, 8}, {8, 2}}, {{5, 8}, {1, 5}, {2, 2}, {5, 8}},
		}, geo.FaultInteriorCut},
		{"polygons that cross", geo.MultiPolygon{{shell}, {square(8, 8, 4)}}, geo.FaultOverlap},
		{"polygons sharing an edge", geo.MultiPolygon{{square(0, 0, 2)}, {square(2, 0, 2)}}, geo.FaultOverlap},
		{"a polygon within another", geo.MultiPolygon{{square(4, 4, 1)}, {shell}}, geo.FaultOverlap},
		{"a polygon twice", geo.MultiPolygon{{shell}, {shell}}, geo.FaultOverlap},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := faultCode(t, test.g); got != test.want {
				t.Errorf("fault %q, want %q", got, test.want)
			}
		})
	}
}

func TestFaultSaysWhere(t *testing.T) {
	t.Parallel()
	err := geo.Validate(geo.Ring{{114, 33}, {116, 35}, {116, 33}, {114, 35}, {114, 33}})
	if want := "the ring crosses itself at 115.0000000, 34.0000000"; err == nil || err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
}

// Rings of many positions: round, and a comb whose teeth all share one span.
func TestValidateLargeRings(t *testing.T) {
	t.Parallel()
	for name, ring := range map[string]geo.Ring{"round": roundRing(10_000), "comb": combRing(5_000)} {
		if code := faultCode(t, ring); code != "" {
			t.Errorf("%s: fault %q, want none", name, code)
		}
		crossed := ring.Clone()
		middle := len(crossed) / 2
		crossed[middle], crossed[middle+2] = crossed[middle+2], crossed[middle]
		if code := faultCode(t, crossed); code != geo.FaultSelfIntersection {
			t.Errorf("%s with two positions swapped: fault %q, want %q", name, code, geo.FaultSelfIntersection)
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	for name, ring := range map[string]geo.Ring{"round": roundRing(10_000), "comb": combRing(5_000)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := geo.Validate(ring); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func roundRing(positions int) geo.Ring {
	ring := make(geo.Ring, 0, positions+1)
	for i := range positions {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(positions))
		ring = append(ring, geo.Point{114 + cos, 33 + sin})
	}
	return append(ring, ring[0])
}

// combRing has long level teeth above each other, joined on alternating sides.
func combRing(teeth int) geo.Ring {
	ring := geo.Ring{{0, 0}, {11, 0}}
	for i := range teeth {
		y := 1 + float64(i)/float64(teeth)
		ring = append(ring, geo.Point{10, y}, geo.Point{1, y + 0.5/float64(teeth)})
	}
	ring[1] = geo.Point{10, 0}
	return append(ring, geo.Point{0, 2}, geo.Point{0, 0})
}

// The JTS and GEOS projects publish what they hold to be valid. Empty parts are
// set aside: OGC allows them, this product does not.
func TestValidateAgreesWithJTS(t *testing.T) {
	t.Parallel()
	for name, enough := range map[string]int{
		"geos_TestIsValid.xml": 2, "jts_TestInvalidA.xml": 60, "jts_TestValid.xml": 60, "jts_TestValid2.xml": 700,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judged := 0
			for _, c := range readJTSCases(t, name) {
				g, ok := c.geometry()
				if !ok {
					continue
				}
				code := faultCode(t, g)
				if code == geo.FaultEmpty {
					continue
				}
				judged++
				if valid := code == ""; valid != c.valid() {
					t.Errorf("%s: fault %q, JTS says valid=%v\n%s", c.Description, code, c.valid(), c.WKT)
				}
			}
			if judged < enough {
				t.Errorf("%d cases judged, want %d or more", judged, enough)
			}
		})
	}
}

type jtsCase struct {
	Description string `xml:"desc"`
	WKT         string `xml:"a"`
	Tests       []struct {
		Op struct {
			Name   string `xml:"name,attr"`
			Result string `xml:",chardata"`
		} `xml:"op"`
	} `xml:"test"`
}

func readJTSCases(t *testing.T, name string) []jtsCase {
	t.Helper()
	var run struct {
		Cases []jtsCase `xml:"case"`
	}
	if err := xml.Unmarshal(sharedFile(t, path.Join("public/geom_invalid", name)), &run); err != nil {
		t.Fatalf("decode %s: %v", name, err)
	}
	return run.Cases
}

func (c jtsCase) valid() bool {
	return strings.TrimSpace(c.Tests[0].Op.Result) == "true"
}

// geometry is scaled down by a power of two, which rounds nothing, until its
// planar numbers look like degrees. Kinds that WKT parsers disagree about and
// numbers that are none are left out.
func (c jtsCase) geometry() (geo.Geometry, bool) {
	text := strings.Join(strings.Fields(c.WKT), " ")
	parsed, err := wkt.Unmarshal(text)
	if err != nil {
		return nil, false
	}
	data, err := ewkb.Marshal(parsed, ewkb.NDR)
	if err != nil {
		return nil, false
	}
	g, err := geo.UnmarshalEWKB(data)
	if err != nil {
		return nil, false
	}
	scale, bound := 1.0, geo.BoundOf(g)
	for _, limit := range []float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]} {
		for math.Abs(limit)*scale > 90 && !math.IsInf(limit, 0) {
			scale /= 2
		}
	}
	return geo.Transform(g, func(p geo.Point) geo.Point { return geo.Point{p[0] * scale, p[1] * scale} }), true
}

// Every rotation and direction of a ring gets the same verdict.
func TestValidateDoesNotDependOnWhereARingBegins(t *testing.T) {
	t.Parallel()
	shell := square(0, 0, 10)
	for _, holes := range [][]geo.Ring{
		{{{0, 5}, {3, 4}, {3, 6}, {0, 5}}},
		{{{5, 5}, {10, 0}, {12, 5}, {10, 10}, {5, 5}}},
		{{{0, 5}, {5, 3}, {10, 5}, {5, 7}, {0, 5}}},
		{{{2, 2}, {5, 1}, {8, 2}, {2, 2}}, {{8, 2}, {9, 5}, {5, 8}, {8, 2}}, {{5, 8}, {1, 5}, {2, 2}, {5, 8}}},
	} {
		want := faultCode(t, append(geo.Polygon{shell}, holes...))
		for turns := range 5 {
			for _, reverse := range []bool{false, true} {
				polygon := geo.Polygon{rotated(shell, turns, !reverse)}
				for _, hole := range holes {
					polygon = append(polygon, rotated(hole, turns, reverse))
				}
				if got := faultCode(t, polygon); got != want {
					t.Errorf("%v: fault %q, want %q", polygon, got, want)
				}
			}
		}
	}
}

func rotated(ring geo.Ring, turns int, reverse bool) geo.Ring {
	open := ring[:len(ring)-1]
	turns %= len(open)
	turned := append(append(geo.Ring{}, open[turns:]...), open[:turns]...)
	turned = append(turned, turned[0])
	if reverse {
		turned.Reverse()
	}
	return turned
}

func TestRealDistrictIsValid(t *testing.T) {
	t.Parallel()
	for i, g := range sharedGeometries(t, "public/boundary/luohe_411100_datav_v2.geojson") {
		if err := geo.Validate(g); err != nil {
			t.Errorf("county %d: %v", i, err)
		}
	}
}
