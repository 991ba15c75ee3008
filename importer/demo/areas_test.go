package demo

import (
	"math"
	"strings"
	"testing"

	"backstreet/geo"
	"backstreet/rectify"
)

func TestAreasTileTheDistrict(t *testing.T) {
	t.Parallel()
	all := areas()
	sums := map[rectify.AreaID]float64{}
	sides := map[rectify.AreaLevel]map[[2]geo.Point]int{}
	codes := map[string]bool{}
	for i, a := range all {
		if err := geo.Validate(a.Geom); err != nil {
			t.Errorf("%s: %v", a.Name, err)
		}
		if a.ID != rectify.AreaID(i+1) || a.ParentID >= a.ID || codes[a.Code] || len(a.Code) != 12 || a.NameEN == "" {
			t.Errorf("%s: id %d, parent %d, code %q, %q", a.Name, a.ID, a.ParentID, a.Code, a.NameEN)
		}
		codes[a.Code] = true
		if a.ParentID > 0 && !strings.HasPrefix(a.Code, strings.TrimRight(all[a.ParentID-1].Code, "0")) {
			t.Errorf("%s %s lies in %s", a.Code, a.Name, all[a.ParentID-1].Code)
		}
		sums[a.ParentID] += geo.AreaM2(a.Geom)
		if sides[a.Level] == nil {
			sides[a.Level] = map[[2]geo.Point]int{}
		}
		ring := a.Geom[0][0]
		for k := 1; k < len(ring); k++ {
			sides[a.Level][[2]geo.Point{ring[k-1], ring[k]}]++
		}
	}
	for _, a := range all {
		if sum, own := sums[a.ID], geo.AreaM2(a.Geom); a.Level != rectify.LevelCommunity && math.Abs(sum/own-1) > 1e-9 {
			t.Errorf("%s has %.0f m², its parts %.0f m²", a.Name, own, sum)
		}
	}
	// Each side of a street or community is its neighbour's the other way round, or the district's.
	for level, of := range sides {
		for side, times := range of {
			if back := of[[2]geo.Point{side[1], side[0]}]; times != 1 || back+sides[rectify.LevelDistrict][side] != 1 {
				t.Fatalf("a side of a %s at %v is there %d times, its other side %d times", level, side[0], times, back)
			}
		}
	}
}

func TestEveryCompoundLiesInOneCommunity(t *testing.T) {
	t.Parallel()
	var communities []rectify.Area
	for _, a := range areas() {
		if a.Level == rectify.LevelCommunity {
			communities = append(communities, a)
		}
	}
	for _, c := range grown().compounds {
		ring := c.geom.(geo.MultiPolygon)[0][0]
		whole := 0
		for _, a := range communities {
			in := 0
			for _, p := range ring {
				if holds(a.Geom[0][0], p) {
					in++
				}
			}
			if in == len(ring) {
				whole++
			}
		}
		if whole != 1 {
			t.Errorf("%s lies whole in %d communities", c.ref, whole)
		}
	}
}

func TestThePlanNowhereFolds(t *testing.T) {
	t.Parallel()
	outline := newSurvey().outline
	for u := -12_500.0; u < 12_000; u += 250 {
		for v := -10_000.0; v < 8000; v += 250 {
			p := spot{u, v}
			g := bend(p)
			if !g.within(outline) {
				continue
			}
			scale := bend(p.plus(spot{1, 0})).minus(g).cross(bend(p.plus(spot{0, 1})).minus(g))
			if scale < 0.4 {
				t.Errorf("at %v one m² of the plan has %.2f m² on the ground", p, scale)
			}
			if back := unbend(g); back.distance(p) > 1e-3 {
				t.Errorf("%v comes back from the ground as %v", p, back)
			}
		}
	}
}

func TestTheOutlineIsRoughlyTheDistricts(t *testing.T) {
	t.Parallel()
	if n := len(shore) + len(border); n > 60 {
		t.Errorf("the outline has %d corners, more than 60", n)
	}
	district := areas()[0].Geom
	bound := geo.BoundOf(district)
	for i, want := range []float64{113.7846, 33.4478, 114.0390, 33.6133} {
		if got := []float64{bound.Min[0], bound.Min[1], bound.Max[0], bound.Max[1]}[i]; math.Abs(got-want) > 0.004 {
			t.Errorf("side %d of the bounds is at %.4f, not near %.4f", i, got, want)
		}
	}
	if km2 := geo.AreaM2(district) / 1e6; km2 < 220 || km2 > 240 {
		t.Errorf("the district has %.1f km²", km2)
	}
}
