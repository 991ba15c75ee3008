package jobs

import (
	"context"
	"errors"
)

// Sweep deletes the exported files that were kept long enough. serve calls it every hour.
func (w *Workers) Sweep(ctx context.Context) error {
	objects, err := w.db.ExpireExports(ctx)
	for _, object := range objects {
		if object != "" {
			err = errors.Join(err, w.files.DeleteFile(ctx, object))
		}
	}
	return err
}
