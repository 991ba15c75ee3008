package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Store is a pool of connections to one PostGIS database.
type Store struct {
	pool *pgxpool.Pool
	log  *slog.Logger
	now  func() time.Time

	listener listener
}

// Options of Open.
type Options struct {
	MaxConns int32            // 0 is 16
	Log      *slog.Logger     // nil is slog.Default()
	Now      func() time.Time // nil is time.Now: the server's clock, by which deadlines are judged
}

// Open connects to the database at url. The schema is brought up to date by Migrate, not here.
func Open(ctx context.Context, url string, options Options) (*Store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database address: %w", err)
	}
	config.MaxConns = max(options.MaxConns, 0)
	if config.MaxConns == 0 {
		config.MaxConns = 16
	}
	config.ConnConfig.RuntimeParams["application_name"] = "backstreet"
	config.ConnConfig.RuntimeParams["statement_timeout"] = "5s"
	config.ConnConfig.RuntimeParams["timezone"] = "Asia/Shanghai"
	config.AfterConnect = registerGeometry
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reach database: %w", err)
	}
	s := &Store{pool: pool, log: options.Log, now: options.Now, listener: newListener()}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.now == nil {
		s.now = time.Now
	}
	return s, nil
}

// Close waits for borrowed connections and closes them all.
func (s *Store) Close() {
	s.listener.close()
	s.pool.Close()
}

// Pool gives the connections to river, which keeps its own tables in the same database.
func (s *Store) Pool() *pgxpool.Pool { return s.pool }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return translate(s.pool.Ping(ctx)) }

// maxTries bounds how often InTx runs a transaction that lost a race with another.
const maxTries = 3

// InTx runs use in one transaction and commits it. A transaction that the database gave up for
// another's sake (serialisation failure, deadlock) is run again, so use must not change anything
// outside. Events of a transaction begun here are written by the service itself.
func (s *Store) InTx(ctx context.Context, use func(pgx.Tx) error) error {
	var err error
	for range maxTries {
		err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, `SELECT set_config('backstreet.service', 'on', true)`); err != nil {
				return err
			}
			return use(tx)
		})
		if !lostRace(err) {
			break
		}
	}
	return translate(err)
}

// inSnapshot runs use in a read-only REPEATABLE READ transaction: all it reads is of one moment.
func (s *Store) inSnapshot(ctx context.Context, use func(pgx.Tx) error) error {
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return translate(pgx.BeginTxFunc(ctx, s.pool, options, use))
}
