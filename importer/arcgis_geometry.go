package importer

import (
	"backstreet/geo"
)

// esri decodes a geometry of Esri's JSON, told by its members: x and y, points, paths, or rings. nil when it is an
// empty point.
func (d *geojsonDecoder) esri(members []jsonMember) (geo.Geometry, *Fault) {
	for _, member := range members {
		cursor := jsonCursor{member.value, 0}
		switch member.name {
		case "x":
			return d.esriPoint(members)
		case "points":
			points, fault := jsonList(&cursor, d.position)
			return geo.MultiPoint(points), fault
		case "paths":
			lines, fault := jsonList(&cursor, d.line)
			return geo.MultiLineString(lines), fault
		case "rings":
			rings, fault := jsonList(&cursor, func(c *jsonCursor) (geo.Ring, *Fault) {
				line, fault := d.line(c)
				return geo.Ring(line), fault
			})
			if fault != nil {
				return nil, fault
			}
			return polygonsOfRings(rings)
		case "curveRings", "curvePaths":
			return nil, faultf(CodeBadRecord, member.name, "curves cannot be read; ask the server with returnTrueCurves=false")
		}
	}
	return nil, faultf(CodeBadRecord, "", "the geometry has neither x, points, paths nor rings")
}

func (d *geojsonDecoder) esriPoint(members []jsonMember) (geo.Geometry, *Fault) {
	var p geo.Point
	for i, name := range []string{"x", "y"} {
		value := string(memberValue(members, name))
		if value == "null" || value == `"NaN"` || value == "NaN" {
			return nil, nil
		}
		number, ok := jsonNumber([]byte(value))
		if !ok {
			return nil, faultf(CodeBadCoordinate, value, "a coordinate is no number")
		}
		p[i] = number
	}
	d.hasZ = d.hasZ || jsonIsNumber(memberValue(members, "z"))
	return p, nil
}

func jsonIsNumber(value []byte) bool {
	_, ok := jsonNumber(value)
	return ok
}
