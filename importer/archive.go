package importer

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// isArchive is asked last: .xlsx and .kmz are zip archives too, and a FileGDB is a folder.
func isArchive(p probe) bool {
	return p.directory || p.extension == ".zip" || bytes.HasPrefix(p.head, []byte("PK\x03\x04"))
}

// prepareArchive looks for the one dataset in a folder or zip and reads that. Where there are several, --layer names
// the one by its name or path.
func prepareArchive(ctx context.Context, p probe, options Options) (*dataset, error) {
	if p.directory {
		return prepareWithin(ctx, p.path, options)
	}
	dir, err := os.MkdirTemp("", "backstreet-zip-")
	if err != nil {
		return nil, err
	}
	var d *dataset
	folder := filepath.Join(dir, "content")
	if err = unzip(p.path, folder); err == nil {
		d, err = prepareWithin(ctx, folder, options)
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	inner := d.cleanup
	d.cleanup = func() {
		if inner != nil {
			inner()
		}
		os.RemoveAll(dir)
	}
	return d, nil
}

func prepareWithin(ctx context.Context, folder string, options Options) (*dataset, error) {
	found, err := datasetsIn(folder)
	if err != nil {
		return nil, err
	}
	path, err := chooseDataset(folder, found, &options)
	if err != nil {
		return nil, err
	}
	return openDataset(ctx, path, options)
}

// members are the endings that stand for a dataset, those that are surely geodata first: a .txt or .xml beside a
// Shapefile is about it.
var members = [][]string{
	{".shp", ".tab", ".mif", ".gpkg", ".dxf", ".geojson", ".kml", ".kmz", ".ovkml", ".ovkmz", ".ovjsn", ".gpx", ".pbf", ".osm", ".dwg"},
	{".json", ".esrijson", ".geojsonl", ".geojsons", ".ndjson", ".jsonl", ".csv", ".xlsx", ".xls", ".txt", ".tsv", ".dbf"},
}

// datasetsIn lists the datasets below a folder, as paths.
func datasetsIn(folder string) ([]string, error) {
	found := make([][]string, len(members))
	entries := 0
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entries++; entries > maxZipEntries {
			return refuse(RefusedLimit, "the folder has more than %d files; name the one to import", maxZipEntries)
		}
		if entry.IsDir() {
			if isFileGDB(probe{path: path, directory: true}) {
				found[0] = append(found[0], path)
				return filepath.SkipDir
			}
			return nil
		}
		ending := strings.ToLower(filepath.Ext(path))
		for i, endings := range members {
			if slices.Contains(endings, ending) && entry.Type().IsRegular() {
				found[i] = append(found[i], path)
			}
		}
		return nil
	})
	for _, paths := range found {
		if len(paths) > 0 || err != nil {
			return paths, err
		}
	}
	return nil, nil
}

// chooseDataset takes the only one, or the one that --layer names; then the layer within it is not named any more.
func chooseDataset(folder string, found []string, options *Options) (string, error) {
	names := make([]string, len(found))
	for i, path := range found {
		names[i] = datasetName(folder, path, found)
	}
	if i := slices.Index(names, options.Layer); i >= 0 {
		options.Layer = ""
		return found[i], nil
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return "", refuse(RefusedBroken, "there is nothing in it that can be read (no .shp, .gdb, .tab, .gpkg, .dxf, .geojson, …); pack all parts of the data together")
	}
	refusal := refuse(RefusedLayer, "it holds %s; choose one with --layer", shorten(strings.Join(names, ", ")))
	refusal.Candidates = names
	return "", refusal
}

// datasetName is short where that is enough: the stem, the name, the path.
func datasetName(folder, path string, all []string) string {
	for _, short := range []func(string) string{stem, filepath.Base} {
		same := func(other string) bool { return other != path && short(other) == short(path) }
		if !slices.ContainsFunc(all, same) {
			return short(path)
		}
	}
	relative, err := filepath.Rel(folder, path)
	if err != nil {
		return filepath.Base(path)
	}
	return filepath.ToSlash(relative)
}

// globEscape keeps a path's own brackets and stars from being a pattern.
func globEscape(path string) string {
	return strings.NewReplacer("[", `\[`, "*", `\*`, "?", `\?`, `\`, `\\`).Replace(path)
}
