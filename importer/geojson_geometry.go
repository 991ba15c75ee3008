package importer

import (
	"strings"

	"backstreet/geo"
)

// maxNesting of collections in collections.
const maxNesting = 8

// geojsonGeometry decodes a geometry object; nil for null. hasZ says that third coordinates were left out.
func geojsonGeometry(value []byte) (g geo.Geometry, hasZ bool, fault *Fault) {
	d := geojsonDecoder{}
	g, fault = d.geometry(value, 0)
	return g, d.hasZ, fault
}

type geojsonDecoder struct{ hasZ bool }

func (d *geojsonDecoder) geometry(value []byte, depth int) (geo.Geometry, *Fault) {
	if string(value) == "null" {
		return nil, nil
	}
	members, err := jsonMembers(value)
	if err != nil {
		return nil, faultf(CodeBadRecord, string(value), "the geometry is no JSON object")
	}
	return d.object(members, depth)
}

// object decodes the geometry whose members these are.
func (d *geojsonDecoder) object(members []jsonMember, depth int) (geo.Geometry, *Fault) {
	var kind string
	var coordinates, geometries []byte
	for _, member := range members {
		switch member.name {
		case "type":
			kind, _ = jsonString(member.value)
		case "coordinates":
			coordinates = member.value
		case "geometries":
			geometries = member.value
		}
	}
	if strings.EqualFold(kind, "GeometryCollection") {
		return d.collection(geometries, depth)
	}
	decode, ok := geojsonTypes[strings.ToLower(kind)]
	if !ok {
		return nil, faultf(CodeBadRecord, kind, "there is no geometry of this type in GeoJSON")
	}
	if coordinates == nil {
		return nil, faultf(CodeBadRecord, kind, "the geometry has no coordinates")
	}
	cursor := jsonCursor{coordinates, 0}
	g, fault := decode(d, &cursor)
	if fault != nil {
		return nil, fault
	}
	if cursor.peek() != 0 {
		return nil, faultf(CodeBadCoordinate, string(coordinates), "the coordinates are not those of a %s", kind)
	}
	return g, nil
}

func (d *geojsonDecoder) collection(geometries []byte, depth int) (geo.Geometry, *Fault) {
	if depth == maxNesting {
		return nil, faultf(CodeBadRecord, "", "collections are nested deeper than %d", maxNesting)
	}
	if string(geometries) == "null" { // what GDAL makes of the 3D surfaces of ArcGIS
		return nil, faultf(CodeWrongType, "", "it is a collection of nothing that can be drawn on a map (a 3D surface?)")
	}
	cursor := jsonCursor{geometries, 0}
	members, fault := jsonList(&cursor, func(c *jsonCursor) (geo.Geometry, *Fault) {
		value, err := c.value()
		if err != nil {
			return nil, faultf(CodeBadRecord, string(geometries), "the geometries are no list")
		}
		return d.geometry(value, depth+1)
	})
	return geo.Collection(members), fault
}

var geojsonTypes = map[string]func(*geojsonDecoder, *jsonCursor) (geo.Geometry, *Fault){
	"point": func(d *geojsonDecoder, c *jsonCursor) (geo.Geometry, *Fault) {
		if string(c.data) == "[]" { // how some writers say an empty point
			c.at = len(c.data)
			return geo.MultiPoint{}, nil
		}
		return d.position(c)
	},
	"multipoint": func(d *geojsonDecoder, c *jsonCursor) (geo.Geometry, *Fault) {
		points, fault := jsonList(c, d.position)
		return geo.MultiPoint(points), fault
	},
	"linestring": func(d *geojsonDecoder, c *jsonCursor) (geo.Geometry, *Fault) { return d.line(c) },
	"multilinestring": func(d *geojsonDecoder, c *jsonCursor) (geo.Geometry, *Fault) {
		lines, fault := jsonList(c, d.line)
		return geo.MultiLineString(lines), fault
	},
	"polygon": func(d *geojsonDecoder, c *jsonCursor) (geo.Geometry, *Fault) { return d.polygon(c) },
	"multipolygon": func(d *geojsonDecoder, c *jsonCursor) (geo.Geometry, *Fault) {
		polygons, fault := jsonList(c, d.polygon)
		return geo.MultiPolygon(polygons), fault
	},
}

func (d *geojsonDecoder) polygon(c *jsonCursor) (geo.Polygon, *Fault) {
	return jsonList(c, func(c *jsonCursor) (geo.Ring, *Fault) {
		line, fault := d.line(c)
		return geo.Ring(line), fault
	})
}

func (d *geojsonDecoder) line(c *jsonCursor) (geo.LineString, *Fault) {
	return jsonList(c, d.position)
}

// position takes the first two numbers; a third and more are left out.
func (d *geojsonDecoder) position(c *jsonCursor) (geo.Point, *Fault) {
	start := c.at
	var p geo.Point
	if !c.accept('[') {
		return p, d.badPosition(c, start)
	}
	for count := 0; ; count++ {
		if count < 2 && c.peek() == ']' {
			return p, d.badPosition(c, start)
		}
		value, err := c.value()
		if err != nil {
			return p, d.badPosition(c, start)
		}
		number, ok := jsonNumber(value)
		if !ok {
			return p, faultf(CodeBadCoordinate, string(value), "a coordinate is no number")
		}
		if count < 2 {
			p[count] = number
		} else {
			d.hasZ = true
		}
		switch {
		case c.accept(','):
		case c.accept(']'):
			if count < 1 {
				return p, d.badPosition(c, start)
			}
			return p, nil
		default:
			return p, faultf(CodeBadCoordinate, string(c.data[c.at:]), "a comma or a closing bracket is expected")
		}
	}
}

func (d *geojsonDecoder) badPosition(c *jsonCursor, start int) *Fault {
	return faultf(CodeBadCoordinate, string(c.data[start:]), "a position has two numbers in brackets")
}

// jsonList reads [item, item, …].
func jsonList[T any](c *jsonCursor, item func(*jsonCursor) (T, *Fault)) ([]T, *Fault) {
	if !c.accept('[') {
		return nil, faultf(CodeBadCoordinate, string(c.data[c.at:]), "a list in brackets is expected")
	}
	if c.accept(']') {
		return []T{}, nil
	}
	list := make([]T, 0, 5) // a box has as many corners
	for {
		read, fault := item(c)
		if fault != nil {
			return nil, fault
		}
		list = append(list, read)
		if c.accept(']') {
			return list, nil
		}
		if !c.accept(',') {
			return nil, faultf(CodeBadCoordinate, string(c.data[c.at:]), "a comma or a closing bracket is expected")
		}
	}
}
