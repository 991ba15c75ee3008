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
