package importer

import (
	"bytes"
	"context"
	"path/filepath"
)

func isGeoPackage(p probe) bool {
	return bytes.HasPrefix(p.head, []byte("SQLite format 3\x00")) &&
		(p.extension == ".gpkg" || len(p.head) >= 72 && bytes.HasPrefix(p.head[68:], []byte("GPKG")))
}

func prepareGeoPackage(ctx context.Context, p probe, options Options) (*dataset, error) {
	return withOGR(ctx, "GPKG", func(o *ogr) (*dataset, error) {
		path, err := filepath.Abs(p.path) // not linked: SQLite looks for a journal beside the file
		if err != nil {
			return nil, err
		}
		return o.dataset(ctx, path, options.Layer, nil, "-preserve_fid")
	})
}
