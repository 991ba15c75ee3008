package importer

import (
	"context"
	"path/filepath"
)

// isFileGDB knows a file geodatabase, which is a folder, by its tables.
func isFileGDB(p probe) bool {
	if !p.directory {
		return false
	}
	tables, err := filepath.Glob(filepath.Join(globEscape(p.path), "*.gdbtable"))
	return err == nil && len(tables) > 0
}

// prepareFileGDB reads a folder. It is linked under a name that ends with .gdb, without which GDAL does not know it.
func prepareFileGDB(ctx context.Context, p probe, options Options) (*dataset, error) {
	return withOGR(ctx, "OpenFileGDB", func(o *ogr) (*dataset, error) {
		linked, err := o.link(p.path, "data.gdb")
		if err != nil {
			return nil, err
		}
		return o.dataset(ctx, linked, options.Layer, nil, "-preserve_fid")
	})
}
