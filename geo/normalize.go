package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// Repairs counts what Normalize changed, for the report of an import.
type Repairs struct {
	DroppedPoints int // positions equal to the one before them
	ClosedRings   int // rings whose first position was repeated at the end
	TurnedRings   int // rings whose direction was reversed
}

// Any says whether anything was changed.
func (r Repairs) Any() bool { return r != Repairs{} }

// Normalize returns a copy of g in the form the product stores, which differs
// from g only in writing, never in shape: repeated positions of lines and rings
// dropped, rings closed, shells counter-clockwise and holes clockwise (RFC 7946).
// It makes nothing valid and removes no member; what is too short stays too
// short, for Validate to refuse. A second Normalize repairs nothing.
func Normalize(g Geometry) (Geometry, Repairs) {
	var repairs Repairs
	return repairs.normalize(g), repairs
}

func (r *Repairs) normalize(g Geometry) Geometry {
	switch g := g.(type) {
	case MultiPoint:
		return slices.Clone(g)
	case LineString:
		return dropRepeated(r, g)
	case MultiLineString:
		return mapped(g, func(line LineString) LineString { return dropRepeated(r, line) })
	case Ring:
		return r.ring(g, orb.CCW)
	case Polygon:
		return r.polygon(g)
	case MultiPolygon:
		return mapped(g, r.polygon)
	case Collection:
		return mapped(g, r.normalize)
	}
	return g
}

func (r *Repairs) polygon(polygon Polygon) Polygon {
	wanted := orb.CCW
	return mapped(polygon, func(ring Ring) Ring {
		ring = r.ring(ring, wanted)
		wanted = orb.CW
		return ring
	})
}

func (r *Repairs) ring(ring Ring, wanted orb.Orientation) Ring {
	ring = dropRepeated(r, ring)
	if len(ring) == 0 {
		return ring
	}
	if first, last := ring[0], ring[len(ring)-1]; finite(first) && first != last {
		ring = append(ring, first)
		r.ClosedRings++
	}
	if ring.Orientation() == -wanted {
		ring.Reverse()
		r.TurnedRings++
	}
	return ring
}

// dropRepeated copies the path without positions equal to the one before.
func dropRepeated[S ~[]Point](r *Repairs, path S) S {
	if path == nil {
		return nil
	}
	kept := make(S, 0, len(path))
	for i, p := range path {
		if i > 0 && p == path[i-1] {
			r.DroppedPoints++
			continue
		}
		kept = append(kept, p)
	}
	return kept
}
