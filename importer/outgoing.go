package importer

import (
	"context"
	"errors"
	"io"

	"backstreet/geo"
)

// OutgoingCRS is how WGS 84 becomes the coordinates of a file: by PostGIS to SRID, and then by Move.
type OutgoingCRS struct {
	Name string // EPSG:4547, GCJ02, BD09
	SRID int
	Move func(geo.Point) geo.Point // nil leaves them
}

// CRSOut understands the CRS that a file is asked for in; empty is EPSG:4326. It refuses what cannot be read from
// a file either: into an old datum there is no public transformation.
func CRSOut(name string) (OutgoingCRS, error) {
	if name == "" {
		name = "EPSG:4326"
	}
	c, err := crsNamed(name)
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.Code == RefusedDatum {
		return OutgoingCRS{}, refuse(RefusedDatum, "there is no public transformation to %s: positions would be wrong by up to 70 m; take CGCS2000 (EPSG:4547 in Luohe)", name)
	}
	if err != nil {
		return OutgoingCRS{}, err
	}
	out := OutgoingCRS{Name: c.name, SRID: c.srid}
	switch c.name {
	case "GCJ02":
		out.Move = geo.GCJ02FromWGS84
	case "BD09":
		out.Move = geo.BD09FromWGS84
	}
	return out, nil
}

// RunGDAL runs one of GDAL's programs on files in dir, for a package that writes: confined as the readers are, with
// no way to the network, no plug-ins, and limits of time, memory and output. What it prints is dropped.
func RunGDAL(ctx context.Context, dir, program string, args ...string) error {
	return newOGRIn(dir).run(ctx, io.Discard, maxInfoBytes, program, args...)
}
