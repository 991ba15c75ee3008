package basemap

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"

	"backstreet/rectify"
)

const (
	archiveSuffix = ".pmtiles"
	filesGroup    = "files"
	filesPath     = Path + "/" + filesGroup + "/"
)

// Archive opens a PMTiles file of the directory to be read in ranges; who opens it closes it. Names of anything else,
// and ways out of the directory, are rectify.ErrNotFound.
func (c *Catalogue) Archive(name string) (*os.File, error) {
	if c.dir == "" || !strings.HasSuffix(name, archiveSuffix) || strings.ContainsAny(name, `/\`) {
		return nil, rectify.ErrNotFound
	}
	file, err := os.OpenInRoot(c.dir, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, rectify.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open base map %s: %w", name, err)
	}
	return file, nil
}

// archives are the PMTiles files in the directory, by name.
func (c *Catalogue) archives() ([]Source, error) {
	entries, err := os.ReadDir(c.dir)
	if c.dir == "" || errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list base maps: %w", err)
	}
	var sources []Source
	for _, entry := range entries {
		name, isArchive := strings.CutSuffix(entry.Name(), archiveSuffix)
		if isArchive && !entry.IsDir() {
			file := filesPath + url.PathEscape(entry.Name())
			sources = append(sources, Source{ID: entry.Name(), Name: name, CRS: wgs84, File: file, MaxZoom: maxZoom})
		}
	}
	return sources, nil
}
