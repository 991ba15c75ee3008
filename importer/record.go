package importer

import "backstreet/geo"

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
