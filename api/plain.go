package api

import (
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
)

// plain registers a handler for what is no JSON in and JSON out: bytes, forms, streams. It is guarded and described
// like every other operation.
func (a *API) plain(op huma.Operation, handle http.HandlerFunc) {
	declared(op)
	op.Metadata[plainKey] = true
	a.describe(&op)
	a.huma.OpenAPI().AddOperation(&op)
	a.router.Method(op.Method, op.Path, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := permit(r.Context(), op); err != nil {
			fail(w, r, err)
			return
		}
		handle(w, r)
	}))
}

// describe adds what huma adds to its own operations: the problems, and the parameters of the path.
func (a *API) describe(op *huma.Operation) {
	registry := a.huma.OpenAPI().Components.Schemas
	problem := registry.Schema(reflect.TypeFor[Problem](), true, "Problem")
	for _, status := range op.Errors {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status),
			Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: problem}},
		}
	}
}

// answering adds the answer of a plain operation when all is well.
func answering(op huma.Operation, status int, contentType string, schema *huma.Schema) huma.Operation {
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	response := &huma.Response{Description: http.StatusText(status)}
	if contentType != "" {
		response.Content = map[string]*huma.MediaType{contentType: {Schema: schema}}
	}
	op.Responses[strconv.Itoa(status)] = response
	return op
}

// asking adds parameters to a plain operation.
func asking(op huma.Operation, parameters ...*huma.Param) huma.Operation {
	op.Parameters = append(op.Parameters, parameters...)
	return op
}

// taking adds the body that a plain operation takes.
func taking(op huma.Operation, contents map[string]*huma.MediaType) huma.Operation {
	op.RequestBody = &huma.RequestBody{Required: true, Content: contents}
	return op
}

func parameter(in, name, doc string, schema *huma.Schema) *huma.Param {
	return &huma.Param{Name: name, In: in, Description: doc, Schema: schema, Required: in == "path"}
}

// schemaOf is the schema of what a plain handler answers with as JSON.
func schemaOf[T any](a *API) *huma.Schema {
	return a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[T](), true, "")
}

// Schemas of what is no JSON.
var (
	textSchema   = &huma.Schema{Type: huma.TypeString}
	flagSchema   = &huma.Schema{Type: huma.TypeBoolean}
	uuidSchema   = &huma.Schema{Type: huma.TypeString, Format: "uuid"}
	numberSchema = &huma.Schema{Type: huma.TypeInteger}
	bytesSchema  = &huma.Schema{Type: huma.TypeString, Format: "binary"}
	objectSchema = &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}
)

func oneOfTexts(texts ...string) *huma.Schema {
	schema := &huma.Schema{Type: huma.TypeString}
	for _, text := range texts {
		schema.Enum = append(schema.Enum, text)
	}
	return schema
}
