package tiles

import "strings"

// Layers that the engine makes out of others.
const (
	layerArea    = "area"
	layerCluster = "cluster"
	layerLabel   = "label"
	contextOf    = "context_" // prefix of base map layers
)

// shippedLayers can be asked for, and are described, before any feature is in them.
var shippedLayers = []string{
	layerArea, layerCluster, layerLabel,
	"compound", "back_street", "painted_wall", "berth",
	"context_water", "context_green", "context_building", "context_block", "context_road", "context_place",
}

// never is a zoom that no tile has.
const never = MaxZoom + 1

// rule says from which zoom a feature is drawn, and how. It is decided once,
// when the feature is prepared.
type rule struct {
	from     uint8 // drawn in its own layer
	full     uint8 // with every vertex; below, simplified
	shape    uint8 // as itself; below, by its anchor
	name     uint8 // with its name
	ref      uint8 // with its ledger number
	label    uint8 // with a point in the label layer
	cells    bool  // summed into cells where it is not drawn
	collapse bool  // left out when it is smaller than a tile's unit, instead of becoming a point
}

// ruleOf is the table of the package documentation.
func ruleOf(f *Feature, d dimension) rule {
	switch {
	case f.Layer == layerArea:
		from := zoomOfLevel(f.Level)
		return rule{from: from, full: 14, name: from, ref: never, label: from}
	case strings.HasPrefix(f.Layer, contextOf):
		return ruleOfContext(f)
	case f.Layer == "berth":
		return rule{from: 14, full: 16, shape: 16, name: 15, ref: 15, label: never, cells: true}
	case f.Layer == "painted_wall" || d == points:
		return rule{from: 14, full: 14, name: 15, ref: 15, label: never, cells: true}
	case d == lines:
		return rule{from: 11, full: 14, name: 14, ref: 15, label: never}
	default:
		return rule{from: 8, full: 13, name: 15, ref: 15, label: 13}
	}
}

func zoomOfLevel(level string) uint8 {
	switch level {
	case "street":
		return 6
	case "community":
		return 8
	case "grid":
		return 11
	}
	return 0
}

func ruleOfContext(f *Feature) rule {
	r := rule{full: 15, ref: never, label: never, collapse: true}
	switch strings.TrimPrefix(f.Layer, contextOf) {
	case "water", "green":
		r.from, r.name = zoomOfRank(f.Rank, 8), 13
	case "block":
		r.from, r.name = zoomOfRank(f.Rank, 11), 14
	case "building":
		r.from, r.name = zoomOfRank(f.Rank, 14), 16
	case "road":
		r.from = zoomOfRank(f.Rank, zoomOfRoad(f.Class))
		r.name = max(r.from, 12)
	case "place":
		r.from = zoomOfRank(f.Rank, zoomOfPlace(f.Class))
		r.name = r.from
	default:
		r.from, r.name = zoomOfRank(f.Rank, 12), 15
	}
	return r
}

// zoomOfRank spreads the ranks 1 to 9 over zooms 6 to 14.
func zoomOfRank(rank, otherwise uint8) uint8 {
	if rank == 0 {
		return otherwise
	}
	return min(rank, 9) + 5
}

// zoomOfRoad knows OpenStreetMap's classes of highway.
func zoomOfRoad(class string) uint8 {
	switch strings.TrimSuffix(class, "_link") {
	case "motorway", "trunk":
		return 7
	case "primary", "railway", "rail":
		return 8
	case "secondary":
		return 10
	case "tertiary":
		return 11
	case "service", "track", "footway", "path", "steps", "cycleway", "pedestrian":
		return 14
	}
	return 13
}

// zoomOfPlace knows OpenStreetMap's classes of place.
func zoomOfPlace(class string) uint8 {
	switch class {
	case "country", "state", "province":
		return 3
	case "city":
		return 5
	case "district", "county", "town":
		return 8
	case "suburb", "street", "township":
		return 10
	case "village", "neighbourhood", "community", "quarter":
		return 12
	}
	return 14
}
