package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// ResumeDue takes up again the suspended work whose review day has come, as the service itself, and
// gives how many features that were. Each is a transaction of its own: what one cannot do does not
// hold up the others, and running it twice, or on two replicas, resumes each once.
func (s *Store) ResumeDue(ctx context.Context) (resumed int, err error) {
	rows, _ := s.pool.Query(ctx, `
		SELECT id FROM feature WHERE status = 'suspended' AND review_on <= day_date($1) ORDER BY id`, rectify.DayOf(s.now()))
	due, err := pgx.CollectRows(rows, pgx.RowTo[rectify.FeatureID])
	if err != nil {
		return 0, fmt.Errorf("resume what is due: %w", translate(err))
	}
	var failed []error
	for _, id := range due {
		err := s.InTx(ctx, func(tx pgx.Tx) error { return s.resume(ctx, tx, id) })
		var refused *rectify.Refusal // somebody was faster
		switch {
		case err == nil:
			resumed++
		case ctx.Err() != nil:
			return resumed, fmt.Errorf("resume what is due: %w", err)
		case !errors.As(err, &refused):
			failed = append(failed, err)
		}
	}
	return resumed, errors.Join(failed...)
}

func (s *Store) resume(ctx context.Context, tx pgx.Tx, id rectify.FeatureID) error {
	before, err := lockFeature(ctx, tx, id)
	if err != nil {
		return err
	}
	judging, err := s.judging(ctx, tx, rectify.System(), "", before)
	if err != nil {
		return err
	}
	after, event, err := rectify.Apply(before, rectify.Command{Event: rectify.EventResume, BaseVersion: before.Version}, judging)
	if err != nil {
		return err
	}
	_, err = record(ctx, tx, after, event, nil)
	return err
}
