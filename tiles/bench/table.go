package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// table is everything measured in rounds, as Markdown.
func (r *report) table() string {
	var t strings.Builder
	t.WriteString("| data | asked | server | req/s (lowest–highest) | × base | p50 ms | p99 ms | p99 ÷ base | CPU server µs | CPU PostgreSQL µs | CPU client µs | bytes |\n")
	t.WriteString("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, s := range r.scenarios {
		base := s.rows[slices.IndexFunc(s.rows, func(r row) bool { return r.name == s.base })].median
		for _, of := range s.rows {
			m := of.median
			fmt.Fprintf(&t, "| %s | %s | %s | %.0f (%.0f–%.0f) | %.2f | %s | %s | %.3f | %d | %d | %d | %.0f |\n",
				s.data, s.title, of.name, m.rate, of.low, of.high, m.rate/base.rate, milliseconds(m.p50), milliseconds(m.p99),
				float64(m.p99)/float64(base.p99), m.server.Microseconds(), m.database.Microseconds(), m.client.Microseconds(), m.bytes)
		}
	}
	return t.String()
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }
