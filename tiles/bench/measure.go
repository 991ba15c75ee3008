package main

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"time"

	"backstreet/tiles/bench/district"
)

// row is a server's medians over the rounds of one scenario.
type row struct {
	name   string
	median sample
	// spread is the lowest and the highest rate of a round.
	low, high float64
}

// interleaved asks the targets one after the other in every round, so that whatever else the machine does falls on
// all of them.
func interleaved(ctx context.Context, targets []target, list []district.Tile, p pressure, rounds, postmaster int) ([]row, error) {
	samples := make([][]sample, len(targets))
	for range rounds {
		for i, t := range targets {
			s, err := run(ctx, t, list, p, postmaster)
			if err != nil {
				return nil, err
			}
			samples[i] = append(samples[i], s)
			slog.Info("measured", "server", t.name, "connections", p.connections, "rate", int(s.rate), "p99", s.p99)
		}
	}
	rows := make([]row, len(targets))
	for i, t := range targets {
		rows[i] = row{
			name: t.name, median: medianOf(samples[i]),
			low:  slices.MinFunc(samples[i], byRate).rate,
			high: slices.MaxFunc(samples[i], byRate).rate,
		}
	}
	return rows, nil
}

func byRate(a, b sample) int { return cmp.Compare(a.rate, b.rate) }

// medianOf takes each number's own median.
func medianOf(samples []sample) sample {
	return sample{
		requests: median(samples, func(s sample) int { return s.requests }),
		rate:     median(samples, func(s sample) float64 { return s.rate }),
		p50:      median(samples, func(s sample) time.Duration { return s.p50 }),
		p99:      median(samples, func(s sample) time.Duration { return s.p99 }),
		bytes:    median(samples, func(s sample) float64 { return s.bytes }),
		server:   median(samples, func(s sample) time.Duration { return s.server }),
		database: median(samples, func(s sample) time.Duration { return s.database }),
		client:   median(samples, func(s sample) time.Duration { return s.client }),
	}
}

func median[T any, N cmp.Ordered](of []T, number func(T) N) N {
	numbers := make([]N, len(of))
	for i, one := range of {
		numbers[i] = number(one)
	}
	slices.Sort(numbers)
	return numbers[len(numbers)/2]
}
