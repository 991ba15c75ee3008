package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"backstreet/rectify"
)

// validateAttributes checks a feature's attributes against the JSON Schema of its kind. What it
// refuses is a *rectify.Invalid whose Field is "attributes.<name>" and whose Rule is the keyword
// that was broken.
func validateAttributes(of rectify.Kind, attributes map[string]any) error {
	body, err := json.Marshal(attributes)
	if err != nil {
		return &rectify.Invalid{Field: "attributes", Rule: "json", Message: err.Error()}
	}
	return validateAttributesJSON(of, body)
}

// validateStored checks attributes and what they are stored as. What is plain already need not be read from JSON again,
// which costs more than the check.
func validateStored(of rectify.Kind, attributes map[string]any, body []byte) error {
	if !isPlain(attributes) {
		return validateAttributesJSON(of, body)
	}
	schema, err := compiledSchema(of)
	if err != nil {
		return err
	}
	return attributesFault(schema.Validate(attributes))
}

// isPlain says that a value is made of what JSON is read as.
func isPlain(value any) bool {
	switch value := value.(type) {
	case nil, bool, string, int64, float64, json.Number:
		return true
	case map[string]any:
		for _, member := range value {
			if !isPlain(member) {
				return false
			}
		}
		return true
	case []any:
		return !slices.ContainsFunc(value, func(item any) bool { return !isPlain(item) })
	}
	return false
}

// validateAttributesJSON checks them in the form in which they are stored.
func validateAttributesJSON(of rectify.Kind, body []byte) error {
	schema, err := compiledSchema(of)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return &rectify.Invalid{Field: "attributes", Rule: "json", Message: err.Error()}
	}
	return attributesFault(schema.Validate(value))
}

func attributesFault(err error) error {
	var broken *jsonschema.ValidationError
	if errors.As(err, &broken) {
		return invalidAttribute(broken)
	}
	return nil
}

// schemas remembers what each schema compiles to, by its text: a changed schema is another one.
var schemas sync.Map // string → *jsonschema.Schema

func compiledSchema(of rectify.Kind) (*jsonschema.Schema, error) {
	text := string(of.Schema)
	if schema, ok := schemas.Load(text); ok {
		return schema.(*jsonschema.Schema), nil
	}
	schema, err := compileSchema(text)
	if err != nil {
		return nil, fmt.Errorf("schema of kind %s: %w", of.Key, err)
	}
	schemas.Store(text, schema)
	return schema, nil
}

func compileSchema(text string) (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(noLoader{})
	compiler.AssertFormat()
	const name = "backstreet:attributes"
	if err := compiler.AddResource(name, document); err != nil {
		return nil, err
	}
	return compiler.Compile(name)
}

// noLoader keeps a schema from naming files of this machine or of another one.
type noLoader struct{}

func (noLoader) Load(url string) (any, error) {
	return nil, fmt.Errorf("%s: a kind's schema may only refer to itself", url)
}

var english = message.NewPrinter(language.English)

// invalidAttribute names the first rule that was broken; there the causes end.
func invalidAttribute(broken *jsonschema.ValidationError) *rectify.Invalid {
	for len(broken.Causes) > 0 {
		broken = broken.Causes[0]
	}
	path := append([]string{"attributes"}, broken.InstanceLocation...)
	text := broken.ErrorKind.LocalizedString(english)
	switch found := broken.ErrorKind.(type) {
	case *kind.Required:
		path, text = append(path, found.Missing[0]), "is missing"
	case *kind.AdditionalProperties:
		path, text = append(path, found.Properties[0]), "this kind has no such attribute"
	}
	rule := "schema"
	if keywords := broken.ErrorKind.KeywordPath(); len(keywords) > 0 {
		rule = keywords[0]
	}
	return &rectify.Invalid{Field: strings.Join(path, "."), Rule: rule, Message: text}
}
