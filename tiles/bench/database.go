package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/cluster"
	"backstreet/tiles/bench/district"
)

// databases are the planted ones on one private cluster, as durable as an installation's.
type databases struct {
	cluster *cluster.Cluster
	dir     string
	keep    bool
	// postmaster is the process whose children do PostgreSQL's work.
	postmaster int
}

// database is one that was planted with so many districts.
type database struct {
	districts  int
	url, owner string // of the service's role, and of the tables' owner
}

func (d database) name() string { return fmt.Sprintf("d%d", d.districts) }

// openDatabases starts the cluster, in a directory to keep or in one that goes with it.
func openDatabases(ctx context.Context, keep string) (*databases, error) {
	all := &databases{dir: keep, keep: keep != ""}
	if keep == "" {
		dir, err := os.MkdirTemp("", "backstreet-bench-")
		if err != nil {
			return nil, fmt.Errorf("make a directory for the cluster: %w", err)
		}
		all.dir = dir
	} else if err := os.MkdirAll(keep, 0o755); err != nil {
		return nil, fmt.Errorf("make the directory to keep: %w", err)
	}
	// The server may run as another user, who has to get in.
	if err := os.Chmod(all.dir, 0o755); err != nil {
		return nil, fmt.Errorf("open the cluster's directory to its user: %w", err)
	}
	var err error
	if all.cluster, err = cluster.Open(ctx, cluster.Options{DataDir: all.dir, Log: slog.Default()}); err != nil {
		return nil, err
	}
	err = withConnection(ctx, all.cluster.OwnerURL(), func(conn *pgx.Conn) error {
		var checkpointer int
		err := conn.QueryRow(ctx, `SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'`).Scan(&checkpointer)
		all.postmaster = parentOf(checkpointer)
		return err
	})
	return all, errors.Join(err)
}

func (all *databases) close() {
	if err := all.cluster.Close(); err != nil {
		slog.Warn("stop the cluster", "error", err)
	}
	if !all.keep {
		_ = os.RemoveAll(all.dir) // a leftover in the temporary directory harms nobody
	}
}

// planted gives the database of so many districts, and fills it when it is not there yet.
func (all *databases) planted(ctx context.Context, districts int) (database, error) {
	db := database{districts: districts}
	db.owner, db.url = withName(all.cluster.OwnerURL(), db.name()), withName(all.cluster.URL(), db.name())
	var ready bool
	err := withConnection(ctx, all.cluster.OwnerURL(), func(conn *pgx.Conn) error {
		err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, db.name()).Scan(&ready)
		if err != nil || ready {
			return err
		}
		_, err = conn.Exec(ctx, `CREATE DATABASE `+db.name())
		return err
	})
	if err != nil {
		return db, fmt.Errorf("make database %s: %w", db.name(), err)
	}
	if ready {
		return db, all.check(ctx, db)
	}
	return db, db.plant(ctx)
}

// check refuses a database whose planting was cut short.
func (all *databases) check(ctx context.Context, db database) error {
	return withConnection(ctx, db.owner, func(conn *pgx.Conn) error {
		var whole bool
		if err := conn.QueryRow(ctx, `SELECT to_regclass('bench.planted') IS NOT NULL`).Scan(&whole); err != nil {
			return err
		}
		if !whole {
			return fmt.Errorf("database %s in %s was planted in part: remove the directory", db.name(), all.dir)
		}
		return nil
	})
}

// plant fills the database as the demo does, with every trigger and foreign key on.
func (d database) plant(ctx context.Context) error {
	began := time.Now()
	if _, err := store.Migrate(ctx, d.owner); err != nil {
		return err
	}
	if err := store.Grant(ctx, d.owner, d.url); err != nil {
		return err
	}
	planter, err := store.Open(ctx, d.owner, store.Options{})
	if err != nil {
		return err
	}
	defer planter.Close()
	rows, said := 0, time.Now()
	told := func(more int) {
		if rows += more; time.Since(said) > 10*time.Second {
			slog.Info("planting", "database", d.name(), "rows", rows)
			said = time.Now()
		}
	}
	if err := planter.PlantAll(ctx, district.Seeds(d.districts, rectify.DayOf(time.Now())), "a bench password", told); err != nil {
		return err
	}
	err = withConnection(ctx, d.owner, func(conn *pgx.Conn) error { return layOutForRaw(ctx, conn) })
	if err != nil {
		return fmt.Errorf("lay out database %s for the raw handler: %w", d.name(), err)
	}
	slog.Info("planted", "database", d.name(), "rows", rows, "took", time.Since(began).Round(time.Second))
	return nil
}

// layOutForRaw copies what tiles show into tables that are as good for ST_AsMVT as can be: simple geometries
// in web mercator, one narrow table for each kind, an index, statistics. Zero and empty are NULL, which
// ST_AsMVT leaves out.
func layOutForRaw(ctx context.Context, conn *pgx.Conn) error {
	steps := []string{`VACUUM (ANALYSE)`, `CREATE SCHEMA bench`}
	for _, kind := range district.Kinds {
		steps = append(steps, strings.NewReplacer("{kind}", kind).Replace(`
			CREATE TABLE bench.{kind} AS SELECT id, coalesce(nullif(name, ''), ref) AS title, status, unit_id,
				quantity, nullif(name, '') AS name, ref, nullif(area_id, 0) AS area_id,
				nullif(day_number(listed_on), 0) AS listed_day, nullif(day_number(planned_on), 0) AS planned_day,
				nullif(day_number(due_on), 0) AS due_day, nullif(day_number(submitted_on), 0) AS submitted_day,
				nullif(day_number(verified_on), 0) AS verified_day, nullif(reworks, 0) AS rework,
				ST_GeometryN(ST_Transform(geom, 3857), 1) AS geom
			FROM feature WHERE kind = '{kind}' ORDER BY id`),
			`ALTER TABLE bench.`+kind+` ADD PRIMARY KEY (id)`,
			`CREATE INDEX ON bench.`+kind+` USING gist (geom)`,
			`VACUUM (ANALYSE) bench.`+kind)
	}
	for _, step := range append(steps, `CREATE TABLE bench.planted ()`, `CHECKPOINT`) {
		if _, err := conn.Exec(ctx, step); err != nil {
			return fmt.Errorf("%s: %w", step, err)
		}
	}
	return nil
}

func withConnection(ctx context.Context, address string, use func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	defer conn.Close(ctx)
	return use(conn)
}

// withName is the same server's address with another database.
func withName(address, name string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return address // the cluster's own address is one
	}
	parsed.Path = "/" + name
	return parsed.String()
}

// parentOf is the process that started another one.
func parentOf(pid int) int {
	fields, err := statOf(strconv.Itoa(pid))
	if err != nil {
		return 0
	}
	return fields.parent
}
