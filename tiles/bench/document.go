package main

import (
	"fmt"
	"strings"
	"time"
)

// document is the whole report, to be read by somebody who was not there.
func (r *report) document(b *bench, now time.Time) string {
	var t strings.Builder
	fmt.Fprintf(&t, "# Performance\n\n%s", introduction)
	fmt.Fprintf(&t, "Measured on %s: %s; %s. %s for each server in each of %d rounds.\n\n", now.Format(time.DateOnly), r.machine, r.versions, b.during, b.rounds)
	t.WriteString("## Servers side by side\n\n")
	t.WriteString(r.table())
	t.WriteString(legend)
	if len(r.facts) > 0 {
		t.WriteString("\n## Single numbers\n\n| data | what | found |\n| --- | --- | --- |\n")
		for _, f := range r.facts {
			fmt.Fprintf(&t, "| %s | %s | %s |\n", f.data, f.what, f.found)
		}
	}
	t.WriteString(repeating)
	return t.String()
}

const introduction = `How fast tiles are drawn, beside the least that a server of tiles out of PostGIS has to do. This page is written by
` + "`make bench`" + `; do not edit it. Compare numbers of one page only: the ratios hold elsewhere, the times do not. Client,
servers and PostgreSQL share the machine.

`

const legend = `
**data** is d1, a made-up district of 39,475 features (308 compounds, 167 back streets, 3,000 walls, 36,000 berths), or d25,
25 of them side by side. **asked**: 60 map sessions, about 12,000 tiles of zooms 10 to 18 in a shuffled order; "as the sessions ask"
is compounds and streets below zoom 13, walls from there, berths from 15. Each connection sends its next request when it has
read the answer; all ask for gzip.

| server | is |
| --- | --- |
| raw | ` + "`tiles/bench/raw.go`" + `: net/http, four connections, one statement for all layers with ST_AsMVT over simple geometries in web mercator, gzip at its fastest; id, name, status and unit. It draws whole geometries at every zoom |
| raw, all properties | the same with each property that our tiles have |
| engine, no cache | ` + "`tiles.Engine`" + ` on net/http, each tile drawn and compressed anew |
| fixed bytes | net/http that answers noise of the same sizes as the engine's tiles: the most that a cache can come to |
| engine, cached; engine, 304 | the engine as it is, all tiles asked for before; the same asked with the tile's ETag |
| serve, cached; serve, 304 | ` + "`backstreet serve`" + ` with all that belongs to it: sign-in by token, log, metrics |

**× base** is the rate divided by that of the first server of the same part, **p99 ÷ base** the same of the 99th percentile. **CPU** is
processor time for a request by /proc, of the server, of PostgreSQL's processes and of the client. **bytes** are the mean of
the answers' bodies as they were sent. Every number is the median over the rounds, in which the servers take turns.
`

const repeating = `
**Under edits**, eight editors fire events by the API on berths, walls and compounds. After each answer every tile of a random zoom that may
show the feature is asked for, its neighbours' buffers too; one that shows the feature as it was before is stale. Then
the replica, a second ` + "`serve`" + ` on the same database, is asked until it shows the event. Edits of geometry are
left to ` + "`tiles/model_test.go`" + `.

**Progress** is compared community by community, kind by kind: features, quantity, those done, those overdue.

## Do it again

` + "```sh" + `
make bench                                                # everything, about a quarter of an hour
make bench BENCH='-edits 10000 -rounds 5 -keep /var/tmp/bench'   # keeps the planted databases for the next time
go run ./tiles/bench -districts 1 -only uncached,cached   # one part; -help tells the flags
go test ./tiles -run PostGIS -every -timeout 1h           # every tile of both lists against ST_AsMVT
` + "```" + `

To measure another tile server beside these, start the databases, point it at the printed address (tables bench.compound,
bench.back_street, bench.painted_wall, bench.berth), and name it:

` + "```sh" + `
go run ./tiles/bench database -keep /var/tmp/bench
go run ./tiles/bench -keep /var/tmp/bench -peer 'pg_tileserv=http://127.0.0.1:7800/{tables}/{z}/{x}/{y}.pbf'
` + "```" + `

Where the time goes: ` + "`go run ./tiles/bench engine -db ADDRESS`" + ` serves the engine alone, with Go's profiles under /debug/pprof.
`
