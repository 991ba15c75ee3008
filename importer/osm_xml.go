package importer

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/osm"
)

// xmlObjects reads OSM XML, as the API, Overpass and JOSM write it. Entities are not expanded. Elements are taken
// apart by hand, since decoding by reflection takes three times as long.
type xmlObjects struct {
	decoder *xml.Decoder
	types   osmTypes
	inside  bool // of the osm element
}

func (x *xmlObjects) next() (osm.Object, error) {
	for {
		token, err := x.decoder.Token()
		if errors.Is(err, io.EOF) && x.inside {
			return nil, io.EOF
		}
		if err != nil {
			return nil, refuse(RefusedBroken, "it is no OpenStreetMap XML: %v", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		object, err := x.element(start)
		if err != nil {
			return nil, refuse(RefusedBroken, "an object of the OpenStreetMap XML is damaged: %v", err)
		}
		if object != nil {
			return object, nil
		}
	}
}

func (x *xmlObjects) element(start xml.StartElement) (osm.Object, error) {
	var of osmTypes
	switch start.Name.Local {
	case "osm":
		x.inside = true
		return nil, nil
	case "node":
		of = osmNodes
	case "way":
		of = osmWays
	case "relation":
		of = osmRelations
	}
	if x.types&of == 0 || !x.inside {
		return nil, x.decoder.Skip()
	}
	own, err := xmlAttributes(start)
	if err != nil {
		return nil, err
	}
	tags, nodes, members, err := x.children()
	switch of {
	case osmNodes:
		return &osm.Node{ID: osm.NodeID(own.id), Lat: own.lat, Lon: own.lon, Tags: tags}, err
	case osmWays:
		return &osm.Way{ID: osm.WayID(own.id), Nodes: nodes, Tags: tags}, err
	}
	return &osm.Relation{ID: osm.RelationID(own.id), Members: members, Tags: tags}, err
}

// children reads to the end of the object.
func (x *xmlObjects) children() (tags osm.Tags, nodes osm.WayNodes, members osm.Members, err error) {
	for {
		token, err := x.decoder.Token()
		if err != nil {
			return nil, nil, nil, err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return tags, nodes, members, nil
		case xml.StartElement:
			a, err := xmlAttributes(token)
			if err == nil {
				err = x.decoder.Skip()
			}
			if err != nil {
				return nil, nil, nil, err
			}
			switch token.Name.Local {
			case "tag":
				tags = append(tags, osm.Tag{Key: a.key, Value: a.value})
			case "nd":
				nodes = append(nodes, osm.WayNode{ID: osm.NodeID(a.ref)})
			case "member":
				members = append(members, osm.Member{Type: osm.Type(a.kind), Ref: a.ref, Role: a.role})
			}
		}
	}
}

// xmlValues are the attributes that matter, of whatever element they are.
type xmlValues struct {
	id, ref                int64
	lat, lon               float64
	key, value, kind, role string
}

func xmlAttributes(start xml.StartElement) (v xmlValues, err error) {
	for _, attribute := range start.Attr {
		switch attribute.Name.Local {
		case "id":
			v.id, err = strconv.ParseInt(attribute.Value, 10, 64)
		case "ref":
			v.ref, err = strconv.ParseInt(attribute.Value, 10, 64)
		case "lat":
			v.lat, err = strconv.ParseFloat(attribute.Value, 64)
		case "lon":
			v.lon, err = strconv.ParseFloat(attribute.Value, 64)
		case "k":
			v.key = attribute.Value
		case "v":
			v.value = attribute.Value
		case "type":
			v.kind = attribute.Value
		case "role":
			v.role = attribute.Value
		}
		if err != nil {
			return v, fmt.Errorf("%s has %s=%s", start.Name.Local, attribute.Name.Local, shorten(attribute.Value))
		}
	}
	return v, nil
}
