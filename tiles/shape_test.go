package tiles

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var someCoordinate = rapid.OneOf(rapid.Uint32(), rapid.SampledFrom([]uint32{0, 1, 1<<31 - 1, 1 << 31, 1<<32 - 1}))

func someOutline(t *rapid.T) *outline {
	o := &outline{
		dimension: rapid.SampledFrom([]dimension{points, lines, areas}).Draw(t, "dimension"),
		name:      rapid.String().Draw(t, "name"), ref: rapid.String().Draw(t, "ref"),
		anchor: vertex{someCoordinate.Draw(t, "anchor x"), someCoordinate.Draw(t, "anchor y")},
	}
	parts := rapid.IntRange(1, 4).Draw(t, "parts")
	for i := range parts {
		for range rapid.IntRange(1, 40).Draw(t, "vertices") {
			o.vertices = append(o.vertices, vertex{someCoordinate.Draw(t, "x"), someCoordinate.Draw(t, "y")})
		}
		if parts > 1 {
			o.parts = append(o.parts, part{uint32(len(o.vertices)), i > 0 && rapid.Bool().Draw(t, "hole")})
		}
	}
	if rapid.Bool().Draw(t, "ranked") {
		for range o.vertices {
			o.ranks = append(o.ranks, rapid.Byte().Draw(t, "rank"))
		}
	}
	return o
}

func TestShapeHoldsItsOutline(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := someOutline(t)
		s := o.pack()
		if diff := cmp.Diff(o, s.unpack(), cmp.AllowUnexported(outline{}, vertex{}, part{})); diff != "" {
			t.Fatalf("packed (-) and unpacked (+):\n%s", diff)
		}
		if s.anchor() != o.anchor {
			t.Errorf("anchor %v, want %v", s.anchor(), o.anchor)
		}
		want := box{o.anchor.x, o.anchor.y, o.anchor.x, o.anchor.y}
		for _, v := range o.vertices {
			want = want.with(v)
		}
		if s.bounds() != want {
			t.Errorf("bounds %v, want %v", s.bounds(), want)
		}
	})
}

// What the index rounds holds what was rounded, however far from its origin.
func TestIndexRoundsOutwards(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v, origin := someCoordinate.Draw(t, "v"), someCoordinate.Draw(t, "origin")
		distance := float64(v) - float64(origin)
		if low := float64(below(v, origin)); low > distance || distance-low > 512 {
			t.Errorf("%v is below %v by too much or not at all", low, distance)
		}
		if high := float64(above(v, origin)); high < distance || high-distance > 512 {
			t.Errorf("%v is above %v by too much or not at all", high, distance)
		}
	})
}
