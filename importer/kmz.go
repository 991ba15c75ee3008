package importer

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
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
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	plain := "doc" + strings.TrimSuffix(p.extension, "kmz") + "kml" // .kml, .ovkml
	left := int64(maxKMZBytes)
	if err := unzipEntry(entry, root, plain, &left); err != nil {
		return nil, err
	}
	inner, err := probeFile(filepath.Join(dir, plain))
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
