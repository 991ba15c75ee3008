package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/google/uuid"

	"backstreet/store"
	"backstreet/tiles/bench/district"
)

// city is a planted database with the servers that draw it.
type city struct {
	database
	list       []district.Tile
	postmaster int
	raw        *process
	uncached   *process // the engine without its cache
	cached     *process // the engine as it is
	fixed      *process
	service    *process // the program itself
	replica    *process // a second one on the same database
	token      string
	stops      []func()
}

func (c *city) close() {
	for _, stop := range c.stops {
		stop()
	}
}

// open starts every server and waits until it listens.
func (c *city) open(ctx context.Context, program string) (err error) {
	keep := func(p *process, failed error) *process {
		if failed != nil {
			err = failed
			return nil
		}
		c.stops = append(c.stops, p.stop)
		return p
	}
	for _, one := range []struct {
		to        **process
		arguments []string
	}{
		{&c.raw, []string{"raw", "-db", c.owner}},
		{&c.fixed, []string{"fixed"}},
		{&c.uncached, []string{"engine", "-db", c.owner}},
		{&c.cached, []string{"engine", "-db", c.owner, "-cache"}},
	} {
		if *one.to = keep(start(ctx, one.arguments...)); err != nil {
			return err
		}
	}
	for _, to := range []**process{&c.service, &c.replica} {
		if *to = keep(c.serve(ctx, program)); err != nil {
			return err
		}
	}
	c.token, err = c.newToken(ctx)
	return err
}

// serve runs the program as an installation would, with a database of its own and a service's role.
func (c *city) serve(ctx context.Context, program string) (*process, error) {
	data, err := os.MkdirTemp("", "backstreet-bench-data-")
	if err != nil {
		return nil, fmt.Errorf("make a data directory: %w", err)
	}
	c.stops = append(c.stops, func() { _ = os.RemoveAll(data) }) // a leftover harms nobody
	command := exec.CommandContext(ctx, program, "serve", "--listen", "127.0.0.1:0", "--data", data)
	command.Env = append(os.Environ(), "DATABASE_URL="+c.url, "BACKSTREET_MIGRATE_URL="+c.owner)
	log, err := os.Create(filepath.Join(data, "log"))
	if err != nil {
		return nil, fmt.Errorf("make the service's log: %w", err)
	}
	defer log.Close()
	command.Stderr = log
	return startProgram(ctx, command)
}

// newToken gives the planner one, as the API would.
func (c *city) newToken(ctx context.Context) (string, error) {
	db, err := store.Open(ctx, c.owner, store.Options{})
	if err != nil {
		return "", err
	}
	defer db.Close()
	planner, err := db.PersonByUsername(ctx, district.Planner)
	if err != nil {
		return "", err
	}
	_, token, _, err := db.CreateToken(ctx, planner, store.Op{ID: uuid.NewString()}, "bench")
	return token, err
}

func (c *city) bearer() string { return "Authorization: Bearer " + c.token + "\r\n" }

// peer is another server that the run was told of.
type peer struct{ name, template string }

// peers collects -peer name=URL.
type peers []peer

func (p *peers) String() string { return fmt.Sprint(*p) }

// Set reads one more.
func (p *peers) Set(text string) error {
	name, template, ok := strings.Cut(text, "=")
	if !ok || !strings.HasPrefix(template, "http://") {
		return fmt.Errorf("a peer is given as name=http://host:port/path with {z}, {x}, {y} and {layers} or {tables}")
	}
	*p = append(*p, peer{name, template})
	return nil
}

func (p peer) target(layers layersOf) target {
	host, path, _ := strings.Cut(strings.TrimPrefix(p.template, "http://"), "/")
	if unescaped, err := url.PathUnescape(host); err == nil {
		host = unescaped
	}
	return target{name: p.name, process: &process{host: host}, path: peerPath("/"+path, layers)}
}
