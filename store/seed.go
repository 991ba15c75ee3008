package store

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// Seed is a whole district to fill an empty database with: ids are given, references among them
// hold, and every status is told by the events.
type Seed struct {
	Areas     []rectify.Area // parents first
	Units     []rectify.Unit
	People    []rectify.Person
	Campaign  rectify.Campaign
	Backdrops []rectify.Backdrop
	Features  []rectify.Feature
	Events    []rectify.Event
	Photos    []rectify.Photo
}

// ErrNotEmpty says that there is something in the database, so that no seed goes in.
var ErrNotEmpty = errors.New("the database is not empty")

// Plant fills an empty database with one seed. Everybody gets the same password.
func (s *Store) Plant(ctx context.Context, seed Seed, password string) error {
	only := func(yield func(Seed, error) bool) { yield(seed, nil) }
	return s.PlantAll(ctx, only, password, func(int) {})
}

// PlantAll fills an empty database with seeds one after the other, so that only one is in memory. All of it is one
// transaction: whatever ends it leaves the database empty. A seed whose campaign has no id brings none. Told is called
// with the number of rows written since it was called last.
func (s *Store) PlantAll(ctx context.Context, seeds iter.Seq2[Seed, error], password string, told func(rows int)) error {
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	err = s.InTx(ctx, func(tx pgx.Tx) error {
		if err := refuseFilled(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, lookUpByIndex); err != nil {
			return err
		}
		for seed, err := range seeds {
			if err != nil {
				return err
			}
			if err := seed.plant(ctx, planting{tx, told}, hash); err != nil {
				return translate(err)
			}
		}
		return continueIDs(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("fill the database: %w", err)
	}
	return nil
}

// lookUpByIndex keeps the checks of foreign keys from reading whole tables: their plans are made while those are as good
// as empty and kept while they fill. Only an owner could tell the planner by ANALYSE, and the service is none.
const lookUpByIndex = `SET LOCAL statement_timeout = 0; SET LOCAL enable_seqscan = off`

// refuseFilled lets no seed into a database that holds anything.
func refuseFilled(ctx context.Context, tx pgx.Tx) error {
	var filled bool
	err := tx.QueryRow(ctx, `
		SELECT EXISTS (SELECT FROM feature) OR EXISTS (SELECT FROM area) OR EXISTS (SELECT FROM person)`).Scan(&filled)
	if err == nil && filled {
		return ErrNotEmpty
	}
	return err
}

func (s Seed) plant(ctx context.Context, to planting, hash string) error {
	for _, plant := range []func(context.Context, planting) error{
		s.plantAreas, s.plantUnits,
		func(ctx context.Context, to planting) error { return s.plantPeople(ctx, to, hash) },
		s.plantCampaign, s.plantBackdrops, s.plantFeatures, s.plantEvents, s.plantPhotos,
	} {
		if err := plant(ctx, to); err != nil {
			return err
		}
	}
	return nil
}

// planting is a transaction that fills the database, and who hears of it.
type planting struct {
	pgx.Tx
	told func(rows int)
}

// toldEvery is how many rows are written between two words about it.
const toldEvery = 1000

func copyRows[T any](ctx context.Context, to planting, table string, columns []string, rows []T, row func(T) ([]any, error)) error {
	source := pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		if i%toldEvery == 0 && i > 0 {
			to.told(toldEvery)
		}
		return row(rows[i])
	})
	if _, err := to.CopyFrom(ctx, pgx.Identifier{table}, columns, source); err != nil {
		return fmt.Errorf("fill %s: %w", table, err)
	}
	to.told(len(rows) - max(0, len(rows)-1)/toldEvery*toldEvery)
	return nil
}

// continueIDs lets the next id of each table follow the given ones.
func continueIDs(ctx context.Context, tx pgx.Tx) error {
	for _, table := range []string{"area", "unit", "person", "campaign", "context", "feature", "event", "photo"} {
		_, err := tx.Exec(ctx, fmt.Sprintf(
			`SELECT setval(pg_get_serial_sequence('%[1]s', 'id'), coalesce((SELECT max(id) FROM %[1]s), 0) + 1, false)`, table))
		if err != nil {
			return err
		}
	}
	return nil
}
