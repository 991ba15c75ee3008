package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/geo"
	"backstreet/rectify"
)

const (
	shiftSamples = 500
	shiftMetres  = 100 // GCJ-02 and BD-09 shift by 250 m and more
	shiftShare   = 0.1 // of the way may stay unexplained: the middle of a bent district is not its bent middle
)

// bends are the systems that shift every place, by the name of the CRS.
var bends = map[string]func(geo.Point) geo.Point{"GCJ02": geo.GCJ02FromWGS84, "BD09": geo.BD09FromWGS84}

// refuseShifted sees that no file is shifted twice, nor once too little: when most of what is here already lies where
// the file's own numbers say, although they were said to be GCJ-02, they are no such thing; and the other way round.
// pairs selects the point that the file was read to mean (file) and that of the same thing here (here).
func (g *staging) refuseShifted(ctx context.Context, pairs string) error {
	rows, _ := g.tx.Query(ctx, `SELECT file, here FROM (`+pairs+`) pair LIMIT $1`, shiftSamples)
	matched := 0
	truth := map[string]int{}
	var file, here geo.Geometry
	_, err := pgx.ForEachRow(rows, []any{&file, &here}, func() error {
		matched++
		if name := shiftBetween(file.(geo.Point), here.(geo.Point), g.run.CRS); name != "" {
			truth[name]++
		}
		return nil
	})
	if err != nil {
		return err
	}
	for name, count := range truth {
		if 2*count > matched {
			return &rectify.Invalid{Field: "crs", Rule: "shifted", Message: fmt.Sprintf(
				"the file was read as %s, but %d of %d records that are here already lie where its numbers say in %s: it is in %s; import it with --crs %s",
				g.run.CRS, count, matched, name, name, name), Choices: []string{name}}
		}
	}
	return nil
}

// shiftBetween names the CRS in which a place read as crs would be where it is known to be; empty for none.
func shiftBetween(read, known geo.Point, crs string) string {
	moved := geo.DistanceMetres(read, known)
	if moved < shiftMetres {
		return ""
	}
	if bend := bends[crs]; bend != nil {
		if geo.DistanceMetres(bend(read), known) < shiftShare*moved {
			return "EPSG:4326"
		}
		return ""
	}
	for name, bend := range bends {
		if geo.DistanceMetres(read, bend(known)) < shiftShare*moved {
			return name
		}
	}
	return ""
}
