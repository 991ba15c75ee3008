package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"backstreet/geo"
	"backstreet/rectify"
)

// staging holds the records of one import in a temporary table of one transaction, which Finish
// commits and everything else rolls back. All that is done to them is done set by set in SQL.
type staging struct {
	conn  *pgxpool.Conn
	tx    pgx.Tx
	run   rectify.Incoming
	kind  rectify.Kind
	scope []rectify.AreaID
	today rectify.Day

	district geo.MultiPolygon // records must meet it; empty lets them lie anywhere
	outside  string           // what is said of those that do not
	fates    []rectify.Fate   // of records that Put refused
	crowd    crowd
}

// Begin opens the staging of an import. It borrows a connection until Finish or Abort.
func (s *Store) Begin(ctx context.Context, run rectify.Incoming) (rectify.Staging, error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin import of %s: %w", run.File, translate(err))
	}
	g := &staging{conn: conn, run: run, today: rectify.DayOf(s.now())}
	if err := g.open(ctx); err != nil {
		g.Abort(ctx)
		return nil, fmt.Errorf("begin import of %s: %w", run.File, translate(err))
	}
	return g, nil
}

func (g *staging) open(ctx context.Context) (err error) {
	if g.tx, err = g.conn.Begin(ctx); err != nil {
		return err
	}
	if g.kind, err = importedKind(ctx, g.tx, g.run.Kind); err != nil {
		return err
	}
	if g.run.Actor != 0 {
		err = g.tx.QueryRow(ctx, `SELECT area_ids FROM person WHERE id = $1`, g.run.Actor).Scan(&g.scope)
		if err != nil {
			return fmt.Errorf("person %d: %w", g.run.Actor, translate(err))
		}
		if err := refuseContext(g.run.Kind, g.scope); err != nil {
			return err
		}
	}
	_, err = g.tx.Exec(ctx, `
		SET LOCAL statement_timeout = 0;
		SET LOCAL client_min_messages = warning; -- ST_IsValid tells every fault as a notice
		SET LOCAL work_mem = '64MB';
		SET LOCAL backstreet.service = 'on';
		SET LOCAL backstreet.import = 'on'; -- a geometry that changes now comes from a file
		CREATE TEMP TABLE staged (
			row        int NOT NULL,
			uid        uuid,
			fresh_uid  uuid, -- of a feature that turns out to be new
			ref        text,
			key        text,
			name       text,
			status     text,
			attributes jsonb,
			geom       geometry, -- in the coordinates of srid, whatever it is labelled
			srid       int,
			taken      boolean NOT NULL -- false: quarantined already; here only because it is not gone
		) ON COMMIT DROP`)
	return err
}

// importedKind describes what an import brings: a kind of the register, areas or base map.
func importedKind(ctx context.Context, tx pgx.Tx, key rectify.KindKey) (rectify.Kind, error) {
	switch key {
	case rectify.ImportAreas:
		return rectify.AreaKind, nil
	case rectify.ImportContext:
		return rectify.ContextKind, nil
	}
	return kindByKey(ctx, tx, key)
}

// Put checks the attributes and copies the records into the staging.
func (g *staging) Put(ctx context.Context, records []rectify.Staged) error {
	rows := make([][]any, len(records))
	for i, record := range records {
		row, fault := g.row(record)
		if fault != nil {
			g.fates = append(g.fates, *fault)
		} else {
			g.crowd.add(record)
		}
		rows[i] = row
	}
	return g.copyIn(ctx, rows)
}

func (g *staging) copyIn(ctx context.Context, rows [][]any) error {
	_, err := g.tx.CopyFrom(ctx, pgx.Identifier{"staged"},
		[]string{"row", "uid", "fresh_uid", "ref", "key", "name", "status", "attributes", "geom", "srid", "taken"},
		pgx.CopyFromRows(rows))
	if err != nil {
		return fmt.Errorf("stage %s: %w", g.run.File, translate(err))
	}
	return nil
}

// Finish decides what becomes of every record and applies it, or with DryRun only says so. When no
// record can be taken nothing is applied.
func (g *staging) Finish(ctx context.Context, options rectify.FinishOptions) (rectify.ImportResult, error) {
	defer g.Abort(ctx)
	result, err := g.finish(ctx, options)
	if err != nil {
		return rectify.ImportResult{}, fmt.Errorf("import %s: %w", g.run.File, translate(err))
	}
	return result, nil
}

func (g *staging) finish(ctx context.Context, options rectify.FinishOptions) (result rectify.ImportResult, err error) {
	if err := g.putNotGone(ctx, options.NotGone); err != nil {
		return result, err
	}
	// Two imports of one kind take turns, so that the second sees what the first brought.
	if _, err := g.tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1, hashtext($2))`, importLock, g.run.Kind); err != nil {
		return result, err
	}
	if result.Run, err = g.beginRun(ctx); err != nil {
		return result, err
	}
	if err := g.place(ctx, &result); err != nil {
		return result, err
	}
	if err := g.findDistrict(ctx); err != nil {
		return result, err
	}
	switch g.run.Kind {
	case rectify.ImportAreas:
		err = g.finishAreas(ctx, &result)
	case rectify.ImportContext:
		err = g.finishContext(ctx, &result)
	default:
		err = g.finishFeatures(ctx, options, &result)
	}
	if err != nil {
		return result, err
	}
	result.Fates = append(g.fates, result.Fates...)
	// A file of which nothing can be taken is not the file it should be: what it lacks is not gone.
	nothing := result.New+result.Changed+result.Unchanged == 0
	if options.DryRun || nothing {
		result.Run = g.run.ID // one that beginRun made is rolled back
		return result, nil
	}
	if err := g.endRun(ctx, result, options); err != nil {
		return result, err
	}
	return result, g.tx.Commit(ctx)
}

// putNotGone stages what identifies records that were quarantined before they came here.
func (g *staging) putNotGone(ctx context.Context, records []rectify.Staged) error {
	if len(records) == 0 {
		return nil
	}
	rows := make([][]any, len(records))
	for i, record := range records {
		rows[i] = quarantinedRow(record)
	}
	return g.copyIn(ctx, rows)
}

// abortGrace is how long a rollback may take; then the connection is cut, which is one as well.
const abortGrace = 10 * time.Second

// Abort forgets everything, also when ctx has ended. After the end of Finish it does nothing.
func (g *staging) Abort(ctx context.Context) {
	if g.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), abortGrace)
	defer cancel()
	if g.tx != nil {
		_ = g.tx.Rollback(ctx) // after a commit there is nothing left; a broken connection is not reused
	}
	g.conn.Release()
	g.conn = nil
}
