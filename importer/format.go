package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// format is one way in which geodata is written. A new one is a new entry in formats, a file with its prepare
// function, and samples in the Reader suite.
type format struct {
	name    string
	matches func(probe) bool
	prepare func(context.Context, probe, Options) (*dataset, error)
}

// formats are asked in this order; the first that matches reads the file.
var formats = []format{
	{"GeoPackage", isGeoPackage, prepareGeoPackage},
	{"Shapefile", isShapefile, prepareShapefile},
	{"KML", isKML, prepareKML},
	{"KMZ", isKMZ, prepareKMZ},
	{"GPX", isGPX, prepareGPX},
	{"Ovital", isOvital, prepareOvital},
	{"ArcGIS JSON", isArcGIS, prepareArcGIS},
	{"FileGDB", isFileGDB, prepareFileGDB},
	{"MapInfo", isMapInfo, prepareMapInfo},
	{formatDXF, isDXF, prepareDXF},
	{"OSM", isOSM, prepareOSM},
	{"GeoJSON", isGeoJSON, prepareGeoJSON},
	{"XLSX", isXLSX, prepareXLSX},
	{"CSV", isCSV, prepareCSV},
}

// formatDXF is the only one with units of its own.
const formatDXF = "DXF"

// probe is what a format is recognised by.
type probe struct {
	path      string
	extension string // lower case with the dot
	directory bool
	head      []byte // the first bytes of a file
}

const probeBytes = 4096

func probeFile(path string) (probe, error) {
	p := probe{path: path, extension: strings.ToLower(filepath.Ext(path))}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return probe{}, refuse(RefusedBroken, "%s: there is no such file", path)
	}
	if err != nil {
		return probe{}, fmt.Errorf("open %s: %w", path, err)
	}
	if p.directory = info.IsDir(); p.directory {
		return p, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return probe{}, fmt.Errorf("open %s: %w", path, err)
	}
	defer file.Close()
	p.head = make([]byte, probeBytes)
	n, err := io.ReadFull(file, p.head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return probe{}, fmt.Errorf("read %s: %w", path, err)
	}
	p.head = p.head[:n]
	return p, nil
}

// openDataset finds the format of the file and makes it ready. The caller closes the dataset.
func openDataset(ctx context.Context, path string, options Options) (*dataset, error) {
	p, err := probeFile(path)
	if err != nil {
		return nil, err
	}
	if !p.directory && len(p.head) == 0 {
		return nil, refuse(RefusedEmpty, "%s is empty", filepath.Base(path))
	}
	if advice := adviceFor(p); advice != nil {
		return nil, advice
	}
	for _, f := range formats {
		if !f.matches(p) {
			continue
		}
		d, err := f.prepare(ctx, p, options)
		if err != nil {
			return nil, fmt.Errorf("read %s as %s: %w", filepath.Base(path), f.name, err)
		}
		d.format = firstOf(d.format, f.name)
		return d, nil
	}
	if isArchive(p) {
		return prepareArchive(ctx, p, options)
	}
	return nil, refuse(RefusedFormat, "%s is none of the formats that can be read (%s, or a zip or folder of them); save it as one of them, best as GeoPackage",
		filepath.Base(path), strings.Join(formatNames(), ", "))
}

func formatNames() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

var utf8BOM = []byte{0xEF, 0xBB, 0xBF}

// isText keeps binary formats away from the CSV reader.
func (p probe) isText() bool {
	if p.directory || len(p.head) == 0 {
		return false
	}
	utf16 := bytes.HasPrefix(p.head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(p.head, []byte{0xFE, 0xFF})
	return utf16 || bytes.IndexByte(p.head, 0) < 0
}

func isGeoJSON(p probe) bool {
	if !p.isText() {
		return false
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(p.head, utf8BOM), jsonSpace)
	switch p.extension {
	case ".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl":
		return true
	}
	return bytes.HasPrefix(start, []byte("{"))
}

func isCSV(p probe) bool {
	switch p.extension {
	case ".csv", ".tsv", ".txt", "":
		return p.isText()
	}
	return false
}
