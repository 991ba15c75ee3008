package cluster_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"backstreet/store/cluster"
)

// userEnv makes the test binary one more user of the cluster in that directory.
const userEnv = "CLUSTER_TEST_USER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(userEnv); dir != "" {
		os.Exit(beUser(dir))
	}
	os.Exit(m.Run())
}

// beUser opens the cluster, prints its URL, and closes it at the end of stdin.
func beUser(dir string) int {
	c, err := cluster.Open(context.Background(), cluster.Options{DataDir: dir, Throwaway: true})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println(c.URL())
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := c.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// user is another process that has the cluster open.
type user struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
}

func startUser(t *testing.T, dir string) *user {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), userEnv+"="+dir)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Fatalf("user process printed %q: %v", line, err)
	}
	return &user{cmd: cmd, stdin: stdin}
}

func (u *user) leave(t *testing.T) {
	t.Helper()
	u.stdin.Close()
	if err := u.cmd.Wait(); err != nil {
		t.Errorf("user process: %v", err)
	}
}

func (u *user) kill(t *testing.T) {
	t.Helper()
	if err := u.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = u.cmd.Wait() // says only that it was killed
}

// newDataDir is a directory that the postgres user can reach, as t.TempDir is not.
func newDataDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "cluster")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t *testing.T, dir string) *cluster.Cluster {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, err := cluster.Open(ctx, cluster.Options{DataDir: dir, Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeCluster(t, c) })
	return c
}

func closeCluster(t *testing.T, c *cluster.Cluster) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// query returns the one text that sql answers to the owner.
func query(t *testing.T, c *cluster.Cluster, sql string) string {
	t.Helper()
	return queryAt(t, c.OwnerURL(), sql)
}

func queryAt(t *testing.T, url, sql string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var answer string
	if err := conn.QueryRow(t.Context(), sql).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return answer
}

