package importer

import (
	"encoding/xml"
	"regexp"
	"strings"

	"backstreet/geo"
)

// kmlShapes are the elements that are geometries.
var kmlShapes = map[string]bool{
	"Point": true, "LineString": true, "LinearRing": true, "Polygon": true, "MultiGeometry": true, "Track": true, "MultiTrack": true,
}

// shape reads one geometry to its end. What is wrong with it becomes the placemark's fault; the error is of the file.
func (p *kmlPlacemark) shape(element xml.StartElement, depth int) (geo.Geometry, error) {
	if depth == maxNesting {
		p.blame(faultf(CodeBadRecord, "", "geometries are nested deeper than %d", maxNesting))
		return nil, p.xml.skip()
	}
	switch element.Name.Local {
	case "Point":
		line, err := p.coordinates()
		if len(line) == 1 {
			return line[0], err
		}
		if len(line) > 1 {
			p.blame(faultf(CodeBadCoordinate, "", "a point has %d positions", len(line)))
		}
		return geo.MultiPoint{}, err
	case "LineString", "LinearRing":
		return p.coordinates()
	case "Track":
		return p.track()
	case "Polygon":
		return p.polygon()
	}
	var parts geo.Collection
	_, err := p.xml.children(func(child xml.StartElement) error {
		if !kmlShapes[child.Name.Local] {
			return p.xml.skip()
		}
		part, err := p.shape(child, depth+1)
		if part != nil {
			parts = append(parts, part)
		}
		return err
	})
	return parts, err
}

func (p *kmlPlacemark) polygon() (geo.Polygon, error) {
	var outer, inner geo.Polygon
	_, err := p.xml.children(func(boundary xml.StartElement) error {
		rings := &inner
		switch boundary.Name.Local {
		case "outerBoundaryIs":
			rings = &outer
		case "innerBoundaryIs":
		default:
			return p.xml.skip()
		}
		_, err := p.xml.children(func(ring xml.StartElement) error {
			if ring.Name.Local != "LinearRing" {
				return p.xml.skip()
			}
			line, err := p.coordinates()
			*rings = append(*rings, geo.Ring(line))
			return err
		})
		return err
	})
	if len(outer) != 1 && len(outer)+len(inner) > 0 {
		p.blame(faultf(CodeBadRecord, "", "a polygon has one outer boundary, not %d", len(outer)))
	}
	return append(outer, inner...), err
}

// coordinates reads the element within a geometry that has its positions.
func (p *kmlPlacemark) coordinates() (geo.LineString, error) {
	line := geo.LineString{}
	_, err := p.xml.children(func(child xml.StartElement) error {
		if child.Name.Local != "coordinates" {
			return p.xml.skip()
		}
		text, err := p.xml.text()
		for _, tuple := range strings.Fields(kmlComma.ReplaceAllString(text, ",")) {
			line = append(line, p.position(strings.Split(tuple, ",")))
		}
		return err
	})
	return line, err
}

// kmlComma is one with the space that people put round it, though space separates positions.
var kmlComma = regexp.MustCompile(`\s*,\s*`)

// track is the way of something that moved: positions with spaces between their numbers.
func (p *kmlPlacemark) track() (geo.LineString, error) {
	line := geo.LineString{}
	_, err := p.xml.children(func(child xml.StartElement) error {
		if child.Name.Local != "coord" {
			return p.xml.skip()
		}
		text, err := p.xml.text()
		line = append(line, p.position(strings.Fields(text)))
		return err
	})
	return line, err
}

// position takes longitude and latitude; an altitude is left out.
func (p *kmlPlacemark) position(numbers []string) geo.Point {
	var position geo.Point
	if len(numbers) < 2 {
		p.blame(faultf(CodeBadCoordinate, strings.Join(numbers, ","), "a position has longitude and latitude"))
		return position
	}
	for i := range position {
		number, ok := parseDecimal(numbers[i])
		if !ok {
			p.blame(faultf(CodeBadCoordinate, strings.Join(numbers, ","), "a coordinate is no number"))
		}
		position[i] = number
	}
	if len(numbers) > 2 {
		altitude, ok := parseDecimal(numbers[2])
		p.hasZ = p.hasZ || ok && altitude != 0
	}
	return position
}

// blame keeps the first fault.
func (p *kmlPlacemark) blame(fault *Fault) {
	if p.fault == nil {
		p.fault = fault
	}
}
