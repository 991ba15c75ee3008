package live

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"backstreet/geo"
	"backstreet/rectify"
)

// degrees are of files with few decimals and of computed places alike.
func degrees() *rapid.Generator[float64] {
	return rapid.Custom(func(t *rapid.T) float64 {
		v := rapid.Float64Range(-180, 180).Draw(t, "degrees")
		if decimals := rapid.SampledFrom([]float64{0, 1e5, 1e7, 1e9}).Draw(t, "decimals"); decimals != 0 {
			v = math.Round(v*decimals) / decimals
		}
		return v
	})
}

func anyPath(t *rapid.T) []geo.Point {
	path := make([]geo.Point, rapid.IntRange(0, 7).Draw(t, "positions"))
	for i := range path {
		path[i] = geo.Point{degrees().Draw(t, "lon"), degrees().Draw(t, "lat")}
	}
	if len(path) > 1 && rapid.Bool().Draw(t, "closed") {
		path[len(path)-1] = path[0]
	}
	return path
}

func anyPolygon(t *rapid.T) geo.Polygon {
	polygon := make(geo.Polygon, rapid.IntRange(0, 2).Draw(t, "rings"))
	for i := range polygon {
		if polygon[i] = anyPath(t); len(polygon[0]) == 0 {
			return geo.Polygon{} // holes without a shell are no geometry
		}
	}
	return polygon
}

func anyShape(t *rapid.T) geo.Geometry {
	switch rapid.IntRange(0, 7).Draw(t, "kind") {
	case 0:
		return geo.Point{degrees().Draw(t, "lon"), degrees().Draw(t, "lat")}
	case 1:
		return geo.LineString(anyPath(t))
	case 2:
		return anyPolygon(t)
	case 3:
		return geo.MultiPoint(anyPath(t))
	case 4:
		return geo.MultiLineString{anyPath(t), anyPath(t)}
	case 5:
		return geo.MultiPolygon{anyPolygon(t), anyPolygon(t)}
	case 6:
		return geo.Collection{anyShape(t), anyShape(t)}
	}
	return nil
}

// Geometries come back as they were, bit for bit, and their bounds with them.
func TestShape(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := anyShape(t)
		shape := string(appendShape(nil, want))
		if diff := cmp.Diff(want, readShape(shape)); diff != "" {
			t.Fatalf("geometry (-put +got):\n%s", diff)
		}
		if got := shapeBound(shape); got != geo.BoundOf(want) {
			t.Fatalf("bound %v, want %v", got, geo.BoundOf(want))
		}
	})
}

// Records come back as they were, whatever else is in their page and in whatever order it came.
func TestPages(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		features := register{words: featureWords}.edit()
		want := make(map[int64]rectify.Feature)
		for range rapid.IntRange(1, 40).Draw(t, "edits") {
			id := rapid.Int64Range(0, 200).Draw(t, "id")
			if rapid.IntRange(0, 4).Draw(t, "gone") == 0 {
				features.set(id, record{})
				delete(want, id)
				continue
			}
			want[id] = anyFeature(t, id)
			f := want[id]
			features.set(id, appendRow(nil, &f, attributesText(f.Attributes)))
		}
		if features.count != len(want) {
			t.Fatalf("%d features, want %d", features.count, len(want))
		}
		for id := range int64(201) {
			var r row
			p, slot := features.find(id)
			f, known := want[id]
			if found := p != nil && r.read(p, slot); found != known {
				t.Fatalf("feature %d is there: %v, want %v", id, found, known)
			}
			if !known {
				continue
			}
			if diff := cmp.Diff(f, r.whole().Feature, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("feature %d (-put +got):\n%s", id, diff)
			}
		}
	})
}

