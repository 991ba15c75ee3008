package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// After freeFailures wrong passwords each further try waits twice as long, an hour at most. A
// username is judged strictly; an address, behind which a whole office may sit, more mildly.
const (
	freeUserFailures    = 5
	freeAddressFailures = 50
	maxThrottle         = time.Hour
)

// Throttled says how long sign-in is closed. It unwraps to ErrUnavailable.
type Throttled struct{ Wait time.Duration }

func (t *Throttled) Error() string {
	return fmt.Sprintf("too many wrong passwords; try again in %s", t.Wait.Round(time.Second))
}

func (t *Throttled) Unwrap() error { return rectify.ErrUnavailable }

func (s *Store) throttle(ctx context.Context, username, address string) error {
	for key, free := range map[string]int{"user " + username: freeUserFailures, "address " + address: freeAddressFailures} {
		var count int
		var last time.Time
		err := s.pool.QueryRow(ctx, `SELECT count, last_at FROM signin_failure WHERE key = $1`, key).Scan(&count, &last)
		if errors.Is(err, pgx.ErrNoRows) || count < free {
			continue
		}
		if err != nil {
			return fmt.Errorf("sign in: %w", translate(err))
		}
		pause := min(time.Second<<min(count-free, 12), maxThrottle)
		if wait := last.Add(pause).Sub(s.now()); wait > 0 {
			return &Throttled{Wait: wait}
		}
	}
	return nil
}

// signInFailed counts; that counting fails must not tell anything to whoever tries.
func (s *Store) signInFailed(ctx context.Context, username, address string) {
	_, err := s.pool.Exec(ctx, `
		WITH old AS (DELETE FROM signin_failure WHERE last_at < $3::timestamptz - interval '1 hour' AND key <> ALL ($1))
		INSERT INTO signin_failure AS f (key, count, last_at) SELECT unnest($1::text[]), 1, $3
		ON CONFLICT (key) DO UPDATE SET last_at = $3,
			count = CASE WHEN f.last_at < $3::timestamptz - $2::interval THEN 1 ELSE f.count + 1 END`,
		[]string{"user " + username, "address " + address}, maxThrottle, s.now())
	if err != nil {
		s.log.WarnContext(ctx, "count a failed sign-in", "error", err)
	}
}

func (s *Store) signInSucceeded(ctx context.Context, username string) {
	if _, err := s.pool.Exec(ctx, `DELETE FROM signin_failure WHERE key = $1`, "user "+username); err != nil {
		s.log.WarnContext(ctx, "forget failed sign-ins", "error", err)
	}
}
