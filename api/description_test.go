package api_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/rectify"
)

const descriptionFile = "../web/api/openapi.json"

// described is the API's description as JSON, as `backstreet openapi` prints it but for its version.
func described(t *testing.T) object {
	t.Helper()
	raw, err := json.Marshal(unwired().OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, raw)
}

func parsed(t *testing.T, raw []byte) (document object) {
	t.Helper()
	if err := json.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	delete(document["info"].(object), "version")
	return document
}

func TestTheTrackedDescriptionIsWhatTheCodeGives(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.FromSlash(descriptionFile))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(parsed(t, raw), described(t)); diff != "" {
		t.Errorf("%s is not what the code gives; run make gen (-tracked +now):\n%.2000s", descriptionFile, diff)
	}
}

func TestTheDescriptionIsOfOurProblems(t *testing.T) {
	t.Parallel()
	document := described(t)
	schemas := document["components"].(object)["schemas"].(object)
	if schemas["ErrorModel"] != nil || schemas["Problem"] == nil {
		t.Fatalf("the schema of problems is not ours")
	}
	properties := schemas["Problem"].(object)["properties"].(object)
	for _, member := range []string{"type", "title", "status", "code", "detail", "instance", "errors"} {
		if properties[member] == nil {
			t.Errorf("a problem is described without %s", member)
		}
	}
	for path, item := range document["paths"].(object) {
		for method, of := range item.(object) {
			operation := of.(object)
			where := strings.ToUpper(method) + " " + path
			responses := operation["responses"].(object)
			for status, response := range responses {
				content, _ := response.(object)["content"].(object)
				if status >= "400" && content["application/problem+json"] == nil {
					t.Errorf("%s: %s is no problem document", where, status)
				}
			}
			if body, ok := operation["requestBody"].(object); ok && body["content"].(object)["application/octet-stream"] != nil {
				t.Errorf("%s offers to take octets", where)
			}
			if strings.Contains(path, "{") && responses["404"] == nil {
				t.Errorf("%s names one thing and is described without 404", where)
			}
		}
	}
	for where, statuses := range map[[2]string][]string{
		{"/api/v1/session", "post"}:              {"401", "413", "422", "429"},
		{"/api/v1/features/{id}", "patch"}:       {"404", "409", "412", "413", "422"},
		{"/api/v1/features/{id}/events", "post"}: {"404", "409", "413", "422"},
		{"/api/v1/imports", "post"}:              {"400", "409", "413", "422"},
		{"/api/v1/photos/{uid}", "put"}:          {"404", "413", "422"},
		{"/api/v1/progress", "get"}:              {"404", "422"},
	} {
		responses := document["paths"].(object)[where[0]].(object)[where[1]].(object)["responses"].(object)
		for _, status := range statuses {
			if responses[status] == nil {
				t.Errorf("%s %s is described without %s", where[1], where[0], status)
			}
		}
	}
}

func TestTheDescriptionTellsTheWords(t *testing.T) {
	t.Parallel()
	schemas := described(t)["components"].(object)["schemas"].(object)
	enum := func(schema, property string) (words []string) {
		of := schemas[schema].(object)["properties"].(object)[property].(object)
		list, _ := of["enum"].([]any)
		for _, word := range list {
			words = append(words, word.(string))
		}
		return words
	}
	var statuses []string
	for _, status := range rectify.Statuses {
		statuses = append(statuses, string(status))
	}
	if diff := cmp.Diff(statuses, enum("Row", "status")); diff != "" {
		t.Errorf("statuses (-want +described):\n%s", diff)
	}
	for _, schema := range []string{"Event", "TransitionInputBody"} {
		events := enum(schema, "event")
		for _, rule := range rectify.Transitions {
			if !slices.Contains(events, string(rule.Event)) {
				t.Errorf("%s is described without the event %s", schema, rule.Event)
			}
		}
	}
}
