package importer

import (
	"strconv"

	"backstreet/geo"
)

// Record is one object of a file, as the file has it: nothing converted, mapped or moved yet.
type Record struct {
	Row  int          // 1 for the first; a table's header is not counted
	Geom geo.Geometry // x before y; nil when the file has none
	HasZ bool         // a third coordinate was read and left out
	CRS  string       // of this object alone, where the format has that; else empty
	// Properties are the columns in file order. A GeoJSON id that is not also a property comes as "id".
	Properties Properties
	// Fault says why the record cannot be used; the rest may then be incomplete.
	Fault *Fault
}

// Property is one column of a record. Value is nil, bool, string, json.Number, or json.RawMessage for an
// object or array.
type Property struct {
	Name  string
	Value any
}

// Properties keep the order of the file.
type Properties []Property

// Get returns the value of the named column, nil when there is none.
func (p Properties) Get(name string) any {
	for _, property := range p {
		if property.Name == name {
			return property.Value
		}
	}
	return nil
}

// maxProperties of a record in a format that has no header.
const maxProperties = 2000

// namedValues collects the properties of a record whose format lets a name come twice.
type namedValues struct {
	list Properties
	seen map[string]int
}

// add keeps a value under its name, or under name_2 when that is taken. An empty text is no value.
func (v *namedValues) add(name string, value any) *Fault {
	if len(v.list) == maxProperties {
		return faultf(CodeBadRecord, name, "the record has more than %d values", maxProperties)
	}
	if v.seen == nil {
		v.seen = map[string]int{}
	}
	if v.seen[name]++; v.seen[name] > 1 {
		name += "_" + strconv.Itoa(v.seen[name])
	}
	if value == "" {
		value = nil
	}
	v.list = append(v.list, Property{name, value})
	return nil
}
