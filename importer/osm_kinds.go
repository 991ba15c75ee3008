package importer

import (
	"slices"

	"github.com/paulmach/osm"

	"backstreet/rectify"
)

// drawn is how an object of OpenStreetMap can be drawn.
type drawn uint8

const (
	asPoint drawn = 1 << iota
	asLine
	asArea
)

// osmWanted says which objects of OpenStreetMap a kind takes, and how.
type osmWanted struct {
	about  string // for people
	shapes drawn  // that the kind has
	// takes judges tags and one way of drawing; nil takes all that have tags.
	takes func(tags osm.Tags, shape drawn) bool
	// adds are columns that follow from what the object is.
	adds func(tags osm.Tags) Properties
}

// wantedOf the kinds that are shipped is what OpenStreetMap calls them. A kind that a district added takes every
// tagged object that can be drawn as the kind is.
func wantedOf(kind rectify.Kind) osmWanted {
	w := osmWanted{about: "tagged objects that can be drawn as it is", shapes: shapesOf(kind)}
	switch kind.Key {
	case KindContext:
		w.about = "roads, water, green, buildings, blocks and places"
		w.takes = func(tags osm.Tags, shape drawn) bool { class, _ := contextClass(tags.Find, shape); return class != "" }
	case KindArea:
		w.about = "boundary=administrative of admin_level 6, 8 or 10"
		w.takes = func(tags osm.Tags, _ drawn) bool {
			return tags.Find("boundary") == "administrative" && adminLevels[tags.Find("admin_level")] != ""
		}
		w.adds = func(tags osm.Tags) Properties { return Properties{{"level", adminLevels[tags.Find("admin_level")]}} }
	case rectify.KindBerth:
		w.about = "amenity=bicycle_parking"
		w.takes = hasTag("amenity", "bicycle_parking")
		w.adds = func(osm.Tags) Properties { return Properties{{"berth_class", "non_motor"}} }
	case rectify.KindPaintedWall:
		w.about = "barrier=wall"
		w.takes = hasTag("barrier", "wall")
	case rectify.KindBackStreet:
		w.about = "highway=residential, living_street, service or pedestrian"
		w.takes = hasTag("highway", "residential", "living_street", "service", "pedestrian")
	case rectify.KindCompound:
		w.about = "landuse=residential"
		w.takes = hasTag("landuse", "residential")
	}
	return w
}

// adminLevels as China has them: counties and districts, towns and streets, villages and communities.
var adminLevels = map[string]string{"6": "district", "8": "street", "10": "community"}

func hasTag(key string, values ...string) func(osm.Tags, drawn) bool {
	return func(tags osm.Tags, _ drawn) bool { return slices.Contains(values, tags.Find(key)) }
}

func shapesOf(kind rectify.Kind) (shapes drawn) {
	for _, name := range kind.GeometryTypes {
		switch name {
		case "Point", "MultiPoint":
			shapes |= asPoint
		case "LineString", "MultiLineString":
			shapes |= asLine
		case "Polygon", "MultiPolygon":
			shapes |= asArea
		}
	}
	return shapes
}

// want says that an object drawn so is a record.
func (w osmWanted) want(tags osm.Tags, shape drawn) bool {
	return w.shapes&shape != 0 && len(tags) > 0 && (w.takes == nil || w.takes(tags, shape))
}

// wayShape is how a way is drawn; 0 when it is no record. A closed one is an area by the rules of OpenStreetMap
// (https://wiki.openstreetmap.org/wiki/Overpass_turbo/Polygon_Features); where the kind has no lines, whenever it is closed,
// and where it has no areas, never.
func (w osmWanted) wayShape(way *osm.Way) drawn {
	closed := len(way.Nodes) > 3 && way.Nodes[0].ID == way.Nodes[len(way.Nodes)-1].ID
	shape := asLine
	if closed && w.shapes&asArea != 0 && (w.shapes&asLine == 0 || way.Polygon()) {
		shape = asArea
	}
	if !w.want(way.Tags, shape) {
		return 0
	}
	return shape
}

// isArea says that a relation is put together to an area.
func isArea(relation *osm.Relation) bool {
	kind := relation.Tags.Find("type")
	return kind == "multipolygon" || kind == "boundary"
}

func (w osmWanted) wantRelation(relation *osm.Relation) bool {
	return isArea(relation) && w.want(relation.Tags, asArea)
}

// properties are the tags, after the id that exports of OpenStreetMap give ("way/123"). A name in another language
// stands in for a name that is not there.
func (w osmWanted) properties(id string, tags osm.Tags) Properties {
	properties := Properties{{"@id", id}}
	if w.adds != nil {
		for _, added := range w.adds(tags) {
			if tags.Find(added.Name) == "" {
				properties = append(properties, added)
			}
		}
	}
	if name := firstOf(tags.Find("name:zh"), tags.Find("name:en")); name != "" && tags.Find("name") == "" {
		properties = append(properties, Property{"name", name})
	}
	for _, tag := range tags {
		properties = append(properties, Property{tag.Key, tag.Value})
	}
	return properties
}
