package importer

import (
	"context"
	"math"
	"slices"

	"github.com/paulmach/osm"

	"backstreet/geo"
)

// osmIndex is what has to be known before the records can be read: where the nodes of wanted objects are.
type osmIndex struct {
	wanted  osmWanted
	objects int // in the file
	found   int // wanted ones

	nodes  []osm.NodeID               // of wanted objects, ascending
	places []osmPlace                 // of nodes
	ways   map[osm.WayID][]osm.NodeID // of wanted relations; nil until the way is found
}

// osmPlace is longitude and latitude in ten-millionths of a degree, which is what OpenStreetMap keeps.
type osmPlace struct{ lon, lat int32 }

// noPlace is that of a node which an object names and the file does not have.
var noPlace = osmPlace{math.MinInt32, math.MinInt32}

// maxOSMNodes of wanted objects: 16 bytes each here, and 8 more while they are collected.
const maxOSMNodes = 20_000_000

func (x *osmIndex) build(ctx context.Context, file osmFile) error {
	x.ways = map[osm.WayID][]osm.NodeID{}
	if err := file.each(ctx, osmRelations, x.addRelation); err != nil {
		return err
	}
	if err := file.each(ctx, osmWays, x.addWay); err != nil {
		return err
	}
	slices.Sort(x.nodes)
	x.nodes = slices.Clip(slices.Compact(x.nodes))
	x.places = make([]osmPlace, len(x.nodes))
	for i := range x.places {
		x.places[i] = noPlace
	}
	return file.each(ctx, osmNodes, x.addNode)
}

func (x *osmIndex) addRelation(object osm.Object) error {
	x.objects++
	relation := object.(*osm.Relation)
	if !x.wanted.wantRelation(relation) {
		return nil
	}
	x.found++
	for _, member := range relation.Members {
		if member.Type == osm.TypeWay {
			x.ways[osm.WayID(member.Ref)] = nil
		}
	}
	return nil
}

func (x *osmIndex) addWay(object osm.Object) error {
	x.objects++
	way := object.(*osm.Way)
	_, isMember := x.ways[way.ID]
	wanted := x.wanted.wayShape(way) != 0
	if wanted {
		x.found++
	}
	if !wanted && !isMember {
		return nil
	}
	nodes := make([]osm.NodeID, len(way.Nodes))
	for i, node := range way.Nodes {
		nodes[i] = node.ID
	}
	if isMember {
		x.ways[way.ID] = nodes
	}
	x.nodes = append(x.nodes, nodes...)
	if len(x.nodes) > maxOSMNodes {
		return refuse(RefusedLimit, "the extract is too large to be put together (over %d million nodes of wanted objects); cut it to the city: osmium extract -b 113.7,33.4,114.1,33.7 in.osm.pbf -o out.osm.pbf", maxOSMNodes/1_000_000)
	}
	return nil
}

func (x *osmIndex) addNode(object osm.Object) error {
	x.objects++
	node := object.(*osm.Node)
	if x.wanted.want(node.Tags, asPoint) {
		x.found++
	}
	if i, named := slices.BinarySearch(x.nodes, node.ID); named && math.Abs(node.Lon) <= 180 && math.Abs(node.Lat) <= 90 {
		x.places[i] = osmPlace{int32(math.Round(node.Lon * 1e7)), int32(math.Round(node.Lat * 1e7))}
	}
	return nil
}

// line puts the nodes of a way in their places. missing counts those that the file does not have.
func (x *osmIndex) line(nodes []osm.NodeID) (line geo.LineString, missing int) {
	for _, id := range nodes {
		i, named := slices.BinarySearch(x.nodes, id)
		if !named || x.places[i] == noPlace {
			missing++
			continue
		}
		line = append(line, geo.Point{float64(x.places[i].lon) / 1e7, float64(x.places[i].lat) / 1e7})
	}
	return line, missing
}