func execute(t *testing.T, c *cluster.Cluster, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.OwnerURL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// home is where the cluster of dir lives.
func home(t *testing.T, dir string) string {
	t.Helper()
	if named, err := os.ReadFile(filepath.Join(dir, "cluster")); err == nil {
		return strings.TrimSpace(string(named))
	}
	return filepath.Join(dir, "postgres")
}

// serverPID is the number of the server's process; 0 when none is noted.
func serverPID(t *testing.T, dir string) int {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(home(t, dir), "data", "postmaster.pid"))
	if os.IsNotExist(err) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(content), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// TestOneClusterThroughItsLife takes one cluster through everything that happens
// to it, because each initdb costs seconds.
func TestOneClusterThroughItsLife(t *testing.T) {
	dir := newDataDir(t)
	var first int

	t.Run("concurrent first Opens make one cluster with the database", func(t *testing.T) {
		opened := make(chan *cluster.Cluster)
		for range 4 {
			go func() {
				c, err := cluster.Open(t.Context(), cluster.Options{DataDir: dir, Throwaway: true})
				if err != nil {
					t.Error(err)
				}
				opened <- c
			}()
		}
		for range 4 {
			c := <-opened
			if c == nil {
				continue
			}
			if got := query(t, c, "SELECT current_database()"); got != "backstreet" {
				t.Errorf("connected to database %q", got)
			}
			defer closeCluster(t, c)
		}
		first = serverPID(t, dir)
	})

	t.Run("the last user has stopped the server", func(t *testing.T) {
		if pid := serverPID(t, dir); pid != 0 {
			t.Errorf("the pid file still names process %d", pid)
		}
		if err := syscall.Kill(first, 0); err == nil {
			t.Errorf("process %d still lives", first)
		}
	})

	t.Run("is UTF-8, ordered by code point and without a TCP port", func(t *testing.T) {
		c := open(t, dir)
		settings := query(t, c, `SELECT current_setting('server_encoding') || ' ' || datcollate || ' ' || current_setting('listen_addresses')
			FROM pg_database WHERE datname = current_database()`)
		if settings != "UTF8 C.UTF-8 " {
			t.Errorf("encoding, collation and addresses are %q", settings)
		}
	})

	t.Run("psql takes the URL whatever the environment says", func(t *testing.T) {
		c := open(t, dir)
		psql := exec.Command("psql", "-XAtc", "SELECT 1", c.URL())
		psql.Env = append(os.Environ(), "PGPORT=1", "PGHOST=/nowhere")
		if out, err := psql.CombinedOutput(); err != nil || string(out) != "1\n" {
			t.Errorf("psql answers %q, %v", out, err)
		}
	})

	t.Run("its address is of a role that is no superuser and owns nothing", func(t *testing.T) {
		c := open(t, dir)
		if super := queryAt(t, c.URL(), "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"); super != "false" {
			t.Errorf("superuser is %s", super)
		}
		if owner := queryAt(t, c.URL(), "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"); owner != "backstreet" {
			t.Errorf("the database belongs to %s", owner)
		}
	})

	t.Run("two processes share it and the last one stops it", func(t *testing.T) {
		one, two := startUser(t, dir), startUser(t, dir)
		one.leave(t)
		if pid := serverPID(t, dir); pid == 0 {
			t.Error("stopped while the second process uses it")
		}
		two.leave(t)
		if pid := serverPID(t, dir); pid != 0 {
			t.Errorf("process %d still runs after the last user left", pid)
		}
	})

	t.Run("Ctrl-C of a user's process group does not reach the server", func(t *testing.T) {
		c := open(t, dir)
		group, err := syscall.Getpgid(serverPID(t, dir))
		if err != nil {
			t.Fatal(err)
		}
		if group == syscall.Getpgrp() {
			t.Error("the server is in our process group")
		}
		closeCluster(t, c)
	})

	t.Run("after kill -9 of its only user the living server is adopted, then stopped", func(t *testing.T) {
		startUser(t, dir).kill(t)
		left := serverPID(t, dir)
		c := open(t, dir)
		if now := serverPID(t, dir); left == 0 || now != left {
			t.Errorf("process %d was left, process %d serves now", left, now)
		}
		closeCluster(t, c)
		if pid := serverPID(t, dir); pid != 0 {
			t.Errorf("process %d was not stopped", pid)
		}
	})

	t.Run("kill -9 of one user does not stop it for the other", func(t *testing.T) {
		one, two := startUser(t, dir), startUser(t, dir)
		one.kill(t)
		c := open(t, dir)
		two.leave(t)
		if got := query(t, c, "SELECT 'alive'"); got != "alive" {
			t.Errorf("the server answers %q", got)
		}
	})

	t.Run("after kill -9 of the server the next Open recovers what was committed", func(t *testing.T) {
		crashed := open(t, dir)
		execute(t, crashed, "SET synchronous_commit = on; CREATE TABLE kept AS SELECT 'committed' AS word")
		if err := syscall.Kill(serverPID(t, dir), syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		c := open(t, dir)
		if got := query(t, c, "SELECT word FROM kept"); got != "committed" {
			t.Errorf("the table holds %q", got)
		}
	})

	t.Run("after kill -9 of the server it is revived under its user", func(t *testing.T) {
		c := open(t, dir)
		killed := serverPID(t, dir)
		if err := syscall.Kill(killed, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the second time there is nothing to do
			if err := c.Revive(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if got := query(t, c, "SELECT word FROM kept"); got != "committed" || serverPID(t, dir) == killed {
			t.Errorf("the table holds %q", got)
		}
	})

	t.Run("a stale pid file that names a living stranger is survived", func(t *testing.T) {
		stale := fmt.Sprintf("%d\n%s\n1\n5432\n\n\n\n", os.Getpid(), filepath.Join(home(t, dir), "data"))
		if err := os.Mkdir(filepath.Join(home(t, dir), "socket"), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"data/postmaster.pid", "socket/.s.PGSQL.5432.lock"} {
			if err := os.WriteFile(filepath.Join(home(t, dir), file), []byte(stale), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		open(t, dir)
	})

	t.Run("Close twice is once", func(t *testing.T) {
		staying, c := open(t, dir), open(t, dir)
		closeCluster(t, c)
		closeCluster(t, c)
		if got := query(t, staying, "SELECT 'alive'"); got != "alive" {
			t.Errorf("the server answers %q", got)
		}
	})

	t.Run("Open gives up when its context ends", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := cluster.Open(ctx, cluster.Options{DataDir: dir, Throwaway: true}); err == nil {
			t.Error("opened with a context that had ended")
		}
		if pid := serverPID(t, dir); pid != 0 {
			t.Errorf("process %d was left", pid)
		}
	})
}
