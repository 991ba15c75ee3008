package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/importer"
)

func TestAnImportTellsWhatItGuessed(t *testing.T) {
	t.Parallel()
	report := importer.Report{
		Run: 7, Read: 25, New: 4, Quarantined: 21, CRS: "EPSG:4326", Encoding: "UTF-8", Guessed: true,
		Map: map[string]string{"ref": "编号", "capacity": "泊位数"}, Notes: []string{"no CRS is declared"},
		Records: make([]importer.Fate, 21),
	}
	for i := range report.Records {
		report.Records[i] = importer.Fate{Row: i + 1, Ref: "B", Fate: "quarantined", Code: "nan", Reason: "a coordinate is no number", Value: "x"}
	}
	want := []string{
		"run 7: 25 read, 4 new, 0 changed, 0 unchanged, 0 gone, 21 quarantined, 0 repaired (EPSG:4326, UTF-8)",
		"  guessed: --map capacity=泊位数,ref=编号", "  no CRS is declared",
		"  row 1 B: quarantined nan: a coordinate is no number x",
	}
	var out strings.Builder
	tell(&out, report, false)
	lines := strings.Split(out.String(), "\n")
	if diff := cmp.Diff(want, lines[:len(want)]); diff != "" {
		t.Error(diff)
	}
	if last := lines[len(lines)-2]; last != "  … and 1 more; --report FILE.json has them all" {
		t.Errorf("the last line is %q", last)
	}
	out.Reset()
	report.Guessed = false
	tell(&out, report, true)
	if told := out.String(); !strings.Contains(told, "as asked: --map capacity") || strings.Contains(told, "more;") {
		t.Errorf("told %s", told)
	}
}
