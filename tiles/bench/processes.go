package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// process is a server in a process of its own.
type process struct {
	host  string // address and port
	pid   int
	ready time.Duration // from its start until it listened
	stop  func()
}

const listeningOn = "listening on http://"

// serveHere is what a child of this program does: it announces where it listens, and serves until ctx ends.
func serveHere(ctx context.Context, handler http.Handler) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Printf("%s%s\n", listeningOn, listener.Addr())
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close() // it ends the process
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// start runs this program again as one of its servers.
func start(ctx context.Context, arguments ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	return startProgram(ctx, exec.CommandContext(ctx, self, arguments...))
}

// startProgram waits until the program says where it listens.
func startProgram(ctx context.Context, command *exec.Cmd) (*process, error) {
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = 20 * time.Second
	var complaints strings.Builder
	if command.Stderr == nil {
		command.Stderr = &complaints
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", command.Path, err)
	}
	began := time.Now()
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", command.Path, err)
	}
	stop := func() {
		_ = command.Process.Signal(syscall.SIGTERM) // an error says that it has ended
		_ = command.Wait()                          // it says only that it was asked to end
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if host, ok := strings.CutPrefix(lines.Text(), listeningOn); ok {
			return &process{host: host, pid: command.Process.Pid, ready: time.Since(began), stop: stop}, nil
		}
	}
	stop()
	return nil, errors.Join(ctx.Err(), fmt.Errorf("%s did not listen: %s", strings.Join(command.Args, " "), complaints.String()))
}
