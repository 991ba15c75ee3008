package tiles_test

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"

	"backstreet/tiles"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/clip"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/planar"
	"github.com/paulmach/orb/project"
)

const (
	// nearUnits is half a unit in both directions, by which a place moves when it is rounded, and what the
	// reference's own rounding adds.
	nearUnits = math.Sqrt2/2 + 0.1
	// nearCrossing is for where an edge leaves the tile: both its ends were rounded, and it is rounded again.
	nearCrossing = nearUnits + math.Sqrt2/2
	// simplified is how far a line may be left at zooms where vertices are left out.
	simplified = 4
)

// shown is a feature in a tile, in our units.
type shown struct {
	geometry   orb.Geometry
	properties map[string]any
}

type shownKey struct {
	layer string
	id    int64
}

func (k shownKey) String() string { return fmt.Sprintf("%s %d", k.layer, k.id) }

// byID takes a decoded tile, drawn so many times finer than ours, apart.
func byID(layers mvt.Layers, finer float64) map[shownKey]shown {
	all := map[shownKey]shown{}
	for _, l := range layers {
		for _, f := range l.Features {
			id, _ := f.ID.(float64)
			all[shownKey{l.Name, int64(id)}] = shown{scaled(f.Geometry, 1/finer), f.Properties}
		}
	}
	return all
}

// compareTile tells every difference that no rule explains, and how many features were compared.
func compareTile(t *testing.T, a tiles.Address, ours, theirs map[shownKey]shown) (compared int) {
	t.Helper()
	keys := maps.Clone(ours)
	maps.Copy(keys, theirs)
	for key := range keys {
		leftOut := 0.0
		if a.Z < fullFrom[key.layer] {
			leftOut = simplified
		}
		got, here := ours[key]
		want, there := theirs[key]
		var problem string
		switch {
		case !there && got.properties["collapsed"] == true:
			// PostGIS leaves out what is thinner than its unit, the engine nothing.
		case !there:
			problem = fmt.Sprintf("PostGIS does not draw %v", got.geometry)
		case !here:
			problem = absence(want.geometry, leftOut)
		default:
			compared++
			problem = difference(got, want, leftOut)
		}
		if problem != "" {
			t.Errorf("%s in tile %d/%d/%d: %s", key, a.Z, a.X, a.Y, problem)
		}
	}
	return compared
}

// absence explains why the engine does not draw what PostGIS draws.
func absence(want orb.Geometry, leftOut float64) string {
	switch g := want.(type) {
	case orb.Point:
		// A point is in one tile alone. PostGIS rounds to the nearest unit, the engine down: beside the edge
		// they may take different tiles.
		if g[0] < 0.1 || g[1] < 0.1 || g[0] > 4095.9 || g[1] > 4095.9 {
			return ""
		}
		return fmt.Sprintf("the engine does not draw the point %v", g)
	case orb.MultiPoint:
		return fmt.Sprintf("the engine does not draw the points %v", g)
	}
	// What comes less than a unit into the tile may be rounded out of it, and by as much more as it is simplified;
	// what is thinner than a unit is drawn by its point, which is in one tile alone.
	if !reaches(want, 64-1-leftOut) || thin(want, leftOut) {
		return ""
	}
	return "the engine does not draw it"
}

func difference(got, want shown, leftOut float64) string {
	properties := maps.Clone(got.properties)
	collapsed := properties["collapsed"] == true
	delete(properties, "collapsed")
	if diff := cmp.Diff(want.properties, properties); diff != "" {
		return "properties (-PostGIS +engine):\n" + diff
	}
	if collapsed {
		if !thin(want.geometry, leftOut) {
			return fmt.Sprintf("the engine draws %v as a point", want.geometry)
		}
		return ""
	}
	if p, ok := got.geometry.(orb.Point); ok {
		return pointApart(p, want.geometry)
	}
	return apart(got.geometry, want.geometry, leftOut)
}

// pointApart allows half a unit, and a whole one at the far sides, where a point must not leave its tile.
func pointApart(got orb.Point, want orb.Geometry) string {
	const finest = 1.0 / finer
	if p, ok := want.(orb.Point); ok {
		near := func(got, want float64) bool {
			allowed := 0.5 + finest
			if got == 4095 {
				allowed = 1 + finest
			}
			return math.Abs(got-want) <= allowed
		}
		if near(got[0], p[0]) && near(got[1], p[1]) {
			return ""
		}
	}
	return fmt.Sprintf("the engine draws %v, PostGIS %v", got, want)
}

