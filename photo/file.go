package photo

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"backstreet/rectify"
)

// MaxFileBytes is the largest file that is taken, MaxExportBytes the largest that is kept for a download.
const (
	MaxFileBytes   = 200 << 20
	MaxExportBytes = 4 << 30
)

// PutFile stores an uploaded file of any type under a key such as "imports/01890a5d-….zip", in the
// place of what was there, and gives its size. One larger than MaxFileBytes is ErrTooLarge and not stored.
func (b *Bucket) PutFile(ctx context.Context, key string, from io.Reader) (int64, error) {
	return b.putFile(ctx, key, from, MaxFileBytes)
}

// PutExport stores a file of our own making, which may be as large as MaxExportBytes; else as PutFile.
func (b *Bucket) PutExport(ctx context.Context, key string, from io.Reader) (int64, error) {
	return b.putFile(ctx, key, from, MaxExportBytes)
}

func (b *Bucket) putFile(ctx context.Context, key string, from io.Reader, most int64) (int64, error) {
	path, err := filePath(key)
	if err != nil {
		return 0, err
	}
	limited := &limit{from: from, left: most}
	if err := b.write(ctx, path, limited); err != nil {
		return 0, err
	}
	return most - limited.left, nil
}

// OpenFile opens a file that PutFile stored; ErrNotFound when there is none. Close it in the end.
func (b *Bucket) OpenFile(ctx context.Context, key string) (*blob.Reader, error) {
	path, err := filePath(key)
	if err != nil {
		return nil, err
	}
	return b.read(ctx, path)
}

// DeleteFile removes a file that PutFile stored. That it is not there is no error.
func (b *Bucket) DeleteFile(ctx context.Context, key string) error {
	path, err := filePath(key)
	if err != nil {
		return err
	}
	if err := b.blobs.Delete(ctx, path); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("delete %s: %w", path, err)
	}
	return nil
}

// filePath keeps files apart from photos. The bucket would write control characters and ../ in another
// way, and the file would not be found where it was flushed.
func filePath(key string) (string, error) {
	if !fs.ValidPath(key) || key == "." || strings.Contains(key, "../") || strings.ContainsFunc(key, unicode.IsControl) {
		return "", &rectify.Invalid{Field: "key", Rule: "key", Message: fmt.Sprintf("%q cannot name a file: use letters, digits, - _ . and / between names", key)}
	}
	return "file/" + key, nil
}

// limit reads so many bytes and fails with ErrTooLarge at the next.
type limit struct {
	from io.Reader
	left int64
}

func (l *limit) Read(into []byte) (int, error) {
	if int64(len(into)) > l.left+1 {
		into = into[:l.left+1]
	}
	n, err := l.from.Read(into)
	if l.left -= int64(n); l.left < 0 {
		return 0, rectify.ErrTooLarge
	}
	return n, err
}
