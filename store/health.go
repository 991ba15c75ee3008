package store

import (
	"context"
	"fmt"
)

// Health is what the database says of itself.
type Health struct {
	PostgreSQL string
	PostGIS    string
	Features   int
	PhotosOwed int
}

// Health reads the versions and counts that a person looks at first.
func (s *Store) Health(ctx context.Context) (h Health, err error) {
	err = s.pool.QueryRow(ctx, `
		SELECT current_setting('server_version'), postgis_lib_version(),
			(SELECT count(*) FROM feature), (SELECT count(*) FROM photo WHERE state <> 'stored')`).
		Scan(&h.PostgreSQL, &h.PostGIS, &h.Features, &h.PhotosOwed)
	if err != nil {
		return h, fmt.Errorf("health: %w", translate(err))
	}
	return h, nil
}