// apart tells a vertex of one that is not on the other.
func apart(got, want orb.Geometry, leftOut float64) string {
	ours, theirs := pathsOf(got), pathsOf(want)
	for _, path := range ours {
		for _, p := range path {
			limit := nearUnits
			if !within(p, 64-0.5) {
				limit = nearCrossing + leftOut
			}
			if d := distance(p, theirs); d > limit && !(limit > nearUnits && (covers(want, p) || isCorner(p))) {
				return fmt.Sprintf("the engine's vertex %v is %.2f units from PostGIS's:\n%v\n%v", p, d, got, want)
			}
		}
	}
	for _, path := range theirs {
		if thinPath(path, isArea(want), leftOut) {
			continue // a hole or a part that collapsed
		}
		for _, p := range path {
			if d := distance(p, ours); within(p, 64-1-leftOut) && d > nearUnits+leftOut {
				return fmt.Sprintf("PostGIS's vertex %v is %.2f units from the engine's:\n%v\n%v", p, d, got, want)
			}
		}
	}
	return areasApart(got, want, leftOut)
}

// areasApart compares what is filled, for a hole that is wound the wrong way has its vertices where they belong.
func areasApart(got, want orb.Geometry, leftOut float64) string {
	if !isArea(got) {
		return ""
	}
	box := orb.Bound{Min: orb.Point{-63, -63}, Max: orb.Point{4096 + 63, 4096 + 63}}
	ours, theirs := planar.Area(clip.Geometry(box, orb.Clone(got))), planar.Area(clip.Geometry(box, orb.Clone(want)))
	edges := 0.0
	for _, path := range pathsOf(want) {
		edges += planar.Length(orb.LineString(path))
	}
	if math.Abs(ours-theirs) > edges*(nearUnits+leftOut)+1 {
		return fmt.Sprintf("the engine fills %.0f square units, PostGIS %.0f:\n%v\n%v", ours, theirs, got, want)
	}
	return ""
}

// isCorner says whether a place is a corner of the tile with its buffer. A ring is clipped side by side, which may leave
// edges there and back along the border, with nothing between.
func isCorner(p orb.Point) bool {
	return (p[0] == -64 || p[0] == 4096+64) && (p[1] == -64 || p[1] == 4096+64)
}

// within says whether a place is in the tile and so much around it.
func within(p orb.Point, around float64) bool {
	return p[0] > -around && p[1] > -around && p[0] < 4096+around && p[1] < 4096+around
}

// reaches says whether some of it is in the tile and so much around it.
func reaches(g orb.Geometry, around float64) bool {
	box := orb.Bound{Min: orb.Point{-around, -around}, Max: orb.Point{4096 + around, 4096 + around}}
	return clip.Geometry(box, orb.Clone(g)) != nil
}

func isArea(g orb.Geometry) bool { return g.Dimensions() == 2 }

// thin says whether rounding, and simplifying by so much, may leave nothing of it.
func thin(g orb.Geometry, leftOut float64) bool {
	return !slices.ContainsFunc(pathsOf(g), func(path []orb.Point) bool { return !thinPath(path, isArea(g), leftOut) })
}

func thinPath(path []orb.Point, closed bool, leftOut float64) bool {
	length := planar.Length(orb.LineString(path))
	if !closed {
		return length <= 2
	}
	return length == 0 || 2*math.Abs(planar.Area(orb.Ring(path)))/length <= 1+leftOut
}

func covers(g orb.Geometry, p orb.Point) bool {
	switch g := g.(type) {
	case orb.Polygon:
		return planar.PolygonContains(g, p)
	case orb.MultiPolygon:
		return planar.MultiPolygonContains(g, p)
	}
	return false
}

// distance from a place to the nearest of some paths.
func distance(p orb.Point, paths [][]orb.Point) float64 {
	nearest := math.Inf(1)
	for _, path := range paths {
		if len(path) == 1 {
			nearest = min(nearest, planar.Distance(p, path[0]))
		}
		for i := 1; i < len(path); i++ {
			nearest = min(nearest, planar.DistanceFromSegment(path[i-1], path[i], p))
		}
	}
	return nearest
}

// scaled multiplies every coordinate.
func scaled(g orb.Geometry, by float64) orb.Geometry {
	return project.Geometry(orb.Clone(g), func(p orb.Point) orb.Point { return orb.Point{p[0] * by, p[1] * by} })
}
