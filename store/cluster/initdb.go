package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// initialise makes the cluster's data when there is none. It is made aside and
// then renamed, so that an interrupted initdb leaves nothing half-made.
func (p place) initialise(pg programs, throwaway bool) error {
	if _, err := os.Stat(p.data()); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	unfinished := p.data() + ".new"
	if err := os.RemoveAll(unfinished); err != nil {
		return fmt.Errorf("clear an interrupted initdb: %w", err)
	}
	args := []string{
		"--pgdata", unfinished, "--username", database,
		"--encoding=UTF8", "--locale=" + locale(), "--auth=trust", "--no-instructions",
	}
	if throwaway {
		args = append(args, "--no-sync")
	}
	out, err := p.owner.command(p.dir, filepath.Join(pg.bin, "initdb"), args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("initdb in %s: %w: %s", p.dir, err, lastLines(string(out)))
	}
	if err := os.Rename(unfinished, p.data()); err != nil {
		return fmt.Errorf("finish initdb: %w", err)
	}
	return nil
}

// locale orders text by code point: the same everywhere and at every version of
// the C library. macOS knows that order only by the name C.
func locale() string {
	if runtime.GOOS == "darwin" {
		return "C"
	}
	return "C.UTF-8"
}

// lastLines is the end of a program's output, where it says what is wrong.
func lastLines(output string) string {
	const most = 8
	lines := strings.Split(strings.TrimSpace(output), "\n")
	return strings.Join(lines[max(0, len(lines)-most):], "\n")
}
