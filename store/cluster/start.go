package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

const (
	// pingPoll is the pause between tries to connect to a server that comes up.
	pingPoll = 20 * time.Millisecond
	// patience is how long a wait may last before the log hears of it.
	patience = 2 * time.Second
	// maxLogBytes is how large the server's log may be when it is started.
	maxLogBytes = 16 << 20
)

// ready adopts the living server or starts one, and sees to the database. The
// caller holds the lock and a share of users.
func (c *Cluster) ready(ctx context.Context) error {
	running, adopted, err := c.adopt(ctx)
	if err == nil && !adopted {
		err = c.start(ctx, running)
	}
	if err != nil {
		return err
	}
	return c.place.ensureDatabase(ctx)
}

// adopt waits for a living server to answer. When none lives it returns the
// running lock, to be handed to the server that is started now.
func (c *Cluster) adopt(ctx context.Context) (running *os.File, adopted bool, err error) {
	said := time.Now().Add(patience)
	for {
		unanswered := c.place.ping(ctx)
		if unanswered == nil {
			c.log.Debug("cluster adopted", "dir", c.place.dir)
			return nil, true, nil
		}
		running, err := c.place.tryLock(runningFile)
		if !errors.Is(err, errHeld) {
			return running, false, err
		}
		if time.Now().After(said) {
			c.log.Info("waiting for the cluster, which is starting, recovering or stopping", "dir", c.place.dir, "says", unanswered)
			said = said.Add(10 * patience)
		}
		if err := pause(ctx, pingPoll); err != nil {
			return nil, false, fmt.Errorf("wait for the cluster in %s to answer: %w (%w)", c.place.dir, err, unanswered)
		}
	}
}

// start runs the server, which inherits the running lock and keeps it for as
// long as one of its processes lives.
func (c *Cluster) start(ctx context.Context, running *os.File) error {
	defer running.Close()
	p, began := c.place, time.Now()
	pg, err := findPrograms(p.data())
	if err != nil {
		return err
	}
	if err := p.prepare(pg, c.throwaway); err != nil {
		return err
	}
	output, err := p.openLog()
	if err != nil {
		return err
	}
	defer output.Close()
	written, err := output.Seek(0, 2)
	if err != nil {
		return fmt.Errorf("read the server's log: %w", err)
	}

	server := p.owner.command(p.dir, filepath.Join(pg.bin, "postgres"), "-D", p.data())
	server.Stdout, server.Stderr = output, output
	server.ExtraFiles = []*os.File{running}
	if err := server.Start(); err != nil {
		return fmt.Errorf("start %s: %w", server.Path, err)
	}
	// Reaps the server whenever it ends, perhaps long after this Cluster: another
	// process may be the last user.
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		_ = server.Wait() // its log says why it ended
	}()

	if err := p.awaitStart(ctx, exited); err != nil {
		if ctx.Err() != nil {
			// It may be too young to have a pid file for stop to read.
			_ = server.Process.Signal(syscall.SIGINT) // an error says that it has ended
			<-exited
		}
		return fmt.Errorf("start PostgreSQL in %s: %w\n%s", p.dir, err, logSince(output.Name(), written))
	}
	c.log.Info("cluster started", "dir", p.dir, "postgresql", pg.major, "took", time.Since(began).Round(time.Millisecond))
	return nil
}

// prepare brings everything on disk into the state a start needs.
func (p place) prepare(pg programs, throwaway bool) error {
	if err := p.initialise(pg, throwaway); err != nil {
		return err
	}
	if err := p.configure(throwaway); err != nil {
		return err
	}
	if _, err := privateDir(p.socketDir(), p.owner); err != nil {
		return fmt.Errorf("socket directory: %w", err)
	}
	return p.removeStale()
}

// removeStale removes the files by which PostgreSQL recognises a living server.
// We hold the running lock, so they can only name a dead one; PostgreSQL itself
// would refuse to start when that process number is another program's by now.
func (p place) removeStale() error {
	for _, file := range []string{
		filepath.Join(p.data(), "postmaster.pid"),
		filepath.Join(p.socketDir(), ".s.PGSQL.5432.lock"),
	} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove a stale pid file: %w", err)
		}
	}
	return nil
}

func (p place) awaitStart(ctx context.Context, exited <-chan struct{}) error {
	for p.ping(ctx) != nil {
		select {
		case <-exited:
			return errors.New("it ended at once")
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pingPoll):
		}
	}
	return nil
}

// openLog opens the server's log, after putting a large one aside.
func (p place) openLog() (*os.File, error) {
	path := filepath.Join(p.dir, "postgres.log")
	if info, err := os.Stat(path); err == nil && info.Size() > maxLogBytes {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, fmt.Errorf("put the server's log aside: %w", err)
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the server's log: %w", err)
	}
	return f, p.owner.own(f)
}

func logSince(path string, offset int64) string {
	content, err := os.ReadFile(path)
	if err != nil || int64(len(content)) < offset {
		return "(its log cannot be read)"
	}
	return lastLines(string(content[offset:]))
}
