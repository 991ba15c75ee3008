package importer

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"

	"backstreet/geo"
)

func isGPX(p probe) bool {
	if p.extension == ".gpx" {
		return !p.directory
	}
	return p.isXML() && bytes.Contains(p.head, []byte("<gpx"))
}

func prepareGPX(ctx context.Context, p probe, options Options) (*dataset, error) {
	return prepareXML(ctx, p, options, func(r io.Reader) Reader { return &gpxReader{xml: newXMLStream(r)} })
}

// gpxReader makes a point of each waypoint, a line of each route and as many lines as it has segments of each track.
type gpxReader struct {
	xml *xmlStream
	row int
}

// CRS is that of satellite receivers, which the standard prescribes.
func (r *gpxReader) CRS() string { return "EPSG:4326" }

func (r *gpxReader) Next() (Record, error) {
	for {
		r.xml.renew()
		token, err := r.xml.token()
		if err != nil {
			return Record{}, err
		}
		element, ok := token.(xml.StartElement)
		switch {
		case !ok:
			continue
		case r.xml.depth == 1 && element.Name.Local != "gpx":
			return Record{}, refuse(RefusedFormat, "its first element is <%s>; this is not GPX", shorten(element.Name.Local))
		case r.xml.depth == 1:
			continue
		}
		switch element.Name.Local {
		case "wpt", "rte", "trk":
			return r.record(element)
		}
		if err := r.xml.skip(); err != nil {
			return Record{}, err
		}
	}
}

// record reads a waypoint, route or track to its end.
func (r *gpxReader) record(element xml.StartElement) (Record, error) {
	r.row++
	o := gpxObject{xml: r.xml}
	if element.Name.Local == "wpt" {
		o.at = o.position(element)
	}
	if _, err := r.xml.children(o.child); err != nil {
		return Record{}, err
	}
	o.named.list = append(o.named.list, Property{"gpx", element.Name.Local})
	record := Record{Row: r.row, Properties: o.named.list, HasZ: o.hasZ, Fault: o.fault}
	if o.fault == nil {
		record.Geom = o.geometry(element.Name.Local)
	}
	return record, nil
}

func (o *gpxObject) geometry(kind string) geo.Geometry {
	switch kind {
	case "wpt":
		return o.at
	case "rte":
		return o.route
	}
	return withoutShort(o.segments)
}

// withoutShort leaves out segments of one position, which a receiver writes when it is switched on and off, unless
// there is nothing else.
func withoutShort(segments geo.MultiLineString) geo.MultiLineString {
	long := geo.MultiLineString{}
	for _, segment := range segments {
		if len(segment) > 1 {
			long = append(long, segment)
		}
	}
	if len(long) == 0 {
		return segments
	}
	return long
}

// gpxObject is one as far as it is read.
type gpxObject struct {
	xml      *xmlStream
	named    namedValues
	at       geo.Point
	route    geo.LineString
	segments geo.MultiLineString
	hasZ     bool
	fault    *Fault
}

func (o *gpxObject) child(element xml.StartElement) error {
	switch name := element.Name.Local; name {
	case "rtept":
		o.route = append(o.route, o.position(element))
		return o.xml.skip()
	case "trkseg":
		return o.segment()
	case "ele", "time", "name", "cmt", "desc", "src", "sym", "type", "number":
		text, err := o.xml.text()
		o.hasZ = o.hasZ || name == "ele"
		o.blame(o.named.add(name, text))
		return err
	}
	return o.xml.skip()
}

func (o *gpxObject) segment() error {
	line := geo.LineString{}
	_, err := o.xml.children(func(point xml.StartElement) error {
		if point.Name.Local == "trkpt" {
			line = append(line, o.position(point))
		}
		return o.xml.skip()
	})
	o.segments = append(o.segments, line)
	return err
}

func (o *gpxObject) position(element xml.StartElement) geo.Point {
	var position geo.Point
	for i, name := range []string{"lon", "lat"} {
		text := xmlAttribute(element, name)
		number, ok := parseDecimal(text)
		if !ok {
			o.blame(faultf(CodeBadCoordinate, text, "%s is no number", name))
		}
		position[i] = number
	}
	return position
}

// blame keeps the first fault.
func (o *gpxObject) blame(fault *Fault) {
	if o.fault == nil {
		o.fault = fault
	}
}
