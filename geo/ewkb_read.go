package geo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

var errEmptyPoint = errors.New("an empty point has no position")

// ewkbReader reads EWKB that checkEWKB passed: no length lies. It is written out because a district's
// geometries are all read at each start; by way of go-geom that takes four times as long.
type ewkbReader struct{ ewkbCheck }

func (r *ewkbReader) geometry() (Geometry, error) {
	kind, stride, err := r.header()
	if err != nil {
		return nil, err
	}
	switch kind {
	case 1:
		return r.point(stride)
	case 2:
		return LineString(r.path(stride)), nil
	case 3:
		return r.polygon(stride), nil
	case 4:
		return ewkbMembers[MultiPoint, Point](r)
	case 5:
		return ewkbMembers[MultiLineString, LineString](r)
	case 6:
		return ewkbMembers[MultiPolygon, Polygon](r)
	case 7:
		return ewkbMembers[Collection, Geometry](r)
	}
	return nil, fmt.Errorf("geometry type %d is not supported", kind)
}

// ewkbMembers reads what a multi geometry or a collection consists of.
func ewkbMembers[M ~[]T, T Geometry](r *ewkbReader) (Geometry, error) {
	count, err := r.uint32()
	if err != nil {
		return nil, err
	}
	members := make(M, 0, min(int(count), len(r.rest))) // a member has a byte at least
	for range count {
		read, err := r.geometry()
		if err != nil {
			return nil, err
		}
		member, fits := read.(T)
		if !fits {
			return nil, fmt.Errorf("a %T cannot be part of a %T", read, members)
		}
		members = append(members, member)
	}
	return any(members).(Geometry), nil
}

func (r *ewkbReader) polygon(stride int) Polygon {
	count, _ := r.uint32() // proved
	polygon := make(Polygon, count)
	for i := range polygon {
		polygon[i] = r.path(stride)
	}
	return polygon
}

func (r *ewkbReader) path(stride int) []Point {
	count, _ := r.uint32() // proved
	path := make([]Point, count)
	for i := range path {
		path[i] = r.position(stride)
	}
	return path
}

func (r *ewkbReader) point(stride int) (Geometry, error) {
	p := r.position(stride)
	if math.IsNaN(p[0]) && math.IsNaN(p[1]) {
		return nil, errEmptyPoint
	}
	return p, nil
}

// position reads longitude and latitude, and passes over Z and M.
func (r *ewkbReader) position(stride int) Point {
	lon, lat := r.rest[:8], r.rest[8:16]
	r.rest = r.rest[stride:]
	if r.order == binary.ByteOrder(binary.LittleEndian) {
		return Point{math.Float64frombits(binary.LittleEndian.Uint64(lon)), math.Float64frombits(binary.LittleEndian.Uint64(lat))}
	}
	return Point{math.Float64frombits(binary.BigEndian.Uint64(lon)), math.Float64frombits(binary.BigEndian.Uint64(lat))}
}
