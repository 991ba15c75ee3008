package importer

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"unsafe"

	"backstreet/geo"
)

// spooled takes apart what a spool of this process wrote; it cannot be otherwise.
type spooled struct {
	rest  []byte
	names []string
}

func (s *spooled) record() Record {
	has := s.byte()
	record := Record{Row: s.number(), HasZ: has&spoolHasZ != 0}
	if has&spoolHasCRS != 0 {
		record.CRS = s.name()
	}
	if has&spoolHasFault != 0 {
		record.Fault = &Fault{Code: s.name(), Reason: s.text(), Value: s.text()}
	}
	record.Geom = s.shape()
	if n := s.number(); n > 0 {
		record.Properties = make(Properties, n)
		for i := range record.Properties {
			record.Properties[i] = Property{s.name(), s.value()}
		}
	}
	return record
}

func (s *spooled) byte() byte {
	first := s.rest[0]
	s.rest = s.rest[1:]
	return first
}

func (s *spooled) number() int {
	number, n := binary.Uvarint(s.rest)
	s.rest = s.rest[n:]
	return int(number)
}

func (s *spooled) name() string { return s.names[s.number()] }

// text lies in the record's bytes, which nobody changes.
func (s *spooled) text() string {
	n := s.number()
	if n == 0 {
		return ""
	}
	text := unsafe.String(&s.rest[0], n)
	s.rest = s.rest[n:]
	return text
}

func (s *spooled) value() any {
	switch s.byte() {
	case spoolFalse:
		return false
	case spoolTrue:
		return true
	case spoolText:
		return s.text()
	case spoolNumber:
		return json.Number(s.text())
	case spoolJSON:
		return json.RawMessage(s.text())
	}
	return nil
}

// The kinds of a shape in a spool.
const (
	shapeNone = iota
	shapePoint
	shapeMultiPoint
	shapeLine
	shapeMultiLine
	shapePolygon
	shapeMultiPolygon
	shapeCollection
)

func appendSpooledShape(b []byte, g geo.Geometry) []byte {
	switch g := g.(type) {
	case geo.Point:
		return appendPosition(append(b, shapePoint), g)
	case geo.MultiPoint:
		return appendPath(append(b, shapeMultiPoint), g)
	case geo.LineString:
		return appendPath(append(b, shapeLine), g)
	case geo.MultiLineString:
		return appendList(append(b, shapeMultiLine), g, appendPath[geo.LineString])
	case geo.Polygon:
		return appendPolygon(append(b, shapePolygon), g)
	case geo.MultiPolygon:
		return appendList(append(b, shapeMultiPolygon), g, appendPolygon)
	case geo.Collection:
		return appendList(append(b, shapeCollection), g, appendSpooledShape)
	}
	return append(b, shapeNone)
}

func appendPolygon(b []byte, polygon geo.Polygon) []byte {
	return appendList(b, polygon, appendPath[geo.Ring])
}

func appendList[S ~[]T, T any](b []byte, list S, item func([]byte, T) []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, each := range list {
		b = item(b, each)
	}
	return b
}

func appendPath[S ~[]geo.Point](b []byte, path S) []byte { return appendList(b, path, appendPosition) }

func appendPosition(b []byte, p geo.Point) []byte {
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(p[1]))
}

func (s *spooled) shape() geo.Geometry {
	switch s.byte() {
	case shapePoint:
		return s.position()
	case shapeMultiPoint:
		return geo.MultiPoint(spooledList(s, (*spooled).position))
	case shapeLine:
		return geo.LineString(spooledList(s, (*spooled).position))
	case shapeMultiLine:
		return geo.MultiLineString(spooledList(s, func(s *spooled) geo.LineString { return spooledList(s, (*spooled).position) }))
	case shapePolygon:
		return s.polygon()
	case shapeMultiPolygon:
		return geo.MultiPolygon(spooledList(s, (*spooled).polygon))
	case shapeCollection:
		return geo.Collection(spooledList(s, (*spooled).shape))
	}
	return nil
}

func (s *spooled) polygon() geo.Polygon {
	return spooledList(s, func(s *spooled) geo.Ring { return spooledList(s, (*spooled).position) })
}

func (s *spooled) position() geo.Point {
	p := geo.Point{
		math.Float64frombits(binary.LittleEndian.Uint64(s.rest)), math.Float64frombits(binary.LittleEndian.Uint64(s.rest[8:])),
	}
	s.rest = s.rest[16:]
	return p
}

func spooledList[T any](s *spooled, item func(*spooled) T) []T {
	list := make([]T, s.number())
	for i := range list {
		list[i] = item(s)
	}
	return list
}
