package importer

import (
	"slices"

	"backstreet/geo"
)

// contextTag is how OpenStreetMap says what the base map draws.
type contextTag struct {
	key    string
	values []string // empty for all
	shapes drawn
	class  string
}

// contextTags in order: the first that an object has is its class.
var contextTags = []contextTag{
	{"highway", []string{
		"motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link",
		"residential", "unclassified", "living_street", "road", "service", "track", "pedestrian", "footway", "path", "cycleway", "steps", "bridleway",
	}, asLine, "road"},
	{"building", nil, asArea, "building"},
	{"waterway", []string{"river", "canal", "stream", "ditch", "drain"}, asLine, "water"},
	{"waterway", []string{"riverbank", "dock"}, asArea, "water"},
	{"natural", []string{"water", "bay", "strait"}, asArea, "water"},
	{"landuse", []string{"reservoir", "basin"}, asArea, "water"},
	{"landuse", []string{
		"grass", "forest", "meadow", "orchard", "village_green", "recreation_ground", "cemetery", "allotments", "flowerbed", "greenfield", "plant_nursery",
	}, asArea, "green"},
	{"leisure", []string{"park", "garden", "nature_reserve", "golf_course", "playground", "pitch", "common", "dog_park"}, asArea, "green"},
	{"natural", []string{"wood", "scrub", "grassland", "heath", "wetland"}, asArea, "green"},
	{"landuse", []string{"residential", "commercial", "retail", "industrial", "education", "institutional"}, asArea, "block"},
	{"place", []string{
		"city", "town", "borough", "suburb", "quarter", "neighbourhood", "city_block", "village", "hamlet", "isolated_dwelling", "square", "locality", "island",
	}, asPoint, "place"},
}

// contextRanks are how early a value of a tag is drawn: 1 first, 5 last. What is not here is left to the database.
var contextRanks = map[string]int64{
	"motorway": 1, "motorway_link": 2, "trunk": 1, "trunk_link": 2, "primary": 2, "primary_link": 3, "secondary": 2, "secondary_link": 3,
	"tertiary": 3, "tertiary_link": 4, "residential": 4, "unclassified": 4, "living_street": 4, "road": 4,
	"service": 5, "track": 5, "pedestrian": 5, "footway": 5, "path": 5, "cycleway": 5, "steps": 5, "bridleway": 5,
	"river": 1, "canal": 2, "stream": 4, "ditch": 5, "drain": 5,
	"city": 1, "town": 2, "borough": 2, "suburb": 3, "village": 3, "quarter": 4, "neighbourhood": 4, "hamlet": 4, "island": 4,
	"city_block": 5, "isolated_dwelling": 5, "square": 5, "locality": 5,
}

// contextClass says what tags mean on the base map; "" for nothing that it draws. rank is 0 where the tag has none.
func contextClass(tag func(key string) string, shape drawn) (class string, rank int64) {
	for _, known := range contextTags {
		value := tag(known.key)
		if value == "" || value == "no" || known.shapes&shape == 0 {
			continue
		}
		if len(known.values) == 0 || slices.Contains(known.values, value) {
			return known.class, contextRanks[value]
		}
	}
	return "", 0
}

// classFromTags fills what a context record must have from OSM tags, where no column says it.
func classFromTags(record Record, attributes map[string]any) {
	if attributes["class"] != nil {
		return
	}
	class, rank := contextClass(func(key string) string { return valueText(record.Properties.Get(key)) }, shapeOf(record.Geom))
	if class == "" {
		return
	}
	attributes["class"] = class
	if rank != 0 && attributes["rank"] == nil {
		attributes["rank"] = rank
	}
}

func shapeOf(g geo.Geometry) drawn {
	switch geometryName(g) {
	case "Point", "MultiPoint":
		return asPoint
	case "LineString", "MultiLineString":
		return asLine
	case "Polygon", "MultiPolygon":
		return asArea
	}
	return 0
}
