package main

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
	"backstreet/tiles/bench/district"
)

// sums are what cells show, by kind and group.
type sums map[[2]string]sum

// sum counts quantities in whole millionths, as the engine does, so that adding in any order is exact.
type sum struct{ count, millionths int64 }

func (s sums) add(kind, group string, count, millionths int64) {
	old := s[[2]string{kind, group}]
	s[[2]string{kind, group}] = sum{old.count + count, old.millionths + millionths}
}

// sumsOf asks the database for what cells show of it.
func sumsOf(ctx context.Context, c *city) (sums, error) {
	all := sums{}
	err := withConnection(ctx, c.owner, func(conn *pgx.Conn) error {
		rows, _ := conn.Query(ctx, `
			SELECT kind, status, count(*), sum(round(coalesce(quantity, 0)::numeric * 1000000))::bigint
			FROM feature WHERE kind IN ('berth', 'painted_wall') AND status <> 'void' GROUP BY kind, status`)
		var kind string
		var status rectify.Status
		var count, millionths int64
		_, err := pgx.ForEachRow(rows, []any{&kind, &status, &count, &millionths}, func() error {
			all.add(kind, string(status.Group()), count, millionths)
			return nil
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("sum up the database: %w", err)
	}
	return all, nil
}

// sumsIn adds up the cells of tiles, and tells the size of the largest tile before compression.
func sumsIn(t target, list []district.Tile) (all sums, largest int, err error) {
	all = sums{}
	c := connection{host: t.host}
	defer c.close()
	for _, of := range list {
		answer, err := c.ask(t.request(of), true)
		if err != nil {
			return nil, 0, err
		}
		content, err := unzipped(answer.body)
		if err != nil {
			return nil, 0, err
		}
		largest = max(largest, len(content))
		if err := all.addCells(content); err != nil {
			return nil, 0, err
		}
	}
	return all, largest, nil
}

func (s sums) addCells(content []byte) error {
	layers, err := layersIn(content)
	if err != nil {
		return err
	}
	for _, layer := range layers {
		if layer.name != "cluster" {
			continue
		}
		for _, feature := range layer.features {
			cell, err := layer.properties(feature)
			if err != nil {
				return err
			}
			kind, _ := cell["kind"].(string)
			group, _ := cell["group"].(string)
			count, _ := cell["count"].(float64)
			quantity, _ := cell["quantity"].(float64)
			s.add(kind, group, int64(count), int64(math.Round(quantity*1e6)))
		}
	}
	return nil
}