func anyFeature(t *rapid.T, id int64) rectify.Feature {
	day := func(name string) rectify.Day {
		return rectify.Day(rapid.SampledFrom([]int32{0, 0, 19_000, 20_000, 20_321, -3}).Draw(t, name))
	}
	amount := func(name string) *float64 {
		return rapid.SampledFrom([]*float64{nil, new(float64), ptr(1.0), ptr(0.1), ptr(1e300)}).Draw(t, name)
	}
	return rectify.Feature{
		ID: rectify.FeatureID(id), UID: rapid.SampledFrom([]string{"", "x", "01890a5d-ac96-774b-bcce-b302099a8057", "01890A5D-ac96-774b-bcce-b302099a8057"}).Draw(t, "uid"),
		Kind: rectify.KindKey(rapid.SampledFrom([]string{"berth", "compound"}).Draw(t, "kind")), Ref: rapid.SampledFrom([]string{"", "BW-7"}).Draw(t, "ref"),
		Name: rapid.StringN(0, 3, 9).Draw(t, "name"), Geom: anyShape(t), Status: rapid.SampledFrom(rectify.Statuses).Draw(t, "status"),
		AreaID: rectify.AreaID(rapid.Int64Range(0, 1<<40).Draw(t, "area")), UnitID: rectify.UnitID(rapid.Int64Range(0, 3).Draw(t, "unit")),
		AssigneeID: rectify.PersonID(rapid.Int64Range(0, 300).Draw(t, "assignee")), Cycle: rapid.IntRange(0, 300).Draw(t, "cycle"),
		ListedOn: day("listed"), PlannedOn: day("planned"), DueOn: day("due"), SubmittedOn: day("submitted"), VerifiedOn: day("verified"), ReviewOn: day("review"),
		Quantity: amount("quantity"), QuantityPlanned: amount("planned quantity"), QuantityDone: amount("done"),
		Reworks: rapid.IntRange(0, 3).Draw(t, "reworks"), PhotosOwed: rapid.IntRange(0, 3).Draw(t, "owed"),
		Attributes: rapid.MapOfN(rapid.StringN(0, 2, 8), rapid.Custom(func(t *rapid.T) any { return rapid.Float64().Draw(t, "value") }), 0, 2).Draw(t, "attributes"),
		Version:    rapid.Int64().Draw(t, "version"),
	}
}

func ptr[T any](v T) *T { return &v }

// A search finds all that meet the bound, and nothing that was taken out, loaded at once or put in singly.
func TestGrid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		anyBound := func(name string) geo.Bound {
			low := geo.Point{degrees().Draw(t, name+" lon"), degrees().Draw(t, name+" lat") / 2}
			wide := rapid.SampledFrom([]float64{0, 1e-5, 360.0 / (1 << 18), 0.01, 1, 90}).Draw(t, name+" size")
			return geo.Bound{Min: low, Max: geo.Point{low[0] + wide, low[1] + wide/2}}
		}
		g, bounds := newGrid().edit(), make(map[int64]geo.Bound)
		var entries []gridEntry
		for id := range rapid.Int64Range(0, 30).Draw(t, "loaded") {
			bounds[id] = anyBound("loaded")
			entries = append(entries, gridEntry{keyOf(bounds[id]), id})
		}
		g.fill(entries, geo.BoundOf(nil))
		for range rapid.IntRange(0, 20).Draw(t, "edits") {
			id := rapid.Int64Range(0, 40).Draw(t, "id")
			if old, known := bounds[id]; known {
				g.remove(old, id)
				delete(bounds, id)
			}
			if rapid.Bool().Draw(t, "put") {
				bounds[id] = anyBound("put")
				g.insert(bounds[id], id)
			}
		}
		within := anyBound("asked")
		found := make(map[int64]bool)
		g.search(within, func(id int64) bool {
			if _, known := bounds[id]; !known || found[id] {
				t.Fatalf("found %d, which is not there or was found before", id)
			}
			found[id] = true
			return true
		})
		for id, bound := range bounds {
			if bound.Intersects(within) && !found[id] {
				t.Fatalf("%v does not find %d at %v; found %v", within, id, bound, found)
			}
		}
	})
}
