package geo

import (
	"fmt"
	"math"
	"slices"
)

// FaultCode names what is wrong with a geometry, for texts and reports.
type FaultCode string

// The faults Validate finds, in the order it looks for them.
const (
	FaultEmpty            FaultCode = "empty"             // nil, no members, or an empty member
	FaultNotFinite        FaultCode = "nan"               // a coordinate is NaN or infinite
	FaultOutOfRange       FaultCode = "out_of_range"      // beyond ±180° or ±90°: swapped, or metres
	FaultLineTooShort     FaultCode = "line_too_short"    // fewer than two different positions
	FaultRingTooShort     FaultCode = "ring_too_short"    // fewer than three different positions
	FaultRingOpen         FaultCode = "ring_open"         // the last position is not the first
	FaultSelfIntersection FaultCode = "self_intersection" // edges cross, overlap, or a ring touches itself
	FaultHoleOutside      FaultCode = "hole_outside"      // a hole outside its shell or in another hole
	FaultInteriorCut      FaultCode = "interior_cut"      // touching rings divide the interior
	FaultOverlap          FaultCode = "overlap"           // polygons of one geometry overlap
)

// FaultCodes holds all of them.
var FaultCodes = []FaultCode{
	FaultEmpty, FaultNotFinite, FaultOutOfRange, FaultLineTooShort, FaultRingTooShort, FaultRingOpen,
	FaultSelfIntersection, FaultHoleOutside, FaultInteriorCut, FaultOverlap,
}

// Fault is why a geometry cannot be stored.
type Fault struct {
	Code   FaultCode
	Reason string
	At     Point // where; the zero Point for empty and nan
}

func (f *Fault) Error() string {
	if f.At == (Point{}) {
		return f.Reason
	}
	return fmt.Sprintf("%s at %.7f, %.7f", f.Reason, f.At.Lon(), f.At.Lat())
}

// Validate returns a *Fault when g cannot be stored, by the rules of OGC simple
// features as ST_IsValid keeps them, plus: nothing may be empty, and positions
// are degrees. Lines may cross themselves. Ring direction and repeated positions
// are no faults: Normalize sees to them. In a collection each member is judged
// by itself. A ring of 10,000 positions takes some milliseconds.
func Validate(g Geometry) error {
	if fault := findFault(g); fault != nil {
		return fault
	}
	return nil
}

func findFault(g Geometry) *Fault {
	if hasEmpty(g) {
		return &Fault{Code: FaultEmpty, Reason: "the geometry or a part of it is empty"}
	}
	if collection, ok := g.(Collection); ok {
		for _, member := range collection {
			if fault := findFault(member); fault != nil {
				return fault
			}
		}
		return nil
	}
	parts := partsOf(g)
	for p := range parts.positions() {
		if fault := positionFault(p); fault != nil {
			return fault
		}
	}
	for _, line := range parts.lines {
		if countSteps(line) == 0 {
			return &Fault{FaultLineTooShort, "the line needs two different positions", line[0]}
		}
	}
	for _, polygon := range parts.polygons {
		for _, ring := range polygon {
			if fault := ringFault(ring); fault != nil {
				return fault
			}
		}
	}
	return findTopologyFault(parts.polygons)
}

// hasEmpty looks at g and its members, but not into the members of a collection.
func hasEmpty(g Geometry) bool {
	switch g := g.(type) {
	case nil:
		return true
	case MultiPoint:
		return len(g) == 0
	case LineString:
		return len(g) == 0
	case Ring:
		return len(g) == 0
	case MultiLineString:
		return len(g) == 0 || slices.ContainsFunc(g, func(l LineString) bool { return len(l) == 0 })
	case Polygon:
		return len(g) == 0 || slices.ContainsFunc(g, func(r Ring) bool { return len(r) == 0 })
	case MultiPolygon:
		return len(g) == 0 || slices.ContainsFunc(g, func(p Polygon) bool { return hasEmpty(p) })
	case Bound:
		return g.IsEmpty()
	case Collection:
		return len(g) == 0
	}
	return false
}

func positionFault(p Point) *Fault {
	switch {
	case !finite(p):
		return &Fault{Code: FaultNotFinite, Reason: "a coordinate is not a finite number"}
	case math.Abs(p.Lon()) > 180 || math.Abs(p.Lat()) > 90:
		return &Fault{FaultOutOfRange, "the position is no longitude and latitude in degrees", p}
	}
	return nil
}

func ringFault(ring Ring) *Fault {
	open := ring[0] != ring[len(ring)-1]
	steps := countSteps(LineString(ring))
	if open {
		steps++
	}
	switch {
	case steps < 3:
		return &Fault{FaultRingTooShort, "the ring needs three different positions", ring[0]}
	case open:
		return &Fault{FaultRingOpen, "the ring does not end where it begins", ring[len(ring)-1]}
	}
	return nil
}

// countSteps counts the segments of a line that lead somewhere else.
func countSteps(line LineString) int {
	steps := 0
	for i := 1; i < len(line); i++ {
		if line[i] != line[i-1] {
			steps++
		}
	}
	return steps
}
