package importer

import "backstreet/geo"

// maxRingWork bounds holes times positions of outlines, each of which is compared with each.
const maxRingWork = 100_000_000

// polygonsOfRings makes polygons of rings that come in no order, as Esri writes them: outlines clockwise, holes the
// other way. A hole that is in no outline is an outline turned the wrong way.
func polygonsOfRings(rings []geo.Ring) (geo.MultiPolygon, *Fault) {
	var outlines, holes []flatRing
	for _, ring := range rings {
		if flat := newFlatRing(ring); flat.area < 0 {
			outlines = append(outlines, flat)
		} else {
			holes = append(holes, flat)
		}
	}
	if len(outlines) == 0 {
		outlines, holes = holes, nil
	}
	polygons, homeless, fault := withHoles(outlines, holes)
	for _, ring := range homeless {
		polygons = append(polygons, geo.Polygon{ring})
	}
	return polygons, fault
}

// withHoles gives each hole to the smallest outline around it. homeless are the holes that lie in none.
func withHoles(outlines, holes []flatRing) (polygons geo.MultiPolygon, homeless []geo.Ring, fault *Fault) {
	positions := 0
	for _, outline := range outlines {
		positions += len(outline.ring)
	}
	if len(holes)*positions > maxRingWork {
		return nil, nil, faultf(CodeBadRecord, "", "%d holes in outlines of %d positions are too many for one record; split it", len(holes), positions)
	}
	polygons = make(geo.MultiPolygon, len(outlines))
	for i, outline := range outlines {
		polygons[i] = geo.Polygon{outline.ring}
	}
	for _, hole := range holes {
		smallest := -1
		for i, outline := range outlines {
			if outline.contains(hole) && (smallest < 0 || outline.size() < outlines[smallest].size()) {
				smallest = i
			}
		}
		if smallest < 0 {
			homeless = append(homeless, hole.ring)
			continue
		}
		polygons[smallest] = append(polygons[smallest], hole.ring)
	}
	return polygons, homeless, nil
}

// flatRing is a ring on the plane of its coordinates.
type flatRing struct {
	ring  geo.Ring
	bound geo.Bound
	area  float64 // positive when counter-clockwise
}

func newFlatRing(ring geo.Ring) flatRing {
	flat := flatRing{ring: ring, bound: geo.BoundOf(geo.LineString(ring))}
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		flat.area += ((p[0]-ring[0][0])*(q[1]-ring[0][1]) - (q[0]-ring[0][0])*(p[1]-ring[0][1])) / 2
	}
	return flat
}

func (r flatRing) size() float64 { return max(r.area, -r.area) }

// contains asks most of some vertices: one or two may lie on the outline.
func (r flatRing) contains(other flatRing) bool {
	const most = 9
	if len(other.ring) == 0 || !r.bound.Contains(other.bound.Min) || !r.bound.Contains(other.bound.Max) {
		return false
	}
	inside, asked := 0, 0
	for i := 0; i < len(other.ring); i += len(other.ring)/most + 1 {
		asked++
		if r.holds(other.ring[i]) {
			inside++
		}
	}
	return 2*inside > asked
}

// holds counts the edges that a ray to the east crosses.
func (r flatRing) holds(p geo.Point) bool {
	odd := false
	for i, a := range r.ring {
		b := r.ring[(i+1)%len(r.ring)]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < (b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1])+a[0] {
			odd = !odd
		}
	}
	return odd
}
