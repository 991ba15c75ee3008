// Command dump prints the schema of a freshly migrated database, as pg_dump writes it.
// It makes a throwaway cluster for that, so what it prints depends on the migrations alone.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"

	"backstreet/store"
	"backstreet/store/cluster"
)

func main() {
	if err := dump(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func dump(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "backstreet-dump-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	// The cluster's user may be another one, who has to get in.
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	c, err := cluster.Open(ctx, cluster.Options{DataDir: dir, Throwaway: true})
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }() // it is thrown away
	if _, err := store.Migrate(ctx, c.OwnerURL()); err != nil {
		return err
	}
	pgDump := exec.CommandContext(ctx, "pg_dump", "--schema-only", "--no-owner", "--no-privileges", c.OwnerURL())
	pgDump.Stdout, pgDump.Stderr = os.Stdout, os.Stderr
	if err := pgDump.Run(); err != nil {
		return fmt.Errorf("pg_dump: %w", err)
	}
	return nil
}
