package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"testing"

	"backstreet/rectify"
)

func TestValidateAttributes(t *testing.T) {
	t.Parallel()
	berth := rectify.Kind{Key: "berth", Schema: json.RawMessage(`{
		"type": "object", "required": ["berth_class"], "additionalProperties": false,
		"properties": {
			"capacity": {"type": "integer", "minimum": 0},
			"berth_class": {"enum": ["non_motor", "motor"]}}}`)}
	for _, test := range []struct {
		name        string
		attributes  map[string]any
		field, rule string // both empty: good
	}{
		{"what fits is taken", map[string]any{"capacity": 3, "berth_class": "motor"}, "", ""},
		{"a whole number may be written as a float", map[string]any{"capacity": 3.0, "berth_class": "motor"}, "", ""},
		{"a number below the minimum", map[string]any{"capacity": -1, "berth_class": "motor"}, "attributes.capacity", "minimum"},
		{"text where a number is expected", map[string]any{"capacity": "3", "berth_class": "motor"}, "attributes.capacity", "type"},
		{"a word that is not on the list", map[string]any{"berth_class": "lorry"}, "attributes.berth_class", "enum"},
		{"a missing attribute is named", map[string]any{}, "attributes.berth_class", "required"},
		{"an unknown attribute is named", map[string]any{"berth_class": "motor", "colour": 1}, "attributes.colour", "additionalProperties"},
		{"what JSON cannot carry", map[string]any{"capacity": math.NaN()}, "attributes", "json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			err := validateAttributes(berth, test.attributes)
			if body, unable := json.Marshal(test.attributes); unable == nil {
				if stored := validateStored(berth, test.attributes, body); fmt.Sprint(stored) != fmt.Sprint(err) {
					t.Errorf("as they are stored: %v, want %v", stored, err)
				}
			}
			if test.field == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			var invalid *rectify.Invalid
			if !errors.As(err, &invalid) {
				t.Fatalf("got %v, want an Invalid", err)
			}
			if invalid.Field != test.field || invalid.Rule != test.rule {
				t.Errorf("got field %q and rule %q, want %q and %q", invalid.Field, invalid.Rule, test.field, test.rule)
			}
		})
	}
}

func TestSchemaMayNotNameFiles(t *testing.T) {
	t.Parallel()
	peeking := rectify.Kind{Key: "lamp", Schema: json.RawMessage(`{"$ref": "file:///etc/passwd"}`)}
	if err := validateAttributes(peeking, map[string]any{}); err == nil {
		t.Fatal("the schema was compiled although it names a file")
	}
}
