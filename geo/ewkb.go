package geo

import (
	"fmt"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// MarshalEWKB writes g as little-endian EWKB with SRID 4326, the form PostGIS
// takes and gives. A Ring becomes a polygon, a Bound a multipolygon. It refuses
// nil and positions that are no finite numbers.
func MarshalEWKB(g Geometry) ([]byte, error) {
	data, err := marshalEWKB(g)
	if err != nil {
		return nil, fmt.Errorf("marshal ewkb: %w", err)
	}
	return data, nil
}

// UnmarshalEWKB reads EWKB or two-dimensional WKB of either byte order. Z and M
// are dropped. It refuses any SRID but 4326 and 0 (undeclared), POINT EMPTY
// (which Point cannot express), positions that are no finite numbers, and data
// whose lengths disagree with its size, before allocating for them.
func UnmarshalEWKB(data []byte) (Geometry, error) {
	g, err := unmarshalEWKB(data)
	if err != nil {
		return nil, fmt.Errorf("unmarshal ewkb: %w", err)
	}
	return g, nil
}

func marshalEWKB(g Geometry) ([]byte, error) {
	if err := checkFinite(g); err != nil {
		return nil, err
	}
	t, err := toGeom(g)
	if err != nil {
		return nil, err
	}
	if t, err = geom.SetSRID(t, SRID); err != nil {
		return nil, err
	}
	return ewkb.Marshal(t, ewkb.NDR)
}

func unmarshalEWKB(data []byte) (Geometry, error) {
	if err := checkEWKB(data); err != nil {
		return nil, err
	}
	r := ewkbReader{ewkbCheck{rest: data}}
	g, err := r.geometry()
	if err != nil {
		return nil, err
	}
	if err := checkFinite(g); err != nil {
		return nil, err
	}
	return g, nil
}

func checkFinite(g Geometry) error {
	for p := range partsOf(g).positions() {
		if !finite(p) {
			return fmt.Errorf("position %v is not finite", p)
		}
	}
	return nil
}
