package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Limits of the child process that reads a format through GDAL.
const (
	ogrTimeout     = 10 * time.Minute
	ogrMemoryBytes = 4 << 30
	maxOutputBytes = 8 << 30 // of the converted file
	maxErrorBytes  = 4 << 10
)

// ogr runs GDAL's programs on files that nobody vouches for. Each runs as a child with its own directory, an
// environment of its own in which every way to the network is closed, no plug-ins, and limits of time, memory and
// output, so that a crash, a bomb or a file that points elsewhere stays outside.
type ogr struct {
	dir string // the only place it is told to write to
	env []string
}

func newOGR() (*ogr, error) {
	dir, err := os.MkdirTemp("", "backstreet-import-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for ogr2ogr: %w", err)
	}
	return &ogr{dir: dir, env: []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + dir, "LC_ALL=C.UTF-8",
		"GDAL_HTTP_PROXY=127.0.0.1:9", "GDAL_HTTPS_PROXY=127.0.0.1:9", "GDAL_HTTP_TIMEOUT=1", "PROJ_NETWORK=OFF",
		"GDAL_DRIVER_PATH=disable", "OGR_SQLITE_LOAD_EXTENSIONS=", "OGR_GEOJSON_MAX_OBJ_SIZE=64",
	}}, nil
}

func (o *ogr) close() { os.RemoveAll(o.dir) }

// run writes the program's output to out and fails when there is more than limit.
func (o *ogr) run(ctx context.Context, out io.Writer, limit int64, program string, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, ogrTimeout)
	defer cancel()
	program, args = confine(program, args)
	command := exec.CommandContext(ctx, program, args...)
	command.Dir, command.Env = o.dir, o.env
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = time.Second
	limited := &limitedWriter{to: out, left: limit, full: cancel}
	complaints := &headBuffer{}
	command.Stdout, command.Stderr = limited, complaints
	err := command.Run()
	switch {
	case limited.left < 0:
		return refuse(RefusedLimit, "the file grows beyond %d GB when it is read; split it", limit>>30)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return refuse(RefusedLimit, "reading took longer than %s; split the file", ogrTimeout)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return refuse(RefusedTool, "%s is not installed; run scripts/setup, or install GDAL (gdal-bin)", filepath.Base(program))
	case err != nil:
		return refuse(RefusedBroken, "GDAL cannot read it: %s", complaints.complaint(err))
	}
	return nil
}

// confine puts the limits of util-linux round the program, where that exists; elsewhere time and output remain.
func confine(program string, args []string) (string, []string) {
	path, err := exec.LookPath("prlimit")
	if err != nil {
		return program, args
	}
	if _, err := exec.LookPath(program); err != nil {
		return program, args // so that the error names the program that is missing
	}
	limits := []string{
		"--as=" + strconv.FormatInt(ogrMemoryBytes, 10), "--fsize=" + strconv.FormatInt(maxOutputBytes, 10),
		"--cpu=" + strconv.Itoa(int(ogrTimeout.Seconds())), "--core=0", "--",
	}
	return path, append(append(limits, program), args...)
}

// limitedWriter calls full instead of writing beyond its limit.
type limitedWriter struct {
	to   io.Writer
	left int64
	full func()
}

func (w *limitedWriter) Write(p []byte) (int, error) {
	if w.left -= int64(len(p)); w.left < 0 {
		w.full()
		return 0, io.ErrShortWrite
	}
	return w.to.Write(p)
}

// headBuffer keeps the beginning of what a program complains about.
type headBuffer struct{ bytes.Buffer }

func (b *headBuffer) Write(p []byte) (int, error) {
	if room := maxErrorBytes - b.Len(); room > 0 {
		b.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

func (b *headBuffer) complaint(err error) string {
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	for _, line := range lines {
		if strings.HasPrefix(line, "ERROR") {
			return line
		}
	}
	if last := lines[len(lines)-1]; last != "" {
		return last
	}
	return err.Error()
}

// toGeoJSONSeq converts one layer into a file of newline-delimited GeoJSON with the coordinates untouched: the
// driver would move everything to WGS 84, so it is told that everything is there already.
func (o *ogr) toGeoJSONSeq(ctx context.Context, path, layer string, extra ...string) (string, error) {
	output := filepath.Join(o.dir, "records.geojsonl")
	file, err := os.Create(output)
	if err != nil {
		return "", err
	}
	defer file.Close()
	args := append([]string{
		"-f", "GeoJSONSeq", "/vsistdout/", "-a_srs", "EPSG:4326", "-lco", "SIGNIFICANT_FIGURES=17", "-dim", "XYZ",
		"-nlt", "CONVERT_TO_LINEAR", "-skipfailures",
	}, extra...)
	if err := o.run(ctx, file, maxOutputBytes, "ogr2ogr", append(args, path, layer)...); err != nil {
		return "", err
	}
	return output, file.Close()
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
	output, err := o.toGeoJSONSeq(ctx, path, layer.name, append(open, convert...)...)
	if err != nil {
		return nil, err
	}
	d := &dataset{path: output, layer: layer.name, open: newGeoJSONReader, cleanup: o.close}
	d.crs, d.crsName = layer.declaredCRS()
	return d, nil
}
