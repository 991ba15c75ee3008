package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// The lock files in the cluster's directory; doc.go says what each one means.
const (
	lockFile    = "lock"
	usersFile   = "users"
	runningFile = "running"
)

// lockPoll is the pause between tries: flock itself cannot be cancelled.
const lockPoll = 20 * time.Millisecond

// openLock opens a lock file, which belongs to the cluster's owner so that root
// and the owner can share a cluster. It follows no link: the owner could have
// put one there for root to stumble over.
func (p place) openLock(name string) (*os.File, error) {
	path := filepath.Join(p.dir, name)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open lock file: %w", err)
	}
	if err := p.owner.own(f); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// errHeld says that somebody else holds a lock.
var errHeld = errors.New("held by another process")

// tryLock takes a lock alone, or says errHeld.
func (p place) tryLock(name string) (*os.File, error) {
	f, err := p.openLock(name)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, errHeld
	}
	return nil, fmt.Errorf("lock %s: %w", f.Name(), err)
}

// waitLock takes a lock alone, waiting for its holder until ctx ends.
func (p place) waitLock(ctx context.Context, name string) (*os.File, error) {
	for {
		f, err := p.tryLock(name)
		if !errors.Is(err, errHeld) {
			return f, err
		}
		if err := pause(ctx, lockPoll); err != nil {
			return nil, err
		}
	}
}

// shareLock takes a lock together with others.
func (p place) shareLock(name string) (*os.File, error) {
	f, err := p.openLock(name)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH); err != nil {
		f.Close()
		return nil, fmt.Errorf("share %s: %w", f.Name(), err)
	}
	return f, nil
}

// unlock releases a lock at once. Closing alone would not: a child that is being
// forked at this moment still holds a copy of the descriptor.
func unlock(f *os.File) {
	_ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
	f.Close()
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
