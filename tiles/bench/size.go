package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// cost tells what the size of the data costs: memory, and the time until the service is ready.
func (b *bench) cost(ctx context.Context, c *city) error {
	of, err := loadedOf(ctx, c.cached)
	if err != nil {
		return err
	}
	features := uint64(of.Features)
	b.report.tell(c, "engine alone, heap for each feature, indices, cells, names and attributes included", "%d bytes", of.HeapBytes/features)
	b.report.tell(c, "engine alone, loading", "%.2f s to read %d features from PostGIS, %.2f s to prepare them", of.Read, features, of.Prepared)
	b.report.tell(c, "serve, from its start until it is ready", "%.2f s", c.service.ready.Seconds())
	resident, err := residentMB(c.service.pid)
	if err != nil {
		return err
	}
	b.report.tell(c, "serve, resident memory after loading", "%d MB, %d bytes for each feature", resident, uint64(resident)<<20/features)
	return nil
}

// residentMB is the memory of a process that is in use.
func residentMB(pid int) (int, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, fmt.Errorf("read the memory of a process: %w", err)
	}
	for line := range strings.Lines(string(content)) {
		if kB, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kB), "kB")))
			return n >> 10, err
		}
	}
	return 0, fmt.Errorf("process %d tells no memory", pid)
}
