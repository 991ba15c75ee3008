package importer

import (
	"encoding/json"
	"fmt"

	"backstreet/rectify"
)

// What is imported besides the kinds of the register.
var (
	AreaKind    = rectify.AreaKind
	ContextKind = rectify.ContextKind
)

// attribute is one property of a kind's JSON Schema, as far as reading values needs it.
type attribute struct {
	name    string
	Type    string   `json:"type"` // integer, number, boolean, string; empty with an enum
	Enum    []string `json:"enum"`
	Title   string   `json:"title"`
	TitleEN string   `json:"title_en"`
}

type schema struct {
	attributes map[string]attribute
	required   []string
}

func schemaOf(kind rectify.Kind) (schema, error) {
	var read struct {
		Properties map[string]attribute `json:"properties"`
		Required   []string             `json:"required"`
	}
	if len(kind.Schema) > 0 {
		if err := json.Unmarshal(kind.Schema, &read); err != nil {
			return schema{}, fmt.Errorf("read the schema of kind %s: %w", kind.Key, err)
		}
	}
	for name, a := range read.Properties {
		a.name = name
		read.Properties[name] = a
	}
	return schema{read.Properties, read.Required}, nil
}

// osmTags are how OpenStreetMap says what the base map knows.
var osmTags = []struct{ key, value, class string }{
	{"highway", "", "road"},
	{"building", "", "building"},
	{"waterway", "", "water"},
	{"natural", "water", "water"},
	{"landuse", "grass", "green"},
	{"landuse", "forest", "green"},
	{"leisure", "park", "green"},
	{"leisure", "garden", "green"},
	{"natural", "wood", "green"},
	{"landuse", "residential", "block"},
	{"place", "", "place"},
}

// osmRank is how early a road is drawn: 1 first.
var osmRank = map[string]int64{"motorway": 1, "trunk": 1, "primary": 2, "secondary": 2, "tertiary": 3, "residential": 4, "service": 5, "footway": 5, "path": 5}

// classFromTags fills what a context record must have from OSM tags, where no column says it.
func classFromTags(properties Properties, attributes map[string]any) {
	if attributes["class"] != nil {
		return
	}
	for _, tag := range osmTags {
		value := valueText(properties.Get(tag.key))
		if value == "" || value == "no" || tag.value != "" && value != tag.value {
			continue
		}
		attributes["class"] = tag.class
		if rank, ok := osmRank[value]; ok && attributes["rank"] == nil {
			attributes["rank"] = rank
		}
		return
	}
}
