package main

import (
	"fmt"
	"strings"
	"time"
)

// document is the whole report.
func (r *report) document(_ *bench, now time.Time) string {
	var t strings.Builder
	fmt.Fprintf(&t, "# Performance\n\nWritten by `make bench` on %s: %s; %s.\n\n", now.Format(time.DateOnly), r.machine, r.versions)
	t.WriteString(r.table())
	if len(r.facts) > 0 {
		t.WriteString("\n| data | what | found |\n| --- | --- | --- |\n")
		for _, f := range r.facts {
			fmt.Fprintf(&t, "| %s | %s | %s |\n", f.data, f.what, f.found)
		}
	}
	return t.String()
}
