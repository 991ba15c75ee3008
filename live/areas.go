package live

import (
	"cmp"
	"slices"

	"backstreet/geo"
	"backstreet/rectify"
)

// Area is a place with its neighbours in the tree.
type Area struct {
	rectify.Area
	Bound    geo.Bound
	Lineage  []rectify.AreaID // from the root to the area itself
	Children []rectify.AreaID // in the order of their codes

	counted []rectify.AreaID // 0 for everything, then Lineage, whose memory it is
}

// areaTree is the register of areas. It is built anew when any area changes: there are hundreds of
// areas, and they change rarely.
type areaTree struct {
	sorted  []*Area // by level, code and id
	byID    map[rectify.AreaID]*Area
	nowhere []rectify.AreaID // where what lies in no area is counted: 0, and the district if there is one
}

func newAreaTree(areas []rectify.Area) *areaTree {
	t := &areaTree{byID: make(map[rectify.AreaID]*Area, len(areas)), nowhere: []rectify.AreaID{0}}
	for _, a := range areas {
		area := &Area{Area: a, Bound: geo.BoundOf(a.Geom)}
		t.byID[a.ID] = area
		t.sorted = append(t.sorted, area)
	}
	slices.SortFunc(t.sorted, func(a, b *Area) int {
		return cmp.Or(
			cmp.Compare(slices.Index(rectify.AreaLevels, a.Level), slices.Index(rectify.AreaLevels, b.Level)),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.ID, b.ID))
	})
	var roots []rectify.AreaID
	for _, area := range t.sorted {
		area.counted = t.upwards(area)
		area.Lineage = area.counted[1:]
		if parent := t.byID[area.ParentID]; parent != nil {
			parent.Children = append(parent.Children, area.ID)
		} else {
			roots = append(roots, area.ID)
		}
	}
	if len(roots) == 1 {
		t.nowhere = []rectify.AreaID{0, roots[0]} // it belongs to the district alone
	}
	return t
}

// upwards follows the parents, and gives the way down from 0. The database refuses a circle; the limit
// makes sure of an end.
func (t *areaTree) upwards(area *Area) []rectify.AreaID {
	way := []rectify.AreaID{area.ID}
	for above := t.byID[area.ParentID]; above != nil && len(way) < 2*len(rectify.AreaLevels); above = t.byID[above.ParentID] {
		way = append(way, above.ID)
	}
	way = append(way, 0)
	slices.Reverse(way)
	return way
}

// countedIn gives the areas whose counts a feature in id adds to; 0, everything, is the first.
func (t *areaTree) countedIn(id rectify.AreaID) []rectify.AreaID {
	if area := t.byID[id]; area != nil {
		return area.counted
	}
	return t.nowhere
}
