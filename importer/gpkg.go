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
	path, err := filepath.Abs(p.path)
	if err != nil {
		return nil, err
	}
	child, err := newOGR()
	if err != nil {
		return nil, err
	}
	d, err := child.dataset(ctx, path, options.Layer, nil, "-preserve_fid")
	if err != nil {
		child.close()
		return nil, err
	}
	d.encoding = utf8Encoding
	return d, nil
}
