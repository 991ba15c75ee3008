package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// stop ends the server after a last checkpoint and waits for all its processes;
// sessions that are still open are cut. The caller holds the lock.
func (c *Cluster) stop(ctx context.Context) error {
	nothing, err := c.place.tryLock(runningFile)
	if err == nil {
		unlock(nothing)
		return nil
	}
	if !errors.Is(err, errHeld) {
		return err
	}
	pid, err := c.place.serverPID()
	if err != nil {
		return fmt.Errorf("stop the cluster in %s: %w", c.place.dir, err)
	}
	if pid != 0 {
		// SIGINT asks PostgreSQL for a fast shutdown.
		if err := syscall.Kill(pid, syscall.SIGINT); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("stop PostgreSQL, process %d: %w", pid, err)
		}
	}
	ended, err := c.place.waitLock(ctx, runningFile)
	if err != nil {
		return fmt.Errorf("PostgreSQL in %s (process %d) is still stopping: %w", c.place.dir, pid, err)
	}
	// Empty now, and under /tmp nobody else would clear it away.
	_ = os.Remove(c.place.socketDir())
	unlock(ended)
	c.log.Info("cluster stopped", "dir", c.place.dir)
	return nil
}

// serverPID reads the living server's process number; 0 when it is just ending
// and has removed its file.
func (p place) serverPID() (int, error) {
	content, err := os.ReadFile(filepath.Join(p.data(), "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	first, _, _ := bytes.Cut(content, []byte("\n"))
	pid, err := strconv.Atoi(string(bytes.TrimSpace(first)))
	if err != nil || pid <= 1 {
		return 0, fmt.Errorf("postmaster.pid starts with %q, not with a process number", first)
	}
	return pid, nil
}
