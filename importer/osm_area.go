package importer

import (
	"slices"

	"github.com/paulmach/osm"

	"backstreet/geo"
)

// area puts the ways of a relation together: those that meet end to end are one ring; inner rings are holes of the
// outer one they lie in.
func (x *osmIndex) area(relation *osm.Relation) (geo.MultiPolygon, *Fault) {
	var outer, inner [][]osm.NodeID
	for _, member := range relation.Members {
		if member.Type != osm.TypeWay {
			continue
		}
		nodes := x.ways[osm.WayID(member.Ref)]
		switch {
		case len(nodes) == 0:
			return nil, faultf(CodeBadCoordinate, "", "way %d of the relation is not in the extract: it is cut at the edge; make it with complete ways and relations", member.Ref)
		case member.Role == "inner":
			inner = append(inner, nodes)
		case member.Role == "outer" || member.Role == "":
			outer = append(outer, nodes)
		}
	}
	shells, fault := x.rings(outer)
	if fault != nil {
		return nil, fault
	}
	holes, fault := x.rings(inner)
	if fault != nil {
		return nil, fault
	}
	if len(shells) == 0 {
		return nil, faultf(string(geo.FaultEmpty), "", "the relation has no outer ways")
	}
	area, _, fault := withHoles(shells, holes) // a hole in no shell takes nothing away
	return area, fault
}

// rings joins ways that meet end to end, in either direction.
func (x *osmIndex) rings(ways [][]osm.NodeID) ([]flatRing, *Fault) {
	ends := map[osm.NodeID][]int{} // ways that begin or end there
	for i, way := range ways {
		ends[way[0]] = append(ends[way[0]], i)
		ends[way[len(way)-1]] = append(ends[way[len(way)-1]], i)
	}
	used := make([]bool, len(ways))
	var rings []flatRing
	for i, way := range ways {
		if used[i] {
			continue
		}
		used[i] = true
		path := slices.Clone(way)
		for path[0] != path[len(path)-1] {
			next := slices.IndexFunc(ends[path[len(path)-1]], func(j int) bool { return !used[j] })
			if next < 0 {
				return nil, faultf(CodeBadCoordinate, "", "the ways of the relation do not close: there is a gap at node %d", path[len(path)-1])
			}
			j := ends[path[len(path)-1]][next]
			used[j] = true
			path = append(path, onward(ways[j], path[len(path)-1])...)
		}
		line, missing := x.line(path)
		if missing > 0 {
			return nil, faultf(CodeBadCoordinate, "", "%d nodes of the relation are not in the extract: it is cut at the edge; make it with complete ways and relations", missing)
		}
		rings = append(rings, newFlatRing(geo.Ring(line)))
	}
	return rings, nil
}

// onward is the way after the node it begins or ends at.
func onward(way []osm.NodeID, from osm.NodeID) []osm.NodeID {
	if way[0] == from {
		return way[1:]
	}
	back := slices.Clone(way)
	slices.Reverse(back)
	return back[1:]
}
