package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// report gathers what a run finds.
type report struct {
	machine   string
	versions  string
	scenarios []scenario
	facts     []fact
}

// scenario is one part of the table: the servers that were compared, and how they were asked.
type scenario struct {
	data  string // d1, d25
	title string
	base  string // the server that the others are compared with
	rows  []row
}

// fact is a number that is no row of the table.
type fact struct{ data, what, found string }

func (r *report) add(c *city, s scenario) {
	s.data = c.name()
	r.scenarios = append(r.scenarios, s)
}

func (r *report) tell(c *city, what, found string, arguments ...any) {
	r.facts = append(r.facts, fact{c.name(), what, fmt.Sprintf(found, arguments...)})
}

// describe writes down where and on what it was measured.
func (r *report) describe(ctx context.Context, all *databases) error {
	processor := runtime.GOARCH
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(info)) {
			if name, ok := strings.CutPrefix(line, "model name"); ok {
				processor = strings.Trim(name, "\t :\n")
				break
			}
		}
	}
	r.machine = fmt.Sprintf("%d × %s, %s", runtime.NumCPU(), processor, runtime.GOOS)
	return withConnection(ctx, all.cluster.OwnerURL(), func(conn *pgx.Conn) error {
		var server, postgis string
		err := conn.QueryRow(ctx, `SELECT current_setting('server_version'),
			(SELECT default_version FROM pg_available_extensions WHERE name = 'postgis')`).Scan(&server, &postgis)
		r.versions = fmt.Sprintf("%s, PostgreSQL %s, PostGIS %s", runtime.Version(), server, postgis)
		return err
	})
}

// publish prints the report and, when asked, writes it to a file.
func (r *report) publish(b *bench) error {
	text := r.document(b, time.Now())
	fmt.Print(text)
	if b.write == "" {
		return nil
	}
	if err := os.WriteFile(b.write, []byte(text), 0o644); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
