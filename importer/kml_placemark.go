package importer

import (
	"encoding/xml"

	"backstreet/geo"
)

// placemark reads one to its end.
func (r *kmlReader) placemark(element xml.StartElement) (Record, error) {
	r.row++
	p := kmlPlacemark{xml: r.xml}
	if id := xmlAttribute(element, "id"); id != "" {
		p.add("id", id)
	}
	if _, err := r.xml.children(p.child); err != nil {
		return Record{}, err
	}
	p.add("folder", r.folder())
	record := Record{Row: r.row, CRS: p.system, Properties: p.named.list, HasZ: p.hasZ, Fault: p.fault}
	if p.fault == nil {
		record.Geom = p.geometry()
	}
	return record, nil
}

// kmlPlacemark is one as far as it is read.
type kmlPlacemark struct {
	xml    *xmlStream
	named  namedValues
	shapes []geo.Geometry
	system string // OvCoordType
	hasZ   bool
	fault  *Fault
}

// geometry is nil when there is none. Several are against the standard, but what is there is there.
func (p *kmlPlacemark) geometry() geo.Geometry {
	switch len(p.shapes) {
	case 0:
		return nil
	case 1:
		return p.shapes[0]
	}
	return geo.Collection(p.shapes)
}

func (p *kmlPlacemark) child(element xml.StartElement) error {
	name := element.Name.Local
	switch name {
	case "name", "description", "address", "phoneNumber", "styleUrl":
		text, err := p.xml.text()
		p.add(name, text)
		return err
	case "OvCoordType":
		text, err := p.xml.text()
		p.system = text
		return err
	case "TimeStamp", "TimeSpan":
		_, err := p.xml.children(p.property)
		return err
	case "ExtendedData":
		_, err := p.xml.children(p.extended)
		return err
	}
	if !kmlShapes[name] {
		return p.xml.skip()
	}
	shape, err := p.shape(element, 0)
	if shape != nil {
		p.shapes = append(p.shapes, shape)
	}
	return err
}

// extended reads the three ways in which values of one's own are written: Data, SchemaData, and foreign elements.
func (p *kmlPlacemark) extended(element xml.StartElement) error {
	switch element.Name.Local {
	case "Data":
		_, err := p.xml.children(func(child xml.StartElement) error {
			if child.Name.Local != "value" {
				return p.xml.skip()
			}
			text, err := p.xml.text()
			p.add(xmlAttribute(element, "name"), text)
			return err
		})
		return err
	case "SchemaData":
		_, err := p.xml.children(func(child xml.StartElement) error {
			if child.Name.Local != "SimpleData" {
				return p.xml.skip() // an array has a value for each position of a track
			}
			text, err := p.xml.text()
			p.add(xmlAttribute(child, "name"), text)
			return err
		})
		return err
	}
	return p.property(element)
}

func (p *kmlPlacemark) property(element xml.StartElement) error {
	text, err := p.xml.text()
	p.add(element.Name.Local, text)
	return err
}

func (p *kmlPlacemark) add(name string, value any) {
	if fault := p.named.add(name, value); fault != nil {
		p.blame(fault)
	}
}
