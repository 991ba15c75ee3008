package tiles

import (
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/planar"
	"pgregory.net/rapid"
)

var window = orb.Bound{Min: orb.Point{clipMin, clipMin}, Max: orb.Point{clipMax, clipMax}}

func somePath(t *rapid.T) (ours []point, orbs orb.LineString) {
	count := rapid.IntRange(3, 12).Draw(t, "count")
	coordinate := rapid.Int64Range(-6000, 10000)
	for range count {
		p := point{coordinate.Draw(t, "x"), coordinate.Draw(t, "y")}
		ours, orbs = append(ours, p), append(orbs, orb.Point{float64(p.x), float64(p.y)})
	}
	return ours, orbs
}

// Rounding to units moves each cut by half a unit at most, and with it the area
// by at most half a unit times the outline.
func TestClipRingAgreesWithOrb(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ours, line := somePath(t)
		ring := append(orb.Ring(line), line[0])
		got, _ := clipRing(slices.Clone(ours), nil)
		for _, p := range got {
			if outside(p.x, p.y) {
				t.Fatalf("%v is outside", p)
			}
		}
		want := 0.0
		if clipped := clip.Ring(window, ring.Clone()); clipped != nil {
			want = signedArea(clipped)
		}
		if area := float64(twiceArea(unclosed(got))) / 2; math.Abs(area-want) > planar.Length(ring)+100 {
			t.Errorf("area %v, orb's %v", area, want)
		}
	})
}

func TestClipLineAgreesWithOrb(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ours, line := somePath(t)
		var got float64
		clipLine(ours, nil, func(run []point) {
			for i := 1; i < len(run); i++ {
				got += math.Hypot(float64(run[i].x-run[i-1].x), float64(run[i].y-run[i-1].y))
			}
		})
		want := planar.Length(clip.LineString(window, line.Clone()))
		if math.Abs(got-want) > 3*float64(len(ours)) {
			t.Errorf("length %v, orb's %v", got, want)
		}
	})
}

func signedArea(r orb.Ring) float64 {
	var twice float64
	for i := 1; i < len(r); i++ {
		twice += r[i-1][0]*r[i][1] - r[i][0]*r[i-1][1]
	}
	return twice / 2
}
