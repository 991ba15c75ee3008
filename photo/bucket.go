package photo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/gcerrors"

	"backstreet/rectify"
)

// Bucket is a place for bytes by key. Objects appear whole or not at all. Its methods may be called by
// many goroutines.
type Bucket struct {
	blobs  *blob.Bucket
	folder string        // of the objects
	decode chan struct{} // as many images are decoded at once as it holds: each may take 400 MB
}

const decodesAtOnce = 2

// Open opens file:///folder and makes the folder if it is not there. Close it in the end.
func Open(_ context.Context, address string) (*Bucket, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "file" || !filepath.IsAbs(parsed.Path) {
		return nil, fmt.Errorf("bucket %q: write it as file:///absolute/folder", address)
	}
	blobs, err := fileblob.OpenBucket(parsed.Path, &fileblob.Options{
		CreateDir:   true,
		DirFileMode: 0o700,
		NoTempDir:   true, // a rename is atomic only within a file system
		Metadata:    fileblob.MetadataDontWrite,
	})
	if err != nil {
		return nil, fmt.Errorf("open bucket %s: %w", address, err)
	}
	return &Bucket{blobs: blobs, folder: parsed.Path, decode: make(chan struct{}, decodesAtOnce)}, nil
}

// Close frees the bucket.
func (b *Bucket) Close() error { return b.blobs.Close() }

// write stores an object under a key, in the place of what was there. It is on disk when write returns.
func (b *Bucket) write(ctx context.Context, key string, from io.Reader) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // before Close it takes the write back
	writer, err := b.blobs.NewWriter(ctx, key, &blob.WriterOptions{ContentType: "application/octet-stream"})
	if err != nil {
		return fmt.Errorf("store %s: %w", key, err)
	}
	if _, err := io.Copy(writer, from); err != nil {
		cancel()
		return fmt.Errorf("store %s: %w", key, errors.Join(err, ignoreCanceled(writer.Close())))
	}
	if err := writer.Close(); err != nil {
		return fmt.Errorf("store %s: %w", key, err)
	}
	return b.flush(key)
}

// flush makes the object and its name outlive a power cut, which fileblob alone does not.
func (b *Bucket) flush(key string) error {
	path := filepath.Join(b.folder, filepath.FromSlash(key))
	for _, path := range []string{path, filepath.Dir(path)} {
		file, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("flush %s: %w", key, err)
		}
		if err := errors.Join(file.Sync(), file.Close()); err != nil {
			return fmt.Errorf("flush %s: %w", key, err)
		}
	}
	return nil
}

// read opens an object; ErrNotFound when there is none. Close it in the end.
func (b *Bucket) read(ctx context.Context, key string) (*blob.Reader, error) {
	reader, err := b.blobs.NewReader(ctx, key, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, fmt.Errorf("read %s: %w", key, rectify.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	return reader, nil
}

func ignoreCanceled(err error) error {
	if errors.Is(err, context.Canceled) || gcerrors.Code(err) == gcerrors.Canceled {
		return nil
	}
	return err
}
