package geo

// edge is one segment of a ring, from a to b and never of length zero.
type edge struct {
	a, b Point
	ring int // index into topology.rings
}

func (e edge) bound() Bound {
	return Bound{
		Min: Point{min(e.a[0], e.b[0]), min(e.a[1], e.b[1])},
		Max: Point{max(e.a[0], e.b[0]), max(e.a[1], e.b[1])},
	}
}

// meeting is how two edges lie to each other.
type meeting int

const (
	apart    meeting = iota
	touching         // one end lies on the other edge
	crossing         // each passes through the inside of the other
	together         // on one line, with a stretch in common
)

// meet finds how e and f lie to each other, exactly, and where they meet. Only
// the place of a crossing is rounded.
func meet(e, f edge) (meeting, Point) {
	ea, eb := turn(f.a, f.b, e.a), turn(f.a, f.b, e.b)
	fa, fb := turn(e.a, e.b, f.a), turn(e.a, e.b, f.b)
	switch {
	case ea == 0 && eb == 0:
		return meetOnLine(e, f)
	case ea*eb < 0 && fa*fb < 0:
		return crossing, crossingPlace(e, f)
	case fa == 0 && e.bound().Contains(f.a):
		return touching, f.a
	case fb == 0 && e.bound().Contains(f.b):
		return touching, f.b
	case ea == 0 && f.bound().Contains(e.a):
		return touching, e.a
	case eb == 0 && f.bound().Contains(e.b):
		return touching, e.b
	}
	return apart, Point{}
}

// meetOnLine compares two edges on one line along the axis on which they are
// the longer: there different places have different coordinates.
func meetOnLine(e, f edge) (meeting, Point) {
	axis := 0
	if abs(e.b[1]-e.a[1]) > abs(e.b[0]-e.a[0]) {
		axis = 1
	}
	eLow, eHigh := e.a, e.b
	if eLow[axis] > eHigh[axis] {
		eLow, eHigh = eHigh, eLow
	}
	fLow, fHigh := f.a, f.b
	if fLow[axis] > fHigh[axis] {
		fLow, fHigh = fHigh, fLow
	}
	low, high := eLow, eHigh
	if fLow[axis] > low[axis] {
		low = fLow
	}
	if fHigh[axis] < high[axis] {
		high = fHigh
	}
	switch {
	case low[axis] > high[axis]:
		return apart, Point{}
	case low[axis] == high[axis]:
		return touching, low
	}
	return together, low
}

func crossingPlace(e, f edge) Point {
	ex, ey := e.b[0]-e.a[0], e.b[1]-e.a[1]
	fx, fy := f.b[0]-f.a[0], f.b[1]-f.a[1]
	t := ((f.a[0]-e.a[0])*fy - (f.a[1]-e.a[1])*fx) / (ex*fy - ey*fx)
	return Point{e.a[0] + t*ex, e.a[1] + t*ey}
}
