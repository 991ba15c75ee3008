package geo

// inPolygon says whether p is inside the shell and in no hole. On an edge the
// answer may be either.
func inPolygon(p Point, polygon Polygon) bool {
	if !inRing(p, polygon[0]) {
		return false
	}
	for _, hole := range polygon[1:] {
		if inRing(p, hole) {
			return false
		}
	}
	return true
}

// inRing counts the edges of the ring, closed or not, that lie east of p.
func inRing(p Point, ring Ring) bool {
	inside := false
	for i, b := range ring {
		a := ring[(i+len(ring)-1)%len(ring)]
		if (a.Lat() > p.Lat()) == (b.Lat() > p.Lat()) {
			continue
		}
		if a.Lat() > b.Lat() {
			a, b = b, a
		}
		if turn(a, b, p) > 0 {
			inside = !inside
		}
	}
	return inside
}
