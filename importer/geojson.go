package importer

import (
	"context"
	"errors"
	"io"
	"strings"
)

func prepareGeoJSON(_ context.Context, p probe, options Options) (*dataset, error) {
	encoding, err := chooseEncoding(p.path, options.Encoding)
	if err != nil {
		return nil, err
	}
	return &dataset{path: p.path, encoding: encoding, degrees: true, open: newGeoJSONReader}, nil
}

// geojsonReader reads RFC 7946 and what came before it: collections, single features, bare geometries, and any
// number of them after another, which makes it the reader of GeoJSON text sequences (RFC 8142) and of
// newline-delimited GeoJSON as well.
type geojsonReader struct {
	stream     *jsonStream
	inFeatures bool // within the list of a FeatureCollection
	row        int
	values     int // top-level values read
	crs        string
	esri       *esriLayer // what is known of the layer when it is no GeoJSON but Esri's JSON
}

func newGeoJSONReader(r io.Reader) Reader { return &geojsonReader{stream: newJSONStream(r)} }

func (r *geojsonReader) CRS() string {
	if r.esri != nil {
		return firstOf(r.crs, r.esri.crs)
	}
	return r.crs
}

func (r *geojsonReader) Next() (Record, error) {
	for {
		record, found, err := r.advance()
		if errors.Is(err, io.EOF) && (r.inFeatures || !errors.Is(err, errFileEnd)) {
			return Record{}, r.broken("the file ends in the middle of record %d; it is incomplete", r.row+1)
		}
		if errors.Is(err, errFileEnd) {
			return Record{}, io.EOF
		}
		if err != nil || found {
			return record, err
		}
	}
}

// errFileEnd is an end where one may be: after a complete value.
var errFileEnd = errors.New("end of file")

// advance reads one record, or what lies between two.
func (r *geojsonReader) advance() (record Record, found bool, err error) {
	if r.inFeatures {
		return r.advanceFeatures()
	}
	c, err := r.stream.next()
	switch {
	case errors.Is(err, io.EOF) && r.values > 0:
		return Record{}, false, errFileEnd
	case errors.Is(err, io.EOF):
		return Record{}, false, refuse(RefusedEmpty, "the file is empty")
	case err != nil:
		return Record{}, false, err
	case c == '[':
		return Record{}, false, r.broken("a list is not GeoJSON; save records that have columns for longitude and latitude as CSV, and geometries as a FeatureCollection")
	case c != '{':
		return Record{}, false, r.broken("an object { … } is expected; this is not GeoJSON")
	}
	r.stream.take()
	r.values++
	return r.object(nil)
}

func (r *geojsonReader) advanceFeatures() (Record, bool, error) {
	c, err := r.stream.next()
	if err != nil {
		return Record{}, false, err
	}
	switch c {
	case ',':
		r.stream.take()
		return Record{}, false, nil
	case ']':
		r.stream.take()
		r.inFeatures = false
		return r.object([]jsonMember{{name: "features"}})
	case '}', ':':
		return Record{}, false, r.broken("record %d is expected, not %q", r.row+1, c)
	}
	value, err := r.stream.value()
	if err != nil {
		return Record{}, false, err
	}
	members, err := jsonMembers(value)
	if err != nil {
		return r.faulty(faultf(CodeBadRecord, string(value), "the record is no JSON object")), true, nil //nolint:nilerr // the record says so
	}
	return r.feature(members), true, nil
}

// object reads the members of a top-level object until its end, or until the list of features begins. members
// are those already read.
func (r *geojsonReader) object(members []jsonMember) (Record, bool, error) {
	for {
		c, err := r.stream.next()
		if err != nil {
			return Record{}, false, err
		}
		switch c {
		case ',':
			r.stream.take()
			continue
		case '}':
			r.stream.take()
			return r.endObject(members)
		}
		name, err := r.memberName()
		if err != nil {
			return Record{}, false, err
		}
		if c, err = r.stream.next(); err != nil {
			return Record{}, false, err
		}
		if name == "features" && c == '[' && !isSingle(members) {
			r.stream.take()
			r.inFeatures = true
			return Record{}, false, nil
		}
		value, err := r.stream.value()
		if err != nil {
			return Record{}, false, err
		}
		members = append(members, jsonMember{name, append([]byte(nil), value...)})
		r.member(members, name, value)
	}
}

// member takes note of what is said about all records. Esri's members make the file Esri's, unless its type says otherwise.
func (r *geojsonReader) member(members []jsonMember, name string, value []byte) {
	switch {
	case name == "crs":
		r.crs = crsMember(value)
	case name == "type":
		r.esri = nil
	case r.esri == nil && esriMembers[name] && memberText(members, "type") == "":
		r.esri = &esriLayer{}
	}
	if r.esri != nil {
		r.esri.member(name, value)
	}
}

func (r *geojsonReader) memberName() (string, error) {
	value, err := r.stream.value()
	if err != nil {
		return "", err
	}
	name, ok := jsonString(value)
	if !ok {
		return "", r.broken("a name in quotation marks is expected, not %s", shorten(string(value)))
	}
	c, err := r.stream.next()
	if err != nil {
		return "", err
	}
	if c != ':' {
		return "", r.broken("a colon is expected after %q", name)
	}
	r.stream.take()
	return name, nil
}

// isSingle says that the object is a feature or a geometry with a foreign member called features.
func isSingle(members []jsonMember) bool {
	kind := strings.ToLower(memberText(members, "type"))
	return kind == "feature" || geojsonTypes[kind] != nil
}

// endObject turns what was no collection into a record.
func (r *geojsonReader) endObject(members []jsonMember) (Record, bool, error) {
	if r.esri != nil && hasMember(members, "geometry") {
		return r.feature(members), true, nil
	}
	kind := memberText(members, "type")
	switch strings.ToLower(kind) {
	case "feature", "point", "multipoint", "linestring", "multilinestring", "polygon", "multipolygon", "geometrycollection":
		return r.feature(members), true, nil
	case "featurecollection", "topology":
		if memberValue(members, "features") == nil && !hasMember(members, "features") {
			return Record{}, false, r.broken("the %s has no list of features", kind)
		}
	}
	if hasMember(members, "features") {
		if memberValue(members, "features") != nil {
			return Record{}, false, r.broken("the features are not a list")
		}
		return Record{}, false, nil
	}
	if kind == "" {
		return Record{}, false, r.untyped(members)
	}
	return r.bareGeometry(members), true, nil
}

// untyped names the collections that a program wrapped into an object of its own.
func (r *geojsonReader) untyped(members []jsonMember) error {
	for _, member := range members {
		if nested, err := jsonMembers(member.value); err == nil && strings.EqualFold(memberText(nested, "type"), "FeatureCollection") {
			return r.broken("an object without a type is not GeoJSON, but its member %q is; save that as a file of its own", shorten(member.name))
		}
	}
	return r.broken("an object without a type is not GeoJSON")
}

func (r *geojsonReader) broken(format string, args ...any) error {
	refusal := refuse(RefusedBroken, format, args...)
	refusal.Message += " (byte " + formatInt(r.stream.offset) + ")"
	return refusal
}
