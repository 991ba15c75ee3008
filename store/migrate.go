package store

import (
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrationLock is the advisory lock that lets one process migrate at a time.
const migrationLock = 0x6261636b // "back"

// Migrate brings the schema of the database at url up to date, ours and then river's, and says
// which files it applied. Several processes may call it at once: they take turns. It has
// connections of its own, because a migration may run for long and as another database user.
func Migrate(ctx context.Context, url string) (applied []string, err error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	config.MaxConns = 4
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	defer pool.Close()
	unlock, err := lockMigrations(ctx, pool)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", translate(err))
	}
	defer unlock()

	provider, err := migrations(pool)
	if err != nil {
		return nil, err
	}
	results, err := provider.Up(ctx)
	for _, result := range results {
		applied = append(applied, result.Source.Path)
	}
	if err != nil {
		return applied, fmt.Errorf("migrate: %w", err)
	}
	if _, err := pool.Exec(ctx, `SELECT keep_guards()`); err != nil {
		return applied, fmt.Errorf("migrate: %w", translate(err))
	}
	jobs, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return applied, fmt.Errorf("migrate jobs: %w", err)
	}
	if _, err := jobs.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return applied, fmt.Errorf("migrate jobs: %w", err)
	}
	return applied, nil
}

// lockMigrations waits for its turn. The lock lives on one connection that does nothing else.
func lockMigrations(ctx context.Context, pool *pgxpool.Pool) (unlock func(), err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, migrationLock); err != nil {
		conn.Release()
		return nil, err
	}
	return func() {
		// A connection that was cut has lost the lock already; then there is nothing to give back.
		_, _ = conn.Exec(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrationLock)
		conn.Release()
	}, nil
}

// Migrated reports whether every migration that this binary knows is applied.
func (s *Store) Migrated(ctx context.Context) (bool, error) {
	provider, err := migrations(s.pool)
	if err != nil {
		return false, err
	}
	pending, err := provider.HasPending(ctx)
	return !pending, translate(err)
}

// SchemaID changes whenever a migration does: it names every file with its contents.
func SchemaID() string {
	var id strings.Builder
	err := fs.WalkDir(migrationFiles, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := migrationFiles.ReadFile(path)
		fmt.Fprintf(&id, "%s %x\n", path, sha256.Sum256(body))
		return err
	})
	if err != nil {
		panic(err) // the files are compiled in: they can always be read
	}
	return id.String()
}

func migrations(pool *pgxpool.Pool) (*goose.Provider, error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, stdlib.OpenDBFromPool(pool), files)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return provider, nil
}
