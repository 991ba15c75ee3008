package importer

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Limits of an archive. Geodata shrinks to a tenth, drawings and tables to a thirtieth; what shrinks to less than
// a two-hundredth is made to fill the disk.
const (
	maxUnzippedBytes = 4 << 30
	maxZipEntries    = 10_000
	maxZipRatio      = 200
	zipSlackBytes    = 64 << 20 // beside the ratio, for small archives
)

// unzip lays out the files of an archive in a new folder. Nothing is written outside it: names go through os.Root.
// Links and what only macOS wants are left out.
func unzip(archivePath, folder string) error {
	info, err := os.Stat(archivePath)
	if err != nil {
		return err
	}
	archive, err := zip.OpenReader(archivePath)
	if err != nil {
		return refuse(RefusedBroken, "it is no zip archive (%v); it may be incomplete: send it again, or unpack it and import what is in it", err)
	}
	defer func() { _ = archive.Close() }() // it was only read
	if len(archive.File) > maxZipEntries {
		return refuse(RefusedLimit, "the archive has more than %d files; pack only what belongs to the data", maxZipEntries)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer func() { _ = root.Close() }()
	left := min(maxUnzippedBytes, zipSlackBytes+maxZipRatio*info.Size())
	for _, entry := range archive.File {
		name := entryName(entry)
		if !entry.Mode().IsRegular() || name == "" {
			continue
		}
		if err := unzipEntry(entry, root, name, &left); err != nil {
			return fmt.Errorf("unzip %s: %w", shorten(name), err)
		}
	}
	return nil
}

// entryName is the local path of an entry; empty for one that is left out. Chinese Windows writes names in GBK.
func entryName(entry *zip.File) string {
	name := entry.Name
	if !utf8.ValidString(name) {
		decoded, ok := gb18030Encoding.decodeText([]byte(name))
		if !ok {
			decoded = strings.ToValidUTF8(name, "_")
		}
		name = decoded
	}
	name = path.Clean("/" + strings.ReplaceAll(name, `\`, "/"))[1:]
	if strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(path.Base(name), "._") || strings.ContainsRune(name, 0) {
		return ""
	}
	return filepath.FromSlash(name)
}

// unzipEntry unpacks one file to a name within root, and takes its size off left.
func unzipEntry(entry *zip.File, root *os.Root, name string, left *int64) error {
	content, err := entry.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		return refuse(RefusedBroken, "it is packed in a way that is not understood; pack it anew with the usual zip method")
	}
	if err != nil {
		return refuse(RefusedBroken, "the archive is damaged or has a password: %v", err)
	}
	defer content.Close()
	if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return refuse(RefusedBroken, "the archive has a file and a folder of the same name, or too long a name")
	}
	file, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return refuse(RefusedBroken, "the archive has the same name twice, or one that is too long")
	}
	defer file.Close()
	written, err := io.Copy(file, io.LimitReader(content, *left+1))
	if *left -= written; *left < 0 {
		return refuse(RefusedLimit, "the archive unpacks to far more than geodata does that is packed so small; unpack it and import what is in it")
	}
	if err != nil {
		return refuse(RefusedBroken, "the archive is damaged or has a password: %v", err)
	}
	return file.Close()
}
