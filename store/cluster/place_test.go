package cluster_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"backstreet/store/cluster"
)

// TestRootBecomesAnotherUser is about what only root can meet.
func TestRootBecomesAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root has to become another user")
	}
	t.Parallel()
	hidden := filepath.Join(newDataDir(t), "hidden")
	if err := os.Mkdir(hidden, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(hidden, "data")
	var away string
	t.Cleanup(func() { os.RemoveAll(away) }) // after the cluster's own cleanup, which closes it
	c := open(t, dir)
	away = home(t, dir)

	t.Run("a data directory it cannot reach is left for /var/lib/backstreet", func(t *testing.T) {
		if filepath.Dir(away) != "/var/lib/backstreet" {
			t.Errorf("the cluster is in %s", away)
		}
		if got := query(t, c, "SELECT current_setting('data_directory')"); got != filepath.Join(away, "data") {
			t.Errorf("the server works in %s", got)
		}
	})
	t.Run("the next Open finds it there", func(t *testing.T) {
		if again := open(t, dir); again.URL() != c.URL() {
			t.Errorf("URL was %s, is %s", c.URL(), again.URL())
		}
	})
	t.Run("no process of it is root's", func(t *testing.T) {
		info, err := os.Stat(filepath.Join("/proc", query(t, c, "SELECT pg_backend_pid()::text"), "."))
		if err == nil && info.Sys().(*syscall.Stat_t).Uid == 0 {
			t.Error("a server process runs as root")
		}
		info, err = os.Stat(filepath.Join(away, "data"))
		if err != nil {
			t.Fatal(err)
		}
		if info.Sys().(*syscall.Stat_t).Uid == 0 {
			t.Error("the cluster's files are root's")
		}
	})
}

func TestLongOrStrangePathsHaveTheirSocketUnderTmp(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(newDataDir(t), strings.Repeat("很长的, path", 9))
	c := open(t, dir)
	if !strings.Contains(c.URL(), "?host=/tmp/backstreet-") {
		t.Errorf("URL is %s", c.URL())
	}
	if got := query(t, c, "SELECT 'alive'"); got != "alive" {
		t.Errorf("the server answers %q", got)
	}
}

func TestAClusterOfAnotherVersionSaysWhatToInstall(t *testing.T) {
	t.Parallel()
	dir := newDataDir(t)
	if err := os.MkdirAll(filepath.Join(dir, "postgres", "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "postgres"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "postgres", "data", "PG_VERSION"), []byte("9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := cluster.Open(context.Background(), cluster.Options{DataDir: dir})
	if err == nil || !strings.Contains(err.Error(), "install postgresql-9-postgis-3") {
		t.Errorf("the error is %v", err)
	}
}
