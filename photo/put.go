package photo

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"

	"backstreet/rectify"
)

// MaxBytes is the largest photo that is taken.
const MaxBytes = 20 << 20

// Size says which form of a photo is wanted.
type Size string

// The forms of a photo.
const (
	Original  Size = ""
	Thumbnail Size = "thumb" // a JPEG, its longer side ThumbPixels at most
)

// Stored tells what Put made of a photo.
type Stored struct {
	ContentType   string // "image/jpeg", "image/png" or "image/webp"
	Bytes         int64  // of the stored original, which is shorter than what was sent
	Width, Height int    // pixels, upright
}

var uidPattern = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// Put takes in the bytes of the photo uid as they were captured: so many, with this hash (lower-case
// hex). Sent again, the same bytes change nothing. What it refuses is ErrTooLarge, or Invalid by one of
// the rules photo_hash_mismatch, photo_type, photo_damaged and photo_pixels.
func (b *Bucket) Put(ctx context.Context, uid, sum string, size int64, from io.Reader) (Stored, error) {
	stored, err := b.put(ctx, uid, sum, size, from)
	if err != nil {
		return Stored{}, fmt.Errorf("photo %s: %w", uid, err)
	}
	return stored, nil
}

func (b *Bucket) put(ctx context.Context, uid, sum string, size int64, from io.Reader) (Stored, error) {
	if _, err := photoPath(uid, Original); err != nil {
		return Stored{}, err
	}
	developed, err := b.take(ctx, sum, size, from)
	if err != nil {
		return Stored{}, err
	}
	return developed.Stored, b.keep(ctx, uid, developed)
}

// take receives a photo, holds it against what was announced and develops it.
func (b *Bucket) take(ctx context.Context, sum string, size int64, from io.Reader) (developed, error) {
	if size > MaxBytes {
		return developed{}, fmt.Errorf("%w: a photo has at most %d MB", rectify.ErrTooLarge, MaxBytes>>20)
	}
	spool, err := receive(sum, size, from)
	if err != nil {
		return developed{}, err
	}
	defer spool.discard()

	select {
	case b.decode <- struct{}{}:
		defer func() { <-b.decode }()
	case <-ctx.Done():
		return developed{}, ctx.Err()
	}
	captured, err := spool.bytes()
	if err != nil {
		return developed{}, err
	}
	return develop(captured)
}

// keep stores both forms. The original is the last: once it is there, all is.
func (b *Bucket) keep(ctx context.Context, uid string, photo developed) error {
	for _, form := range []struct {
		size  Size
		bytes []byte
	}{{Thumbnail, photo.thumb}, {Original, photo.original}} {
		path, err := photoPath(uid, form.size)
		if err != nil {
			return err
		}
		if err := b.write(ctx, path, bytes.NewReader(form.bytes)); err != nil {
			return err
		}
	}
	return nil
}

// Open opens a stored photo in one of its forms and tells its content type, which the bytes say;
// ErrNotFound when Put has not stored it. Close it in the end.
func (b *Bucket) Open(ctx context.Context, uid string, size Size) (io.ReadSeekCloser, string, error) {
	path, err := photoPath(uid, size)
	if err != nil {
		return nil, "", err
	}
	reader, err := b.read(ctx, path)
	if err != nil {
		return nil, "", err
	}
	head := make([]byte, sniffed)
	n, err := io.ReadFull(reader, head)
	if err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
		_, err = reader.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", path, errors.Join(err, reader.Close()))
	}
	return reader, sniff(head[:n]), nil
}

// photoPath spreads the photos over 256 folders by the end of their uids, which is random.
func photoPath(uid string, size Size) (string, error) {
	if !uidPattern.MatchString(uid) {
		return "", &rectify.Invalid{Field: "uid", Rule: "uid", Message: fmt.Sprintf("%q is not a lower-case UUID", uid)}
	}
	switch size {
	case Original:
		return "photo/" + uid[len(uid)-2:] + "/" + uid, nil
	case Thumbnail:
		return "photo/" + uid[len(uid)-2:] + "/" + uid + ".thumb", nil
	}
	return "", &rectify.Invalid{Field: "size", Rule: "enum", Message: fmt.Sprintf("there is no size %q; take thumb, or none for the original", size)}
}

// spool holds an upload on disk while it comes in, so that a slow phone costs no memory.
type spool struct{ file *os.File }

// receive reads all of an upload and holds it against what was announced.
func receive(sum string, size int64, from io.Reader) (spool, error) {
	file, err := os.CreateTemp("", "backstreet-photo-")
	if err != nil {
		return spool{}, fmt.Errorf("receive: %w", err)
	}
	s := spool{file}
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(file, hash), &limit{from: from, left: MaxBytes})
	if err != nil {
		s.discard()
		return spool{}, fmt.Errorf("receive: %w", err)
	}
	if got := hex.EncodeToString(hash.Sum(nil)); n != size || got != sum {
		s.discard()
		return spool{}, &rectify.Invalid{Rule: "photo_hash_mismatch", Message: fmt.Sprintf(
			"%d bytes with SHA-256 %s came, %d with %s were announced; send the bytes as they were captured", n, got, size, sum)}
	}
	return s, nil
}

func (s spool) bytes() ([]byte, error) {
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("receive: %w", err)
	}
	return io.ReadAll(s.file)
}

// discard removes the spooled upload. What cannot be removed from the temporary folder is the
// system's to clear.
func (s spool) discard() {
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}
