package importer

import (
	"bytes"
	"context"
	"errors"
	"io"
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

// run writes the program's output to out and fails when there is more than limit.
func (o *ogr) run(ctx context.Context, out io.Writer, limit int64, program string, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, ogrTimeout)
	defer cancel()
	limited := &limitedWriter{to: out, left: limit, full: cancel}
	complaints := &headBuffer{}
	command := o.command(ctx, program, args, limited, complaints)
	withoutNetwork(command.SysProcAttr)
	err := command.Start()
	if err != nil && ctx.Err() == nil { // a kernel or container that grants no namespace
		command = o.command(ctx, program, args, limited, complaints)
		err = command.Start()
	}
	if err == nil {
		err = command.Wait()
	}
	switch {
	case limited.left < 0:
		return refuse(RefusedLimit, "the file grows beyond %d GB when it is read; split it", limit>>30)
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return refuse(RefusedLimit, "reading took longer than %s; split the file", ogrTimeout)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return refuse(RefusedTool, "%s is not installed; run scripts/setup, or install GDAL (gdal-bin)", filepath.Base(program))
	case crashed(err):
		return refuse(RefusedBroken, "GDAL crashed on it, or it needs more memory than it may have; open it in QGIS and export it as GeoPackage")
	case err != nil:
		told := complaints.firstError()
		if told == "" { // it did not know the file for its format
			return refuse(RefusedBroken, "it is damaged, or is not what its name says")
		}
		return refuse(RefusedBroken, "GDAL cannot read it: %s", strings.ReplaceAll(told, o.dir+"/", ""))
	}
	o.told = strings.ReplaceAll(complaints.firstError(), o.dir+"/", "")
	return nil
}

// crashed says that a signal ended the program.
func crashed(err error) bool {
	var exit *exec.ExitError
	return errors.As(err, &exit) && exit.ExitCode() == -1
}

func (o *ogr) command(ctx context.Context, program string, args []string, out, complaints io.Writer) *exec.Cmd {
	program, args = confine(program, args)
	command := exec.CommandContext(ctx, program, args...)
	command.Dir, command.Env = o.dir, o.env
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = time.Second
	command.Stdout, command.Stderr = out, complaints
	return command
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

// firstError is the first that GDAL told; empty for none.
func (b *headBuffer) firstError() string {
	for _, line := range strings.Split(b.String(), "\n") {
		if strings.HasPrefix(line, "ERROR") {
			return strings.TrimSpace(line)
		}
	}
	return ""
}
