package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"backstreet/tiles/bench/district"
)

// bench is one run of the measurement.
type bench struct {
	during      time.Duration
	rounds      int
	edits       int
	connections []int
	districts   []int
	parts       []string
	peers       peers
	lists       string // a directory of request lists; empty for our own
	keep        string
	program     string
	write       string

	report report
}

// parts of a measurement, in the order in which they run.
var allParts = []part{
	{"uncached", (*bench).uncached},
	{"size", (*bench).cost},
	{"content", (*bench).content},
	{"cached", (*bench).fromCache},
	{"far", (*bench).farZooms},
	{"overlay", (*bench).overlay},
	{"fresh", (*bench).freshness}, // last, for it changes what the others drew
}

type part struct {
	name    string
	measure func(*bench, context.Context, *city) error
}

func parse(arguments []string) (*bench, error) {
	b := &bench{}
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	flags.DurationVar(&b.during, "d", 3*time.Second, "how long each server is measured in each round")
	flags.IntVar(&b.rounds, "rounds", 3, "rounds; the medians over them are told")
	flags.IntVar(&b.edits, "edits", 1000, "edits to check the freshness by")
	connections := flags.String("c", "8,32", "numbers of connections")
	districts := flags.String("districts", "1,25", "sizes of the data, in districts of 39,475 features")
	chosen := flags.String("only", "", "parts to measure, with commas between; all when left out")
	flags.Var(&b.peers, "peer", "another server that runs on the databases: name=http://host:port/path with {z} {x} {y} and {layers} or {tables}; may be repeated")
	flags.StringVar(&b.lists, "lists", "", "a directory with request lists tiles_d1.txt, tiles_d25.txt to take in place of our own")
	flags.StringVar(&b.keep, "keep", "", "a directory in which the planted databases are kept for the next run")
	flags.StringVar(&b.program, "program", "bin/backstreet", "the built service")
	flags.StringVar(&b.write, "write", "", "a file to write the report to, such as docs/performance.md")
	_ = flags.Parse(arguments) // it exits
	var err error
	if b.connections, err = numbers(*connections); err != nil {
		return nil, fmt.Errorf("-c: %w", err)
	}
	if b.districts, err = numbers(*districts); err != nil {
		return nil, fmt.Errorf("-districts: %w", err)
	}
	if *chosen != "" {
		b.parts = strings.Split(*chosen, ",")
	}
	for _, name := range b.parts {
		if !slices.ContainsFunc(allParts, func(p part) bool { return p.name == name }) {
			return nil, fmt.Errorf("-only: there is no part %q", name)
		}
	}
	return b, nil
}

func numbers(list string) ([]int, error) {
	var all []int
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no number from 1", text)
		}
		all = append(all, n)
	}
	return all, nil
}

// measure runs every part on each size of the data, one size after the other.
func (b *bench) measure(ctx context.Context) error {
	all, err := openDatabases(ctx, b.keep)
	if err != nil {
		return err
	}
	defer all.close()
	if err := b.report.describe(ctx, all); err != nil {
		return err
	}
	for _, districts := range b.districts {
		if err := b.measureCity(ctx, all, districts); err != nil {
			return err
		}
	}
	return b.report.publish(b)
}

func (b *bench) measureCity(ctx context.Context, all *databases, districts int) error {
	db, err := all.planted(ctx, districts)
	if err != nil {
		return err
	}
	c := &city{database: db, postmaster: all.postmaster, list: district.Requests(districts)}
	if b.lists != "" {
		if c.list, err = district.ReadRequests(b.lists, districts); err != nil {
			return err
		}
	}
	defer c.close()
	if err := c.open(ctx, b.program); err != nil {
		return err
	}
	slog.Info("all servers are up", "database", db.name(), "features", districts*district.Features, "requests", len(c.list))
	for _, p := range allParts {
		if len(b.parts) > 0 && !slices.Contains(b.parts, p.name) {
			continue
		}
		if err := p.measure(b, ctx, c); err != nil {
			return fmt.Errorf("%s on %s: %w", p.name, db.name(), err)
		}
	}
	return nil
}

// pressure of one run: the warm-up is a quarter of what is measured.
func (b *bench) pressure(connections int) pressure {
	return pressure{connections: connections, warm: b.during / 4, during: b.during}
}
