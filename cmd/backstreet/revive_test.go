package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/uuid"

	"backstreet/rectify"
	"backstreet/store"
)

// served is a backstreet that serves in this process, with its own private cluster.
type served struct {
	data, address string
	client        http.Client
	secret        string
}

// serve runs the command until the test ends.
func serve(t *testing.T) *served {
	t.Helper()
	data, err := os.MkdirTemp("", "backstreet-serve-") // not t.TempDir: the server's user has to get in
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(data) })
	if err := os.Chmod(data, 0o755); err != nil {
		t.Fatal(err)
	}
	s := &served{data: data, address: "http://" + freeAddress(t)}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	place := place{Data: data}
	if err := place.with(ctx, func(db *database) error {
		planner := rectify.Person{Username: "planner", Name: "p", Roles: []rectify.Role{rectify.RolePlanner}}
		planner, err := db.AddPerson(ctx, planner, "correct horse")
		if err == nil {
			_, s.secret, _, err = db.CreateToken(ctx, planner, store.Op{ID: uuid.NewString()}, "test")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		command := serveCommand{place: place, Listen: strings.TrimPrefix(s.address, "http://")}
		ended <- command.Run(ctx)
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	s.awaitReady(t)
	return s
}

// awaitReady asks until the service says that it is ready; the test's own time limit ends it.
func (s *served) awaitReady(t *testing.T) {
	t.Helper()
	for s.status(t, "/readyz") != http.StatusOK {
		runtime.Gosched()
	}
}

// status is 0 where nobody listens.
func (s *served) status(t *testing.T, path string) int {
	t.Helper()
	answer, err := s.client.Get(s.address + path)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

// freeAddress is one that nobody listened on a moment ago.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// draw enters a feature and gives the status and the problem's code.
func (s *served) draw(t *testing.T) (status int, code string) {
	t.Helper()
	body := fmt.Sprintf(`{"uid": %q, "op_id": %q, "kind": "berth", "attributes": {"capacity": 1},
		"geometry": {"type": "Point", "coordinates": [114, 33.5]}}`, uuid.NewString(), uuid.NewString())
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.address+"/api/v1/features", bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+s.secret)
	request.Header.Set("Content-Type", "application/json")
	answer, err := s.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var problem struct{ Code, Detail string }
	if err := json.NewDecoder(answer.Body).Decode(&problem); err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode >= 400 && answer.StatusCode != http.StatusServiceUnavailable {
		t.Fatalf("answered %d %+v", answer.StatusCode, problem)
	}
	return answer.StatusCode, problem.Code
}

// postmaster is the process of the private cluster; 0 when none is noted.
func (s *served) postmaster(t *testing.T) int {
	t.Helper()
	home := filepath.Join(s.data, "postgres")
	if named, err := os.ReadFile(filepath.Join(s.data, "cluster")); err == nil {
		home = strings.TrimSpace(string(named))
	}
	noted, err := os.ReadFile(filepath.Join(home, "data", "postmaster.pid"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(noted), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

func TestADatabaseThatIsKilledComesBack(t *testing.T) {
	s := serve(t)
	if status, code := s.draw(t); status != http.StatusCreated {
		t.Fatalf("an edit is answered %d %s", status, code)
	}
	killed := s.postmaster(t)
	if err := syscall.Kill(killed, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	for { // the test's own time limit ends it
		status, code := s.draw(t)
		if now := s.postmaster(t); status == http.StatusCreated && now != 0 && now != killed {
			break
		}
		if status == http.StatusServiceUnavailable && code != "unavailable" {
			t.Fatalf("meanwhile an edit is answered %d %s", status, code)
		}
	}
	s.awaitReady(t)
}
