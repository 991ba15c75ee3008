package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"backstreet/geo"
)

// isOvital matches what Ovital (奥维) writes besides its KML.
func isOvital(p probe) bool {
	switch p.extension {
	case ".ovjsn", ".ovobj":
		return !p.directory
	}
	return isOvobj(p) || isGeoJSON(p) && bytes.Contains(p.head, []byte(`"ObjItems"`)) && !geojsonType.Match(p.head)
}

func isOvobj(p probe) bool { return bytes.HasPrefix(p.head, []byte("OviO")) }

func prepareOvital(_ context.Context, p probe, options Options) (*dataset, error) {
	if isOvobj(p) || p.extension == ".ovobj" {
		return nil, refuse(RefusedFormat, "only Ovital itself can read its .ovobj; open it there and export as .ovjsn or .ovkml, which say the CRS of each object, or as DXF or Shapefile")
	}
	encoding, err := chooseEncoding(p.path, options.Encoding)
	if err != nil {
		return nil, err
	}
	d := &dataset{path: p.path, encoding: encoding, open: newOvitalReader}
	d.note("each object is taken in the CRS that Ovital wrote with it (Gcj02)")
	return d, nil
}

// ovitalReader reads the objects of an .ovjsn file.
type ovitalReader struct {
	stream  *jsonStream
	inItems bool
	ended   bool
	row     int
}

func newOvitalReader(r io.Reader) Reader { return &ovitalReader{stream: newJSONStream(r)} }

// CRS is none: each object says its own.
func (r *ovitalReader) CRS() string { return "" }

func (r *ovitalReader) Next() (Record, error) {
	if !r.inItems && !r.ended {
		if err := r.findItems(); err != nil {
			return Record{}, r.incomplete(err)
		}
	}
	for !r.ended {
		c, err := r.stream.next()
		if err != nil {
			return Record{}, r.incomplete(err)
		}
		switch c {
		case ',':
			r.stream.take()
			continue
		case ']':
			r.ended = true
			continue
		case '}', ':':
			return Record{}, refuse(RefusedBroken, "object %d is expected, not %q (byte %d)", r.row+1, c, r.stream.offset)
		}
		value, err := r.stream.value()
		if err != nil {
			return Record{}, r.incomplete(err)
		}
		r.row++
		record := ovitalRecord(value)
		record.Row = r.row
		return record, nil
	}
	return Record{}, io.EOF
}

func (r *ovitalReader) incomplete(err error) error {
	if errors.Is(err, io.EOF) {
		return refuse(RefusedBroken, "the file ends in the middle of object %d; it is incomplete", r.row+1)
	}
	return err
}

// findItems passes over what stands before the list of objects.
func (r *ovitalReader) findItems() error {
	for {
		c, err := r.stream.next()
		if err != nil {
			return err
		}
		if strings.IndexByte("{,:", c) >= 0 {
			r.stream.take()
			continue
		}
		value, err := r.stream.value()
		if err != nil {
			return err
		}
		if len(value) == 0 {
			return refuse(RefusedBroken, "there is no list of objects (ObjItems) in it; this is not what Ovital exports")
		}
		if name, ok := jsonString(value); !ok || name != "ObjItems" {
			continue
		}
		if c, err = r.stream.next(); err != nil || c != ':' {
			continue
		}
		r.stream.take()
		if c, err = r.stream.next(); err == nil && c == '[' {
			r.stream.take()
			r.inItems = true
			return nil
		}
	}
}

// Ovital's numbers of kinds.
const (
	ovitalPoint = 7
	ovitalLine  = 8
	ovitalArea  = 13
)

type ovitalItem struct {
	Type     json.Number `json:"Type"`
	ObjID    json.Number `json:"ObjID"`
	ParentID json.Number `json:"ParentID"`
	Modified string      `json:"tmModify"`
	Object   struct {
		Name    string `json:"Name"`
		Comment string `json:"Comment"`
		Detail  struct {
			Lat    json.Number   `json:"Lat"`
			Lng    json.Number   `json:"Lng"`
			LatLng []json.Number `json:"Latlng"`
			GCJ02  json.Number   `json:"Gcj02"`
		} `json:"ObjectDetail"`
	} `json:"Object"`
}

func ovitalRecord(value []byte) Record {
	var item ovitalItem
	if err := json.Unmarshal(value, &item); err != nil {
		return Record{Fault: faultf(CodeBadRecord, string(value), "the object is not what Ovital writes")}
	}
	var named namedValues
	for _, p := range []Property{
		{"id", item.ObjID.String()},
		{"name", strings.ReplaceAll(item.Object.Name, "\x00", "")},
		{"comment", strings.ReplaceAll(item.Object.Comment, "\x00", "")},
		{"parent", item.ParentID.String()},
		{"modified", strings.ReplaceAll(item.Modified, "\x00", "")},
	} {
		_ = named.add(p.Name, p.Value) // five are not too many
	}
	record := Record{Properties: named.list}
	switch item.Object.Detail.GCJ02 {
	case "0":
		record.CRS = "CGCS2000"
	case "1":
		record.CRS = "GCJ02"
	case "":
	default:
		record.CRS = "Gcj02=" + item.Object.Detail.GCJ02.String()
	}
	record.Geom, record.Fault = item.geometry()
	return record
}

func (i *ovitalItem) geometry() (geo.Geometry, *Fault) {
	kind, err := i.Type.Int64()
	if err != nil {
		return nil, faultf(CodeBadRecord, i.Type.String(), "the object has no type")
	}
	numbers := i.Object.Detail.LatLng
	if kind == ovitalPoint {
		numbers = []json.Number{i.Object.Detail.Lat, i.Object.Detail.Lng}
	}
	if len(numbers)%2 != 0 {
		return nil, faultf(CodeBadCoordinate, "", "the list of latitudes and longitudes has %d numbers", len(numbers))
	}
	line := make(geo.LineString, len(numbers)/2)
	for n, number := range numbers {
		coordinate, ok := parseDecimal(number.String())
		if !ok {
			return nil, faultf(CodeBadCoordinate, number.String(), "a coordinate is no number")
		}
		line[n/2][1-n%2] = coordinate // latitude comes first
	}
	switch kind {
	case ovitalPoint:
		return line[0], nil
	case ovitalLine:
		return line, nil
	case ovitalArea:
		return geo.Polygon{geo.Ring(line)}, nil
	}
	return nil, faultf(CodeBadRecord, i.Type.String(), "points (7), lines (8) and areas (13) are read, not Ovital's objects of this type")
}
