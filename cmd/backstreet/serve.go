package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"backstreet/api"
	"backstreet/jobs"
	"backstreet/live"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/tiles"
	"backstreet/web"
)

type serveCommand struct {
	place
	Listen      string `help:"Address to listen on." default:"127.0.0.1:8080"`
	BehindProxy bool   `help:"Nobody reaches this but through a proxy of yours that sets X-Forwarded-Proto: believe it." env:"BACKSTREET_BEHIND_PROXY"`
	Demo        bool   `help:"Load the demo district first when the database is empty."`

	Scale int `help:"How many demo districts lie side by side." default:"1"`

	DemoPassword string `help:"Password of the demo's people; made when it is left out." env:"BACKSTREET_PASSWORD"`
}

// finishTimeout is how long open requests may take after SIGTERM. Streams are cut at once.
const finishTimeout = 10 * time.Second

func (c *serveCommand) Run(ctx context.Context) error {
	db, err := c.openDatabase(ctx)
	if err != nil {
		return err
	}
	defer db.close()
	photos, err := c.openPhotos(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = photos.Close() }() // nothing is buffered in it
	if c.Demo {
		options := demoOptions{Password: c.DemoPassword, Scale: c.Scale}
		if err := loadDemo(ctx, db.Store, photos, c.Data, options); err != nil && !errors.Is(err, store.ErrNotEmpty) {
			return err
		}
	}

	basemaps, err := c.openBasemaps()
	if err != nil {
		return err
	}

	engine := tiles.New(tiles.Options{})
	feed := &tileFeed{engine: engine}
	copied := live.New(revived{db.Store, db.private}, live.Options{OnChange: feed.apply})
	feed.live = copied
	var running sync.WaitGroup
	defer running.Wait()
	following, stopFollowing := context.WithCancel(context.WithoutCancel(ctx))
	defer stopFollowing()
	running.Go(func() { copied.Run(following) })
	running.Go(func() { pruneChanges(following, db, copied) })

	workers, err := jobs.New(db.Store, photos, slog.Default())
	if err != nil {
		return err
	}
	if err := workers.Start(following); err != nil {
		return err
	}
	defer func() {
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTimeout)
		defer cancel()
		if err := workers.Stop(stopping); err != nil {
			slog.Warn("stop the workers", "error", err)
		}
	}()

	handler := api.New(api.Config{
		Store: db.Store, Live: copied, Tiles: engine, Photos: photos, Web: web.Handler(), Version: version,
		BehindProxy: c.BehindProxy, Basemaps: basemaps,
	})
	return c.listen(ctx, copied, handler)
}

// listen serves until ctx ends, then finishes what is open.
func (c *serveCommand) listen(ctx context.Context, copied *live.Live, handler http.Handler) error {
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; choose another address with --listen", c.Listen, err)
	}
	requests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		BaseContext: func(net.Listener) context.Context { return requests },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	if err := awaitReady(ctx, copied); err == nil {
		c.announce(listener.Addr())
	}
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	server.RegisterOnShutdown(cut) // streams never end by themselves
	finishing, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTimeout)
	defer cancel()
	return server.Shutdown(finishing)
}

// announce says where the service is and, for the demo, who can sign in.
func (c *serveCommand) announce(at net.Addr) {
	if c.Demo {
		if signIns, err := os.ReadFile(filepath.Join(c.Data, signInsFile)); err == nil {
			fmt.Printf("\nPlan   http://%[1]s/plan\nField  http://%[1]s/field\nLead   http://%[1]s/lead\n\n%[2]s\n", at, signIns)
		}
	}
	fmt.Printf("listening on http://%s\n", at)
}

// awaitReady returns when the live copy is loaded.
func awaitReady(ctx context.Context, copied *live.Live) error {
	for {
		if ready, _ := copied.Ready(); ready {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// The feed is pruned every hour up to where it was an hour before: a replica that was away for
// longer loads anew.
const pruneEvery = time.Hour

func pruneChanges(ctx context.Context, db *database, copied *live.Live) {
	var before rectify.Cursor
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pruneEvery):
		}
		if before.Epoch != "" {
			if _, err := db.PruneChanges(ctx, before); err != nil {
				slog.WarnContext(ctx, "prune the feed", "error", err)
			}
		}
		before = copied.Snapshot().Cursor()
	}
}
