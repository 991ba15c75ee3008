package importer_test

import (
	"bufio"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"backstreet/importer"
)

// TestTextIsValidWhereverItIsCut reads texts through a buffer that cuts characters at every place.
func TestTextIsValidWhereverItIsCut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "é", "背", "𠮷", "\xe8", "\x83", "\xff"}), 0, 60).Draw(t, "parts")
		if rapid.Bool().Draw(t, "good") {
			for i := range parts {
				parts[i] = strings.ToValidUTF8(parts[i], "街")
			}
		}
		text := strings.Join(parts, "")
		valid, err := importer.ValidUTF8(bufio.NewReaderSize(strings.NewReader(text), 16))
		if err != nil || valid != utf8.ValidString(text) {
			t.Errorf("%q: valid %v, %v", text, valid, err)
		}
	})
}

func TestNumbersAreThoseOfJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("0015+-.eE")), 1, 8, -1).Draw(t, "text")
		if got, want := importer.IsJSONNumber([]byte(text)), json.Valid([]byte(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	})
	for _, text := range []string{"", "-", "0", "-0.5e+3", "05", ".5", "5.", "1e", "0x1", "1_0", "NaN"} {
		if got, want := importer.IsJSONNumber([]byte(text)), json.Valid([]byte(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
