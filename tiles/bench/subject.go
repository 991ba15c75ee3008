package main

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"

	"backstreet/geo"
	"backstreet/rectify"
	"backstreet/tiles/bench/district"
)

// subject is a feature that is edited, as its last answer told it.
type subject struct {
	id                       rectify.FeatureID
	kind                     string
	unit                     rectify.UnitID
	version                  int64
	status                   rectify.Status
	due                      rectify.Day
	west, north, east, south float64 // in the world, 0 to 1
}

// subjectsOf picks features that a planner may edit, for so many editors, none of them twice.
func subjectsOf(ctx context.Context, c *city, editors, each int) ([][]*subject, error) {
	all := make([][]*subject, editors)
	err := withConnection(ctx, c.owner, func(conn *pgx.Conn) error {
		rows, _ := conn.Query(ctx, `
			SELECT id, kind, coalesce(unit_id, (SELECT min(id) FROM unit)), version, status, coalesce(due_on - DATE '1970-01-01', 0),
				ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)
			FROM feature WHERE status IN ('listed', 'planned') AND kind IN ('berth', 'compound', 'painted_wall')
			ORDER BY md5(id::text) LIMIT $1`, editors*each)
		var s subject
		var from, to geo.Point
		n := 0
		_, err := pgx.ForEachRow(rows, []any{&s.id, &s.kind, &s.unit, &s.version, &s.status, &s.due, &from[0], &from[1], &to[0], &to[1]},
			func() error {
				one := s
				one.west, one.south = geo.World(from)
				one.east, one.north = geo.World(to)
				all[n%editors] = append(all[n%editors], &one)
				n++
				return nil
			})
		return err
	})
	if err == nil && len(all[editors-1]) == 0 {
		err = fmt.Errorf("there is nothing to edit")
	}
	return all, err
}

// next is the body of the next event: planned again with another deadline, or parked and taken up again.
func (s *subject) next(turn int, today rectify.Day) map[string]any {
	switch {
	case s.status == rectify.Suspended:
		return map[string]any{"event": rectify.EventResume, "base_version": s.version}
	case s.status == rectify.Planned && turn%3 == 0:
		return map[string]any{"event": rectify.EventSuspend, "base_version": s.version, "note": "雨季", "review_on": (today + 30).String()}
	}
	due := today + 1 + rectify.Day(turn%300)
	if due == s.due {
		due++
	}
	return map[string]any{"event": rectify.EventPlan, "base_version": s.version, "unit_id": s.unit, "due_on": due.String()}
}

// shownFrom is the zoom from which the subject is in its own layer among those that sessions ask for.
func (s *subject) shownFrom() int {
	switch s.kind {
	case "compound":
		return 10
	case "painted_wall":
		return 14
	}
	return 15
}

// tiles are all of a zoom that may show the subject, buffers included.
func (s *subject) tiles(z int) []district.Tile {
	n := math.Exp2(float64(z))
	const buffer = 64.0 / 4096
	var all []district.Tile
	for x := int(s.west*n - buffer); x <= int(s.east*n+buffer); x++ {
		for y := int(s.north*n - buffer); y <= int(s.south*n+buffer); y++ {
			all = append(all, district.Tile{Z: z, X: x, Y: y})
		}
	}
	return all
}

// shown tells whether a tile shows the subject, and if so, whether as its last answer told it.
func (s *subject) shown(body []byte) (there, fresh bool, err error) {
	content, err := unzipped(body)
	if err != nil {
		return false, false, err
	}
	layers, err := layersIn(content)
	if err != nil {
		return false, false, err
	}
	for _, layer := range layers {
		if layer.name != s.kind {
			continue
		}
		properties, err := layer.find(int64(s.id))
		if err != nil || properties == nil {
			return false, false, err
		}
		return true, properties["status"] == string(s.status) && properties["due_day"] == float64(s.due), nil
	}
	return false, false, nil
}
