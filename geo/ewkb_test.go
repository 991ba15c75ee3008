package geo_test

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"strings"
	"testing"

	"backstreet/geo"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// What PostGIS 3.3 writes, as SELECT ST_AsEWKB(...) shows it.
func TestUnmarshalEWKB(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, hex string
		want      geo.Geometry
	}{
		{"point", "0101000020e6100000000000000000f03f0000000000000040", geo.Point{1, 2}},
		{"point without SRID", "0101000000000000000000f03f0000000000000040", geo.Point{1, 2}},
		{"big-endian point", "0020000001000010e63ff00000000000004000000000000000", geo.Point{1, 2}},
		{"point Z", "01010000a0e6100000000000000000f03f00000000000000400000000000000840", geo.Point{1, 2}},
		{"point M", "0101000060e6100000000000000000f03f00000000000000400000000000000840", geo.Point{1, 2}},
		{
			"line ZM", "01020000e0e610000002000000" +
				"000000000000f03f000000000000004000000000000008400000000000001040" +
				"0000000000001440000000000000184000000000000008400000000000001040",
			geo.LineString{{1, 2}, {5, 6}},
		},
		{"empty polygon", "0103000020e610000000000000", geo.Polygon{}},
		{"empty collection", "0107000020e610000000000000", geo.Collection{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := geo.UnmarshalEWKB(unhex(t, test.hex))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("geometry (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMarshalEWKBWritesWhatPostGISWrites(t *testing.T) {
	t.Parallel()
	got, err := geo.MarshalEWKB(geo.MultiLineString{{{1, 2}, {5, 6}}})
	if err != nil {
		t.Fatal(err)
	}
	want := "0105000020e610000001000000010200000002000000" +
		"000000000000f03f000000000000004000000000000014400000000000001840"
	if hex.EncodeToString(got) != want {
		t.Errorf("EWKB %x, want %s", got, want)
	}
}

func TestUnmarshalEWKBRefuses(t *testing.T) {
	t.Parallel()
	nested := strings.Repeat("010700000001000000", 40) + "010700000000000000"
	for _, test := range []struct{ name, hex, reason string }{
		{"nothing", "", "ends inside"},
		{"a lying line", "0102000020e6100000ffffffff", "ends inside"},
		{"a lying polygon", "0103000020e6100000ffffff7f00000000", "ends inside"},
		{"a lying multipolygon", "0106000020e6100000ffffffff", "ends inside"},
		{"a cut point", "0101000020e6100000000000000000f03f", "ends inside"},
		{"bytes that follow", "0101000000000000000000f03f000000000000004000", "1 bytes follow"},
		{"another SRID", "0101000020c3110000000000000000f03f0000000000000040", "SRID is 4547"},
		{"another SRID inside", "0104000020e6100000010000000101000020c3110000000000000000f03f0000000000000040", "SRID is 4547"},
		{"an empty point", "0101000020e6100000000000000000f87f000000000000f87f", "empty point"},
		{"an empty point among points", "0104000020e6100000010000000101000000000000000000f87f000000000000f87f", "empty point"},
		{"half a point", "0101000020e6100000000000000000f03f000000000000f87f", "not finite"},
		{"a curve", "0108000020e610000000000000", "not supported"},
		{"a polygon among lines", "0105000000010000000103000000 00000000", "cannot be part"},
		{"a byte order that is none", "7b01000000", "byte order"},
		{"endless nesting", nested, "nests deeper"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			g, err := geo.UnmarshalEWKB(unhex(t, strings.ReplaceAll(test.hex, " ", "")))
			if err == nil || !strings.Contains(err.Error(), test.reason) || g != nil {
				t.Errorf("UnmarshalEWKB = %v, %v, want an error with %q", g, err, test.reason)
			}
		})
	}
}

func TestMarshalEWKBRefuses(t *testing.T) {
	t.Parallel()
	for _, g := range []geo.Geometry{
		nil, geo.Collection{nil}, geo.Point{math.NaN(), 1}, geo.Polygon{{{1, math.Inf(1)}}},
	} {
		if data, err := geo.MarshalEWKB(g); err == nil || data != nil {
			t.Errorf("MarshalEWKB(%v) = %x, %v, want an error", g, data, err)
		}
	}
}

func TestEWKBRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := anyGeometry(t, 2)
		data, err := geo.MarshalEWKB(g)
		if err != nil {
			t.Fatal(err)
		}
		back, err := geo.UnmarshalEWKB(data)
		if err != nil {
			t.Fatal(err)
		}
		if !orb.Equal(g, back) {
			t.Fatalf("%#v came back as %#v", g, back)
		}
	})
}

// Ring and Bound have no form of their own on the wire.
func TestEWKBKindsThatChange(t *testing.T) {
	t.Parallel()
	ring := square(0, 0, 1)
	for _, test := range []struct{ g, want geo.Geometry }{
		{ring, geo.Polygon{ring}},
		{ring.Bound(), geo.MultiPolygon{{ring}}},
	} {
		data, err := geo.MarshalEWKB(test.g)
		if err != nil {
			t.Fatal(err)
		}
		got, err := geo.UnmarshalEWKB(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%T (-want +got):\n%s", test.g, diff)
		}
	}
}

// FuzzEWKB: no input panics, takes memory out of proportion, or reads as
// something that cannot be written and read again.
func FuzzEWKB(f *testing.F) {
	f.Add([]byte{})
	f.Add(binary.LittleEndian.AppendUint32([]byte{1, 2, 0, 0, 0}, math.MaxUint32))
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := geo.UnmarshalEWKB(data)
		if err != nil {
			return
		}
		_ = geo.Validate(g)
		written, err := geo.MarshalEWKB(g)
		if err != nil {
			t.Fatalf("read %v but cannot write it: %v", g, err)
		}
		back, err := geo.UnmarshalEWKB(written)
		if err != nil || !orb.Equal(g, back) {
			t.Fatalf("%#v came back as %#v, %v", g, back, err)
		}
	})
}

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	data, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// anyGeometry draws every kind that has a form of its own on the wire, empty
// ones included; collections nest so deep.
func anyGeometry(t *rapid.T, depth int) geo.Geometry {
	coordinate := rapid.Float64Range(-180, 180)
	point := rapid.Custom(func(t *rapid.T) geo.Point {
		return geo.Point{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")}
	})
	points := rapid.SliceOfN(point, 0, 6)
	line := rapid.Map(points, func(p []geo.Point) geo.LineString { return p })
	ring := rapid.Map(points, func(p []geo.Point) geo.Ring { return p })
	polygon := rapid.Map(rapid.SliceOfN(ring, 0, 3), func(r []geo.Ring) geo.Polygon { return r })
	switch rapid.IntRange(0, 6).Draw(t, "kind") {
	case 0:
		return point.Draw(t, "point")
	case 1:
		return geo.MultiPoint(points.Draw(t, "points"))
	case 2:
		return line.Draw(t, "line")
	case 3:
		return geo.MultiLineString(rapid.SliceOfN(line, 0, 3).Draw(t, "lines"))
	case 4:
		return polygon.Draw(t, "polygon")
	case 5:
		return geo.MultiPolygon(rapid.SliceOfN(polygon, 0, 3).Draw(t, "polygons"))
	}
	collection := geo.Collection{}
	for range rapid.IntRange(0, depth).Draw(t, "members") {
		collection = append(collection, anyGeometry(t, depth-1))
	}
	return collection
}
