// Package storetest gives each test a PostGIS database of its own: a clone of one migrated
// template, on a throwaway cluster or on the server that BACKSTREET_TEST_DATABASE_URL names.
//
//	func TestMain(m *testing.M) { storetest.Main(m) }
//
//	func TestX(t *testing.T) { db := storetest.New(t, store.Options{}) … }
package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"backstreet/store"
	"backstreet/store/cluster"
)

var server struct {
	once sync.Once
	url  string // of a database from which others may be made
	err  error
	stop func()
}

// Main runs a package's tests and stops the cluster that they started, if any.
func Main(m *testing.M) {
	code := m.Run()
	if server.stop != nil {
		server.stop()
	}
	os.Exit(code)
}

// New opens a database with the current schema and nothing else in it. It goes with the test.
func New(t testing.TB, options store.Options) *store.Store {
	t.Helper()
	db, err := store.Open(t.Context(), URL(t), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// URL is the address of a fresh migrated database, for tests that open it themselves.
func URL(t testing.TB) string {
	t.Helper()
	server.once.Do(start)
	if server.err != nil {
		t.Fatalf("test database: %v", server.err)
	}
	return create(t, template(t))
}

// EmptyURL is the address of a fresh database without a schema, for tests that restore a dump into it.
func EmptyURL(t testing.TB) string {
	t.Helper()
	server.once.Do(start)
	if server.err != nil {
		t.Fatalf("test database: %v", server.err)
	}
	return create(t, "template0")
}

// create makes a database that goes with the test.
func create(t testing.TB, template string) string {
	t.Helper()
	name := "t_" + uuid.NewString()[:13]
	exec(t, fmt.Sprintf(`CREATE DATABASE %q TEMPLATE %q`, name, template))
	t.Cleanup(func() { exec(t, fmt.Sprintf(`DROP DATABASE %q WITH (FORCE)`, name)) })
	return withDatabase(t, name)
}

func start() {
	if server.url = os.Getenv("BACKSTREET_TEST_DATABASE_URL"); server.url != "" {
		return
	}
	dir, err := os.MkdirTemp("", "backstreet-test-")
	if err != nil {
		server.err = err
		return
	}
	// The server may run as another user, who has to get in.
	if server.err = os.Chmod(dir, 0o755); server.err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := cluster.Open(ctx, cluster.Options{DataDir: dir, Throwaway: true})
	if err != nil {
		server.err = err
		return
	}
	server.url = c.OwnerURL()
	server.stop = func() {
		if err := c.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "stop test cluster:", err)
		}
		_ = os.RemoveAll(dir) // a leftover in the temporary directory harms nobody
	}
}

var templates struct {
	once sync.Once
	name string
}

// template makes the migrated database that all others are clones of. Its name carries the schema's
// hash, so that several test binaries on one server share it and a changed schema makes a new one.
func template(t testing.TB) string {
	templates.once.Do(func() {
		sum := sha256.Sum256([]byte(store.SchemaID()))
		name := "template_" + hex.EncodeToString(sum[:6])
		conn := connect(t)
		defer conn.Close(t.Context())
		// Two test binaries may come here at once: the second waits and finds it made.
		if _, err := conn.Exec(t.Context(), `SELECT pg_advisory_lock(hashtext($1))`, name); err != nil {
			t.Fatal(err)
		}
		var ready bool
		err := conn.QueryRow(t.Context(), `
			SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)`, name).Scan(&ready)
		if err != nil {
			t.Fatal(err)
		}
		if !ready {
			exec(t, fmt.Sprintf(`DROP DATABASE IF EXISTS %q`, name))
			exec(t, fmt.Sprintf(`CREATE DATABASE %q`, name))
			if _, err := store.Migrate(t.Context(), withDatabase(t, name)); err != nil {
				t.Fatal(err)
			}
			exec(t, fmt.Sprintf(`ALTER DATABASE %q IS_TEMPLATE true`, name))
		}
		templates.name = name
	})
	if templates.name == "" {
		t.Fatal("the template database could not be made")
	}
	return templates.name
}

func connect(t testing.TB) *pgx.Conn {
	t.Helper()
	// A cleanup runs when the test's own context has ended.
	conn, err := pgx.Connect(context.WithoutCancel(t.Context()), server.url)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func exec(t testing.TB, sql string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	conn := connect(t)
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func withDatabase(t testing.TB, name string) string {
	t.Helper()
	address, err := url.Parse(server.url)
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/" + name
	return address.String()
}
