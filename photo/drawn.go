package photo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Drawn is a picture that a program made, which photos of many uids show.
type Drawn struct {
	UIDs   []string
	SHA256 string // lower-case hex
	Bytes  []byte
	Like   string // a uid that was stored with the same picture before; empty for none
}

// PutDrawn takes in pictures under all their uids: each is checked and developed once, as by Put, and on disk once, as
// hard links where the file system has them. Sent again, the same pictures change nothing. What was captured
// is one photo and one uid: take Put.
func (b *Bucket) PutDrawn(ctx context.Context, pictures []Drawn) error {
	folders := map[string]bool{}
	for _, picture := range pictures {
		if err := b.putDrawn(ctx, picture, folders); err != nil {
			return fmt.Errorf("picture %s: %w", picture.SHA256, err)
		}
	}
	return syncFolders(folders)
}

func (b *Bucket) putDrawn(ctx context.Context, picture Drawn, folders map[string]bool) error {
	photo := sync.OnceValues(func() (developed, error) {
		return b.take(ctx, picture.SHA256, int64(len(picture.Bytes)), bytes.NewReader(picture.Bytes))
	})
	like := picture.Like
	for _, uid := range picture.UIDs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if like != "" && b.link(like, uid, folders) == nil {
			continue
		}
		whole, err := photo() // the first, or a file has no room for more links
		if err != nil {
			return err
		}
		if err := b.keep(ctx, uid, whole); err != nil {
			return err
		}
		like = uid
	}
	return nil
}

// link gives the photo under from a second uid. An object there is replaced, never written to: that would change what
// else is linked to it.
func (b *Bucket) link(from, to string, folders map[string]bool) error {
	for _, size := range []Size{Thumbnail, Original} {
		old, err := photoPath(from, size)
		if err != nil {
			return err
		}
		fresh, err := photoPath(to, size)
		if err != nil {
			return err
		}
		path := filepath.Join(b.folder, filepath.FromSlash(fresh))
		if folder := filepath.Dir(path); !folders[folder] {
			if err := os.MkdirAll(folder, 0o700); err != nil {
				return err
			}
			folders[folder] = true
		}
		err = os.Link(filepath.Join(b.folder, filepath.FromSlash(old)), path)
		if errors.Is(err, fs.ErrExist) {
			err = errors.Join(os.Remove(path), os.Link(filepath.Join(b.folder, filepath.FromSlash(old)), path))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// syncFolders makes new names outlive a power cut.
func syncFolders(folders map[string]bool) error {
	for folder := range folders {
		file, err := os.Open(folder)
		if err != nil {
			return fmt.Errorf("flush photos: %w", err)
		}
		if err := errors.Join(file.Sync(), file.Close()); err != nil {
			return fmt.Errorf("flush photos: %w", err)
		}
	}
	return nil
}
