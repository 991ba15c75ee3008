package importer

import (
	"github.com/paulmach/osm"
	"google.golang.org/protobuf/encoding/protowire"
)

func (b *pbfBlock) node(data []byte) error {
	var t tagged
	node := &osm.Node{}
	err := eachField(data, func(f field) error {
		switch f.number {
		case 1:
			node.ID = osm.NodeID(protowire.DecodeZigZag(f.varint))
		case 8:
			node.Lat = b.degrees(b.latOffset, protowire.DecodeZigZag(f.varint))
		case 9:
			node.Lon = b.degrees(b.lonOffset, protowire.DecodeZigZag(f.varint))
		}
		return t.field(f)
	})
	if err == nil {
		node.Tags, err = b.tags(t)
	}
	b.objects = append(b.objects, node)
	return err
}

// denseNodes are nodes in columns; the tags of all follow one another, key and value, each node's ended by a 0.
func (b *pbfBlock) denseNodes(data []byte) error {
	var ids, lats, lons []int64
	var texts []uint64
	err := eachField(data, func(f field) (err error) {
		switch f.number {
		case 1:
			ids, err = packedDeltas(f.bytes)
		case 8:
			lats, err = packedDeltas(f.bytes)
		case 9:
			lons, err = packedDeltas(f.bytes)
		case 10:
			texts, err = packed(f.bytes)
		}
		return err
	})
	if err != nil {
		return err
	}
	if len(lats) != len(ids) || len(lons) != len(ids) {
		return errPBF
	}
	if err := b.spend(len(ids)); err != nil {
		return err
	}
	for i, id := range ids {
		node := &osm.Node{ID: osm.NodeID(id), Lat: b.degrees(b.latOffset, lats[i]), Lon: b.degrees(b.lonOffset, lons[i])}
		var t tagged
		for len(texts) > 1 && texts[0] != 0 {
			t.keys, t.values, texts = append(t.keys, texts[0]), append(t.values, texts[1]), texts[2:]
		}
		if len(texts) > 0 {
			texts = texts[1:]
		}
		if node.Tags, err = b.tags(t); err != nil {
			return err
		}
		b.objects = append(b.objects, node)
	}
	return nil
}

func (b *pbfBlock) way(data []byte) error {
	var t tagged
	way := &osm.Way{}
	err := eachField(data, func(f field) error {
		switch f.number {
		case 1:
			way.ID = osm.WayID(f.varint)
		case 8:
			refs, err := packedDeltas(f.bytes)
			if err == nil {
				err = b.spend(len(refs))
			}
			if err != nil {
				return err
			}
			for _, ref := range refs {
				way.Nodes = append(way.Nodes, osm.WayNode{ID: osm.NodeID(ref)})
			}
			return nil
		}
		return t.field(f)
	})
	if err == nil {
		way.Tags, err = b.tags(t)
	}
	b.objects = append(b.objects, way)
	return err
}

var pbfMemberTypes = []osm.Type{osm.TypeNode, osm.TypeWay, osm.TypeRelation}

func (b *pbfBlock) relation(data []byte) error {
	var t tagged
	var roles, types []uint64
	var refs []int64
	relation := &osm.Relation{}
	err := eachField(data, func(f field) (err error) {
		switch f.number {
		case 1:
			relation.ID = osm.RelationID(f.varint)
		case 8:
			roles, err = packed(f.bytes)
		case 9:
			refs, err = packedDeltas(f.bytes)
		case 10:
			types, err = packed(f.bytes)
		}
		if err != nil {
			return err
		}
		return t.field(f)
	})
	if err != nil {
		return err
	}
	if len(roles) != len(refs) || len(types) != len(refs) {
		return errPBF
	}
	if err := b.spend(len(refs)); err != nil {
		return err
	}
	for i, ref := range refs {
		role, err := b.text(roles[i])
		if err != nil || types[i] >= uint64(len(pbfMemberTypes)) {
			return errPBF
		}
		relation.Members = append(relation.Members, osm.Member{Type: pbfMemberTypes[types[i]], Ref: ref, Role: role})
	}
	relation.Tags, err = b.tags(t)
	b.objects = append(b.objects, relation)
	return err
}
