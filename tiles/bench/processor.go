package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// ticks a second in /proc, which the kernel keeps at a hundred for programs whatever it uses itself.
const ticks = 100

// processStat is what /proc tells of a process.
type processStat struct {
	parent         int
	own, childrens time.Duration // processor time, and that of children who ended
}

// statOf reads /proc/PID/stat. The name in it is in brackets and may hold anything.
func statOf(pid string) (processStat, error) {
	content, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return processStat{}, fmt.Errorf("read a process's times: %w", err)
	}
	fields := bytes.Fields(content[bytes.LastIndexByte(content, ')')+1:])
	number := func(i int) int64 {
		n, _ := strconv.ParseInt(string(fields[i]), 10, 64)
		return n
	}
	took := func(i int) time.Duration { return time.Duration(number(i)+number(i+1)) * (time.Second / ticks) }
	return processStat{parent: int(number(1)), own: took(11), childrens: took(13)}, nil
}

// processor is the processor time that each side has used so far.
type processor struct{ server, database, client time.Duration }

// usedBy reads it for a server and for PostgreSQL, whose work is done by children of the postmaster.
func usedBy(server, postmaster int) processor {
	var used processor
	if of, err := statOf(strconv.Itoa(server)); err == nil {
		used.server = of.own
	}
	if of, err := statOf("self"); err == nil {
		used.client = of.own
	}
	if of, err := statOf(strconv.Itoa(postmaster)); err == nil {
		used.database = of.own + of.childrens
	}
	paths, _ := filepath.Glob("/proc/[0-9]*") // the pattern is good
	for _, path := range paths {
		if of, err := statOf(filepath.Base(path)); err == nil && of.parent == postmaster {
			used.database += of.own
		}
	}
	return used
}

func (p processor) since(before processor) processor {
	return processor{p.server - before.server, p.database - before.database, p.client - before.client}
}
