package cluster

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// stopTimeout is how long Close waits for others and for the last checkpoint.
const stopTimeout = time.Minute

// Options say where a cluster is and how careful it has to be.
type Options struct {
	// DataDir holds everything of one installation; made when missing.
	DataDir string
	// Log is told of starts, stops and waits; nil is silent.
	Log *slog.Logger
	// Throwaway trades durability for speed: for tests only.
	Throwaway bool
}

// Cluster is one use of a running server; it holds its share of the users lock.
type Cluster struct {
	place     place
	log       *slog.Logger
	users     *os.File
	throwaway bool

	closing  sync.Once
	closeErr error
}

// Open returns a running cluster with an empty or filled database "backstreet".
// It waits for a server that is starting, recovering or stopping until ctx ends.
func Open(ctx context.Context, options Options) (*Cluster, error) {
	log := options.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	home, err := locate(options.DataDir)
	if err != nil {
		return nil, err
	}
	lock, err := home.waitLock(ctx, lockFile)
	if err != nil {
		return nil, fmt.Errorf("wait for another process that starts or stops the cluster in %s: %w", home.dir, err)
	}
	defer unlock(lock)

	users, err := home.shareLock(usersFile)
	if err != nil {
		return nil, err
	}
	c := &Cluster{place: home, log: log, users: users, throwaway: options.Throwaway}
	if err := c.ready(ctx); err != nil {
		return nil, c.abandon(err)
	}
	return c, nil
}

// URL is a connection string for pgx, psql and QGIS while the cluster runs, as a role that may do what
// its owner has granted it: nothing at first.
func (c *Cluster) URL() string { return c.place.url(service, database) }

// OwnerURL is the same as the superuser who owns the cluster: for migrations, grants and pg_restore.
func (c *Cluster) OwnerURL() string { return c.place.url(database, database) }

// Revive starts the server again when it has ended although nobody stopped it. It waits for one that
// is recovering until ctx ends; of a living one it changes nothing.
func (c *Cluster) Revive(ctx context.Context) error {
	lock, err := c.place.waitLock(ctx, lockFile)
	if err != nil {
		return fmt.Errorf("wait for another process that starts or stops the cluster in %s: %w", c.place.dir, err)
	}
	defer unlock(lock)
	return c.ready(ctx)
}

// Close gives the cluster up; the last user stops the server. Later calls return
// the first one's answer.
func (c *Cluster) Close() error {
	c.closing.Do(func() { c.closeErr = c.leave() })
	return c.closeErr
}

func (c *Cluster) leave() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	lock, err := c.place.waitLock(ctx, lockFile)
	if err != nil {
		unlock(c.users)
		return fmt.Errorf("wait for another process that starts or stops the cluster in %s: %w", c.place.dir, err)
	}
	defer unlock(lock)
	return c.stopIfLast(ctx)
}

// abandon gives up an Open that failed with cause; the caller holds the lock.
func (c *Cluster) abandon(cause error) error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if err := c.stopIfLast(ctx); err != nil {
		c.log.Warn("cluster left running", "dir", c.place.dir, "error", err)
	}
	return cause
}

// stopIfLast drops the share of the users lock and, when nobody else has one,
// stops the server. The caller holds the lock, so nobody can join meanwhile.
func (c *Cluster) stopIfLast(ctx context.Context) error {
	unlock(c.users)
	last, err := c.place.tryLock(usersFile)
	if errors.Is(err, errHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unlock(last)
	return c.stop(ctx)
}
