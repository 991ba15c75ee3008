package cluster

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

const (
	// database is the database's name and that of the role that owns the cluster: a superuser, who
	// migrates.
	database = "backstreet"
	// service is the role that everything else runs as. It owns nothing and can switch no guard off.
	service = "backstreet_service"
	// pointerFile in the data directory names a cluster that lives elsewhere.
	pointerFile = "cluster"
	// elsewhere holds the clusters whose data directory their owner cannot reach.
	elsewhere = "/var/lib/backstreet"
)

// plainPath is what a socket directory may look like: the kernel takes 107 bytes
// for a socket's whole path (103 on macOS), and separators of connection strings
// and of postgresql.conf would need three kinds of escaping.
var plainPath = regexp.MustCompile(`^[A-Za-z0-9/._-]{1,80}$`)

// place is where a cluster lives and who owns it.
type place struct {
	dir   string // lock files, log, data/, socket/
	owner owner
}

// locate finds the cluster of a data directory, or makes room for a new one.
func locate(dataDir string) (place, error) {
	if err := os.MkdirAll(dataDir, 0o755); err != nil {
		return place{}, fmt.Errorf("make data directory: %w", err)
	}
	root, err := filepath.Abs(dataDir)
	if err != nil {
		return place{}, fmt.Errorf("data directory %s: %w", dataDir, err)
	}
	if root, err = filepath.EvalSymlinks(root); err != nil {
		return place{}, fmt.Errorf("data directory %s: %w", dataDir, err)
	}
	pointer := filepath.Join(root, pointerFile)
	named, err := os.ReadFile(pointer)
	if err == nil {
		return occupy(strings.TrimSpace(string(named)))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return place{}, fmt.Errorf("read where the cluster is: %w", err)
	}
	inside := filepath.Join(root, "postgres")
	if _, err := os.Lstat(inside); err == nil {
		return occupy(inside)
	}
	who, err := newOwner()
	if err != nil {
		return place{}, err
	}
	if who.reaches(root) {
		return occupy(inside)
	}
	outside := filepath.Join(elsewhere, shortHash(root))
	if err := os.MkdirAll(elsewhere, 0o755); err != nil {
		return place{}, fmt.Errorf("make room for the cluster: %w", err)
	}
	if err := os.WriteFile(pointer, []byte(outside+"\n"), 0o644); err != nil {
		return place{}, fmt.Errorf("note where the cluster is: %w", err)
	}
	return occupy(outside)
}

// occupy makes the private directory dir, or takes over the one that is there.
func occupy(dir string) (place, error) {
	who, err := privateDir(dir, owner{})
	if err != nil {
		return place{}, fmt.Errorf("cluster directory: %w", err)
	}
	return place{dir: dir, owner: who}, nil
}

// privateDir makes dir for want, or takes over the one that is there and belongs
// to want. A zero want accepts any owner that ownerOf accepts.
func privateDir(dir string, want owner) (owner, error) {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return owner{}, err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return owner{}, err
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return owner{}, fmt.Errorf("%s is not a private directory (%s): remove it", dir, info.Mode())
	}
	who, err := ownerOf(dir, info, want)
	if err != nil {
		return owner{}, err
	}
	if want != (owner{}) && who != want {
		return owner{}, fmt.Errorf("%s belongs to %s: remove it", dir, userName(who.uid))
	}
	if who.drop {
		err = os.Lchown(dir, who.uid, who.gid)
	}
	return who, err
}

func (p place) data() string { return filepath.Join(p.dir, "data") }

// socketDir is the private directory of the socket: beside the data, or, where
// that path is too long or too strange, under /tmp.
func (p place) socketDir() string {
	if dir := filepath.Join(p.dir, "socket"); plainPath.MatchString(dir) {
		return dir
	}
	return "/tmp/backstreet-" + shortHash(p.dir)
}

// url names the port too, lest a PGPORT in the environment changes it.
func (p place) url(role, name string) string {
	return fmt.Sprintf("postgres://%s@/%s?host=%s&port=5432", role, name, p.socketDir())
}

func shortHash(path string) string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(path)))[:16]
}
