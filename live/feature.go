package live

import (
	"reflect"
	"sync/atomic"

	"backstreet/geo"
	"backstreet/rectify"
)

// Feature is a feature with what is derived from its geometry once. It is immutable and shared by
// all snapshots that hold it: change nothing in it, its attributes and geometry included.
type Feature struct {
	rectify.Feature
	Bound geo.Bound
	Point geo.Point // to put a label or a pin: inside, or on the line

	nameKey atomic.Pointer[string] // made when first sorted by
}

// newFeature derives what depends on the geometry, or takes it from old when the geometry is equal.
func newFeature(f rectify.Feature, old *Feature) (feature *Feature, sameGeom bool) {
	if old != nil && reflect.DeepEqual(old.Geom, f.Geom) {
		f.Geom = old.Geom // the two copies need not both be kept
		return &Feature{Feature: f, Bound: old.Bound, Point: old.Point}, true
	}
	return &Feature{Feature: f, Bound: geo.BoundOf(f.Geom), Point: geo.RepresentativePoint(f.Geom)}, false
}
