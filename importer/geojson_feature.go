package importer

import (
	"encoding/json"
	"strconv"
	"strings"
)

// feature makes a record of a feature's members.
func (r *geojsonReader) feature(members []jsonMember) Record {
	if r.esri != nil {
		r.row++
		return r.esri.record(r.row, members)
	}
	if kind := memberText(members, "type"); !strings.EqualFold(kind, "Feature") {
		if geojsonTypes[strings.ToLower(kind)] != nil || strings.EqualFold(kind, "GeometryCollection") {
			return r.bareGeometry(members)
		}
		return r.faulty(faultf(CodeBadRecord, kind, "the record's type is not Feature"))
	}
	r.row++
	record := Record{Row: r.row}
	record.Properties, record.Fault = geojsonProperties(memberValue(members, "properties"))
	if id, ok := geojsonID(memberValue(members, "id")); ok && record.Properties.Get("id") == nil {
		record.Properties = append(record.Properties, Property{"id", id})
	}
	if crs := memberValue(members, "crs"); crs != nil {
		record.CRS = crsMember(crs)
	}
	geometry := memberValue(members, "geometry")
	if geometry == nil || record.Fault != nil {
		return record
	}
	record.Geom, record.HasZ, record.Fault = geojsonGeometry(geometry)
	return record
}

func (r *geojsonReader) bareGeometry(members []jsonMember) Record {
	r.row++
	record := Record{Row: r.row}
	d := geojsonDecoder{}
	record.Geom, record.Fault = d.object(members, 0)
	record.HasZ = d.hasZ
	return record
}

func (r *geojsonReader) faulty(fault *Fault) Record {
	r.row++
	return Record{Row: r.row, Fault: fault}
}

// geojsonProperties reads the properties; anything but an object counts as none.
func geojsonProperties(value []byte) (Properties, *Fault) {
	if len(value) == 0 || value[0] != '{' {
		return nil, nil
	}
	members, err := jsonMembers(value)
	if err != nil {
		return nil, faultf(CodeBadRecord, string(value), "the properties are no JSON object")
	}
	properties := make(Properties, 0, len(members)+1)
	for _, member := range members {
		decoded, err := jsonValue(member.value)
		if err != nil {
			return properties, faultf(CodeBadRecord, string(member.value), "the property %q is no JSON value", member.name)
		}
		properties = append(properties, Property{member.name, decoded})
	}
	return properties, nil
}

// geojsonID takes a string or a number; anything else is no id.
func geojsonID(value []byte) (any, bool) {
	if len(value) == 0 {
		return nil, false
	}
	decoded, err := jsonValue(value)
	switch decoded.(type) {
	case string, json.Number:
		return decoded, err == nil
	}
	return nil, false
}

// crsMember is the name in a crs member of GeoJSON 2008, in either of its forms.
func crsMember(value []byte) string {
	var crs struct {
		Properties struct {
			Name string      `json:"name"`
			Code json.Number `json:"code"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(value, &crs); err != nil {
		return ""
	}
	if crs.Properties.Name == "" && crs.Properties.Code != "" {
		return "EPSG:" + crs.Properties.Code.String()
	}
	return crs.Properties.Name
}

// memberValue is the value of the last member of that name, nil when there is none.
func memberValue(members []jsonMember, name string) []byte {
	for i := len(members) - 1; i >= 0; i-- {
		if members[i].name == name {
			return members[i].value
		}
	}
	return nil
}

func memberText(members []jsonMember, name string) string {
	text, _ := jsonString(memberValue(members, name))
	return text
}

func hasMember(members []jsonMember, name string) bool {
	for _, member := range members {
		if member.name == name {
			return true
		}
	}
	return false
}

func formatInt(n int64) string { return strconv.FormatInt(n, 10) }
