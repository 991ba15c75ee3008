package importer

import (
	"fmt"

	"github.com/paulmach/osm"

	"backstreet/geo"
)

// osmReader makes records of the wanted objects, in the order of the file.
type osmReader struct {
	objects osmObjects
	index   *osmIndex
	row     int
}

func (r *osmReader) CRS() string { return "" }

func (r *osmReader) Next() (Record, error) {
	for {
		object, err := r.objects.next()
		if err != nil {
			return Record{}, err
		}
		if record, wanted := r.record(object); wanted {
			r.row++
			record.Row = r.row
			return record, nil
		}
	}
}

func (r *osmReader) record(object osm.Object) (record Record, wanted bool) {
	x := r.index
	switch object := object.(type) {
	case *osm.Node:
		if x.wanted.want(object.Tags, asPoint) {
			return Record{
				Geom:       geo.Point{object.Lon, object.Lat},
				Properties: x.wanted.properties(fmt.Sprintf("node/%d", object.ID), object.Tags),
			}, true
		}
	case *osm.Way:
		if shape := x.wanted.wayShape(object); shape != 0 {
			return x.wayRecord(object, shape), true
		}
	case *osm.Relation:
		if x.wanted.wantRelation(object) {
			return x.relationRecord(object), true
		}
	}
	return Record{}, false
}

func (x *osmIndex) wayRecord(way *osm.Way, shape drawn) Record {
	record := Record{Properties: x.wanted.properties(fmt.Sprintf("way/%d", way.ID), way.Tags)}
	nodes := make([]osm.NodeID, len(way.Nodes))
	for i, node := range way.Nodes {
		nodes[i] = node.ID
	}
	line, missing := x.line(nodes)
	switch {
	case missing > 0:
		record.Fault = faultf(CodeBadCoordinate, "", "%d of the way's %d nodes are not in the extract: it is cut at the edge; make it with complete ways", missing, len(nodes))
	case shape == asArea:
		record.Geom = geo.Polygon{geo.Ring(line)}
	default:
		record.Geom = line
	}
	return record
}

func (x *osmIndex) relationRecord(relation *osm.Relation) Record {
	record := Record{Properties: x.wanted.properties(fmt.Sprintf("relation/%d", relation.ID), relation.Tags)}
	area, fault := x.area(relation)
	if record.Fault = fault; fault == nil {
		record.Geom = area
	}
	return record
}
