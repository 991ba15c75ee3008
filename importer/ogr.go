package importer

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// ogr runs GDAL's programs on files that nobody vouches for. Each runs as a child with its own directory, an
// environment of its own, no network, no plug-ins, the one driver that the file is for, and limits of time, memory
// and output, so that a crash, a bomb or a file that points elsewhere stays outside.
type ogr struct {
	dir  string // the only place it is told to write to
	env  []string
	told string // the first error of the last program, which went on all the same
}

// withOGR prepares a dataset with the one GDAL driver. The directory lives as long as the dataset.
func withOGR(ctx context.Context, driver string, prepare func(*ogr) (*dataset, error)) (*dataset, error) {
	child, err := newOGR()
	if err != nil {
		return nil, err
	}
	if err = child.only(ctx, driver); err == nil {
		var d *dataset
		if d, err = prepare(child); err == nil {
			d.cleanup = child.close
			return d, nil
		}
	}
	child.close()
	return nil, err
}

func newOGR() (*ogr, error) {
	dir, err := os.MkdirTemp("", "backstreet-import-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for ogr2ogr: %w", err)
	}
	return newOGRIn(dir), nil
}

func newOGRIn(dir string) *ogr {
	return &ogr{dir: dir, env: []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LC_ALL=C.UTF-8",
		"GDAL_HTTP_PROXY=127.0.0.1:9", "GDAL_HTTPS_PROXY=127.0.0.1:9", "GDAL_HTTP_TIMEOUT=1", "PROJ_NETWORK=OFF",
		"GDAL_DRIVER_PATH=disable", "OGR_SQLITE_LOAD_EXTENSIONS=", "OGR_GEOJSON_MAX_OBJ_SIZE=64",
	}}
}

func (o *ogr) close() { os.RemoveAll(o.dir) }

// driverLine is one of `ogrinfo --formats`: "  MapInfo File -vector- (rw+v): MapInfo File".
var driverLine = regexp.MustCompile(`(?m)^  (.+?) -[a-z, ]+- \(`)

// only makes GDAL forget every driver but one, so that a file cannot pass for another format: one that names other
// files, or addresses in a network. What is written is GeoJSONSeq.
func (o *ogr) only(ctx context.Context, driver string) error {
	var formats bytes.Buffer
	if err := o.run(ctx, &formats, maxInfoBytes, "ogrinfo", "--formats"); err != nil {
		return err
	}
	var others []string
	found := false
	for _, match := range driverLine.FindAllStringSubmatch(formats.String(), -1) {
		switch match[1] {
		case driver:
			found = true
		case "GeoJSONSeq":
		default:
			others = append(others, match[1])
		}
	}
	if !found {
		return refuse(RefusedTool, "the installed GDAL cannot read %s; install gdal-bin with it, or convert the file to GeoPackage", driver)
	}
	o.env = append(o.env, "GDAL_SKIP="+strings.Join(others, ","))
	return nil
}

// link puts a file into the directory under a name of ours: nothing in the user's name reaches GDAL, and no
// neighbour of the file does.
func (o *ogr) link(path, name string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	linked := filepath.Join(o.dir, name)
	if err := os.Symlink(absolute, linked); err != nil {
		return "", fmt.Errorf("link %s: %w", filepath.Base(path), err)
	}
	return linked, nil
}

// toGeoJSONSeq converts one layer into a file of newline-delimited GeoJSON with the coordinates untouched: the
// driver would move everything to WGS 84, so it is told that everything is there already. What it cannot read it
// leaves out: records says how many came.
func (o *ogr) toGeoJSONSeq(ctx context.Context, path, layer string, extra ...string) (output string, records int, err error) {
	output = filepath.Join(o.dir, "records.geojsonl")
	file, err := os.Create(output)
	if err != nil {
		return "", 0, err
	}
	defer file.Close()
	args := append([]string{
		"-f", "GeoJSONSeq", "/vsistdout/", "-a_srs", "EPSG:4326", "-lco", "SIGNIFICANT_FIGURES=17",
		"-lco", "COORDINATE_PRECISION=17", // or positions are rounded to the seventh decimal, a centimetre
		"-nlt", "CONVERT_TO_LINEAR", "-skipfailures",
	}, extra...)
	lines := lineCounter{to: file}
	if err := o.run(ctx, &lines, maxOutputBytes, "ogr2ogr", append(args, path, layer)...); err != nil {
		return "", 0, err
	}
	return output, lines.ended, file.Close()
}

// lineCounter counts the lines that it passes on.
type lineCounter struct {
	to    io.Writer
	ended int
}

func (c *lineCounter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.ended += bytes.Count(p[:n], []byte{'\n'})
	return n, err
}

// dataset converts the chosen layer. open holds options of the driver, convert those of ogr2ogr.
func (o *ogr) dataset(ctx context.Context, path, layerName string, open []string, convert ...string) (*dataset, error) {
	layers, err := o.layers(ctx, path, open...)
	if err != nil {
		return nil, err
	}
	layer, err := chooseLayer(layers, layerName)
	if err != nil {
		return nil, err
	}
	output, records, err := o.toGeoJSONSeq(ctx, path, layer.name, append(open, convert...)...)
	switch {
	case err != nil:
		return nil, err
	case records == 0 && layer.records > 0:
		return nil, refuse(RefusedBroken, "GDAL counts %d records in it and can read none of them; open it in the program it came from and save it anew", layer.records)
	case records == 0:
		return nil, refuse(RefusedEmpty, "the layer %s has no records", layer.name)
	}
	d := &dataset{path: output, layer: layer.name, open: newGeoJSONReader, planar: layer.planar, encoding: utf8Encoding}
	d.crs, d.crsName = layer.declaredCRS()
	if layer.records >= 0 && layer.records != records {
		d.note(fmt.Sprintf("GDAL counts %d records in the layer and could read %d: the file is damaged", layer.records, records))
	}
	if o.told != "" {
		d.note("GDAL read it with errors, the first of which is: " + shorten(o.told))
	}
	return d, nil
}
