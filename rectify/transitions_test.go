package rectify_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/rectify"
)

func TestTransitionsAreThoseOfTheGoldenTable(t *testing.T) {
	t.Parallel()
	const golden = "testdata/transitions.golden"
	got := tableText()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("the table changed; go test ./rectify -update if that is meant (-golden +now):\n%s", diff)
	}
}

func TestEveryStatusCanBeEnteredAndLeft(t *testing.T) {
	t.Parallel()
	entered := map[rectify.Status]bool{}
	left := map[rectify.Status]bool{}
	for _, rule := range rectify.Transitions {
		for _, from := range rule.From {
			left[from] = true
		}
		entered[rule.To] = true
	}
	for _, status := range rectify.ImportableStatuses {
		entered[status] = true
	}
	for _, status := range rectify.Statuses {
		if !entered[status] || !left[status] {
			t.Errorf("%s: entered %v, left %v", status, entered[status], left[status])
		}
		if status.Group() == "" || !slices.Contains(rectify.Groups, status.Group()) {
			t.Errorf("%s has no group", status)
		}
	}
}

func tableText() string {
	var text strings.Builder
	line := func(label string, values []string) {
		if len(values) > 0 {
			fmt.Fprintf(&text, "  %-9s%s\n", label, strings.Join(values, ", "))
		}
	}
	for _, rule := range rectify.Transitions {
		fmt.Fprintf(&text, "%s → %s\n", rule.Event, rule.To)
		line("from", words(rule.From))
		line("who", words(rule.Roles))
		var guards, needs, checks []string
		for _, guard := range rule.Guards {
			guards = append(guards, guard.Name)
		}
		for _, need := range rule.Needs {
			text := fmt.Sprintf("%s else %s", need.Field, need.Code)
			if need.When != "" {
				text += " (when " + need.When + ")"
			}
			needs = append(needs, text)
		}
		for _, check := range rule.Checks {
			checks = append(checks, check.Name)
		}
		line("guard", guards)
		line("needs", needs)
		line("photo", words(rule.Photo))
		line("check", checks)
		line("optional", rule.Optional)
		line("primary", words(rule.Primary))
	}
	return text.String()
}

func words[T ~string](values []T) []string {
	var texts []string
	for _, value := range values {
		texts = append(texts, string(value))
	}
	return texts
}
