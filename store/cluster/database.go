package cluster

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// pingTimeout is for one try to connect; a server on this machine answers in
// milliseconds or not yet.
const pingTimeout = 5 * time.Second

// ping tells whether the server answers.
func (p place) ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	conn, err := pgx.Connect(ctx, p.url(database, "postgres"))
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// ensureDatabase creates the database and the service's role; the lock keeps others from doing the same.
func (p place) ensureDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, p.url(database, "postgres"))
	if err != nil {
		return fmt.Errorf("connect to the cluster in %s: %w", p.dir, err)
	}
	defer conn.Close(ctx)
	var there, served bool
	err = conn.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1), EXISTS (SELECT FROM pg_roles WHERE rolname = $2)`,
		database, service).Scan(&there, &served)
	if err != nil {
		return fmt.Errorf("look for database %s: %w", database, err)
	}
	if !there {
		if _, err := conn.Exec(ctx, `CREATE DATABASE `+database); err != nil {
			return fmt.Errorf("create database %s: %w", database, err)
		}
	}
	if !served {
		if _, err := conn.Exec(ctx, `CREATE ROLE `+service+` LOGIN`); err != nil {
			return fmt.Errorf("create role %s: %w", service, err)
		}
	}
	return nil
}
