package importer

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const (
	maxUnzippedBytes = 4 << 30
	maxZipEntries    = 10_000
)

// unzip lays out the files of an archive flat in a new folder. Folders inside do not matter, so no entry can name a
// place outside; links are left out.
func unzip(path, folder string) error {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return refuse(RefusedBroken, "it is no zip archive (%v); it may be incomplete", err)
	}
	defer func() { _ = archive.Close() }() // it was only read
	if len(archive.File) > maxZipEntries {
		return refuse(RefusedLimit, "the archive has more than %d files", maxZipEntries)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	left := int64(maxUnzippedBytes)
	for _, entry := range archive.File {
		if !entry.Mode().IsRegular() {
			continue
		}
		if err := unzipEntry(entry, folder, &left); err != nil {
			return fmt.Errorf("unzip %s: %w", entryName(entry), err)
		}
	}
	return nil
}

// entryName decodes names that Chinese Windows wrote in GBK.
func entryName(entry *zip.File) string {
	name := entry.Name
	if entry.NonUTF8 && !utf8.ValidString(name) {
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return filepath.Base(filepath.FromSlash(name))
}

func unzipEntry(entry *zip.File, folder string, left *int64) error {
	content, err := entry.Open()
	if err != nil {
		return refuse(RefusedBroken, "the archive is damaged: %v", err)
	}
	defer content.Close()
	file, err := os.OpenFile(filepath.Join(folder, entryName(entry)), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if os.IsExist(err) {
		return nil // the same name in two folders: the first is taken
	}
	if err != nil {
		return err
	}
	defer file.Close()
	written, err := io.Copy(file, io.LimitReader(content, *left+1))
	if *left -= written; *left < 0 {
		return refuse(RefusedLimit, "the archive holds more than %d GB", maxUnzippedBytes>>30)
	}
	if err != nil {
		return refuse(RefusedBroken, "the archive is damaged: %v", err)
	}
	return file.Close()
}
