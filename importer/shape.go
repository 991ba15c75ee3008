package importer

import (
	"errors"
	"fmt"
	"slices"

	"backstreet/geo"
)

// shapeFor brings a geometry into the form that a kind stores: one of its types, promoted to Multi, rings closed and
// turned. closed counts the rings that the file left open. It refuses what is empty, too short or of another type, and
// leaves to the Sink what ST_MakeValid can mend.
func shapeFor(types []string, g geo.Geometry, c crs) (shape geo.Geometry, closed int, fault *Fault) {
	if c.swap {
		g = geo.Transform(g, func(p geo.Point) geo.Point { return geo.Point{p[1], p[0]} })
	}
	typed, fault := coerce(types, g)
	if fault != nil {
		return nil, 0, fault
	}
	normal, repairs := geo.Normalize(typed)
	if fault := structureFault(normal, c); fault != nil {
		return nil, 0, fault
	}
	if c.move != nil {
		normal = geo.Transform(normal, c.move)
	}
	return normal, repairs.ClosedRings, nil
}

// coerce turns single into multi and unpacks collections of one type.
func coerce(types []string, g geo.Geometry) (geo.Geometry, *Fault) {
	switch shape := g.(type) {
	case geo.Collection:
		merged, ok := mergeCollection(shape)
		if !ok {
			return nil, wrongType(types, "a mixed GeometryCollection")
		}
		return coerce(types, merged)
	case geo.MultiPoint:
		if len(shape) == 0 {
			return nil, faultf(string(geo.FaultEmpty), "", "the geometry is empty")
		}
		if len(shape) == 1 {
			g = shape[0]
		}
	default:
		g = geo.Promote(g)
	}
	name := geometryName(g)
	switch {
	case slices.Contains(types, name):
		return g, nil
	case name == "Point" && slices.Contains(types, "MultiPoint"):
		return geo.MultiPoint{g.(geo.Point)}, nil
	}
	return nil, wrongType(types, geometryName(g))
}

func wrongType(types []string, have string) *Fault {
	return faultf(CodeWrongType, have, "the kind is drawn as %v", types)
}

// geometryName is the GeoJSON name, which for unsupported values is Go's.
func geometryName(g geo.Geometry) string {
	if g == nil {
		return "nothing"
	}
	return g.GeoJSONType()
}

// mergeCollection makes one geometry of a collection whose members are all points, all lines or all areas.
func mergeCollection(c geo.Collection) (geo.Geometry, bool) {
	var points geo.MultiPoint
	var lines geo.MultiLineString
	var areas geo.MultiPolygon
	for _, member := range c {
		if nested, ok := member.(geo.Collection); ok {
			merged, ok := mergeCollection(nested)
			if !ok {
				return nil, false
			}
			member = merged
		}
		switch member := geo.Promote(member).(type) {
		case geo.Point:
			points = append(points, member)
		case geo.MultiPoint:
			points = append(points, member...)
		case geo.MultiLineString:
			lines = append(lines, member...)
		case geo.MultiPolygon:
			areas = append(areas, member...)
		}
	}
	switch {
	case len(lines) == 0 && len(areas) == 0:
		return points, true
	case len(points) == 0 && len(areas) == 0:
		return lines, true
	case len(points) == 0 && len(lines) == 0:
		return areas, true
	}
	return nil, false
}

// metresAsDegrees brings any projected coordinate within the range that geo.Validate accepts; what makes a ring
// too short does not depend on scale.
const metresAsDegrees = 1e-6

// structureFault finds what no repair can help: emptiness, no numbers, lines and rings without extent.
func structureFault(g geo.Geometry, c crs) *Fault {
	judged := g
	if !c.inDegrees() {
		judged = geo.Transform(g, func(p geo.Point) geo.Point {
			return geo.Point{p[0] * metresAsDegrees, p[1] * metresAsDegrees}
		})
	}
	var found *geo.Fault
	if !errors.As(geo.Validate(judged), &found) {
		return nil
	}
	switch found.Code {
	case geo.FaultEmpty, geo.FaultNotFinite, geo.FaultLineTooShort, geo.FaultRingTooShort, geo.FaultOutOfRange:
		value := ""
		if at := found.At; at != (geo.Point{}) && c.inDegrees() {
			value = fmt.Sprintf("%g, %g", at[0], at[1])
		}
		return faultf(string(found.Code), value, "%s", found.Reason)
	}
	return nil // crossings and holes: ST_MakeValid
}
