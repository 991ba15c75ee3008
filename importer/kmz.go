package importer

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// maxKMZBytes is what the KML in an archive may unpack to.
const maxKMZBytes = 1 << 30

func isKMZ(p probe) bool {
	return (p.extension == ".kmz" || p.extension == ".ovkmz") && !p.directory
}

func prepareKMZ(ctx context.Context, p probe, options Options) (*dataset, error) {
	if !bytes.HasPrefix(p.head, []byte("PK")) {
		return nil, refuse(RefusedBroken, "it is no KMZ archive, whatever its name says; if it is text, give it the ending .kml")
	}
	dir, err := os.MkdirTemp("", "backstreet-import-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for the KMZ: %w", err)
	}
	d, err := kmzDataset(ctx, p, dir, options)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	d.cleanup = func() { os.RemoveAll(dir) }
	return d, nil
}

func kmzDataset(ctx context.Context, p probe, dir string, options Options) (*dataset, error) {
	archive, err := zip.OpenReader(p.path)
	if err != nil {
		return nil, refuse(RefusedBroken, "the KMZ archive is incomplete or damaged; export it anew")
	}
	defer func() { _ = archive.Close() }() // it was only read
	if len(archive.File) > maxZipEntries {
		return nil, refuse(RefusedLimit, "the archive has more than %d files", maxZipEntries)
	}
	entry, more := kmlEntry(archive.File)
	if entry == nil {
		return nil, refuse(RefusedBroken, "there is no KML file in the archive")
	}
	plain := filepath.Join(dir, "doc"+strings.TrimSuffix(p.extension, "kmz")+"kml") // .kml, .ovkml
	if err := extractTo(entry, plain, maxKMZBytes); err != nil {
		return nil, err
	}
	inner, err := probeFile(plain)
	if err != nil {
		return nil, err
	}
	d, err := prepareKML(ctx, inner, options)
	if err == nil && more > 0 {
		d.note(fmt.Sprintf("only %s is read; %d further KML files in the archive are not", shorten(entryName(entry)), more))
	}
	return d, err
}

// kmlEntry is doc.kml, else the first KML, those nearer to the top before those in folders. more counts the rest.
func kmlEntry(files []*zip.File) (entry *zip.File, more int) {
	for _, file := range files {
		if !strings.EqualFold(path.Ext(file.Name), ".kml") || !file.Mode().IsRegular() {
			continue
		}
		more++
		if entry == nil || kmlRank(file.Name) < kmlRank(entry.Name) {
			entry = file
		}
	}
	return entry, more - 1
}

func kmlRank(name string) int {
	if strings.EqualFold(name, "doc.kml") {
		return -1
	}
	return strings.Count(name, "/")
}

// extractTo unpacks one file, whose name the caller gives.
func extractTo(entry *zip.File, target string, limit int64) error {
	content, err := entry.Open()
	if err != nil {
		return refuse(RefusedBroken, "the archive cannot be unpacked; it is damaged, or locked with a password")
	}
	defer content.Close()
	file, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("unpack the archive: %w", err)
	}
	defer file.Close()
	written, err := io.Copy(file, io.LimitReader(content, limit+1))
	switch {
	case written > limit:
		return refuse(RefusedLimit, "%s unpacks to more than %d MB; split it", shorten(entryName(entry)), limit>>20)
	case err != nil:
		return refuse(RefusedBroken, "the archive is damaged; export it anew")
	}
	return file.Close()
}
