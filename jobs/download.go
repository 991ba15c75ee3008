package jobs

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"backstreet/rectify"
)

// download copies an uploaded file to a directory of its own: GDAL reads files, and knows them by
// their names. remove drops the directory.
func (w *importWorker) download(ctx context.Context, run rectify.Import) (path string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "backstreet-import-")
	if err != nil {
		return "", nil, fmt.Errorf("download %s: %w", run.Object, err)
	}
	remove = func() { _ = os.RemoveAll(dir) } // a leftover in the temporary directory harms nobody
	path = filepath.Join(dir, localName(run.File))
	if err := w.copyTo(ctx, path, run.Object); err != nil {
		remove()
		return "", nil, fmt.Errorf("download %s: %w", run.Object, err)
	}
	return path, remove, nil
}

func (w *importWorker) copyTo(ctx context.Context, path, object string) (err error) {
	from, err := w.files.OpenFile(ctx, object)
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }() // it was only read
	to, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if closed := to.Close(); err == nil {
		err = closed
	}
	return err
}

// controlFile writes control points where the importer can read them; the path is empty for none.
func controlFile(points string) (path string, remove func(), err error) {
	if points == "" {
		return "", func() {}, nil
	}
	dir, err := os.MkdirTemp("", "backstreet-control-")
	if err != nil {
		return "", nil, fmt.Errorf("control points: %w", err)
	}
	remove = func() { _ = os.RemoveAll(dir) } // a leftover in the temporary directory harms nobody
	path = filepath.Join(dir, "control.csv")
	if err := os.WriteFile(path, []byte(points), 0o600); err != nil {
		remove()
		return "", nil, fmt.Errorf("control points: %w", err)
	}
	return path, remove, nil
}

// localName keeps a name from the outside within the directory.
func localName(name string) string {
	name = filepath.Base(filepath.Clean("/" + strings.ReplaceAll(name, `\`, "/")))
	if name == "/" || strings.ContainsRune(name, 0) {
		return "upload"
	}
	return name
}
