package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"backstreet/basemap"
	"backstreet/photo"
	"backstreet/store"
	"backstreet/store/cluster"
)

// place is where an installation keeps what it has.
type place struct {
	Data string `help:"Directory of the private database cluster and the photos." default:"./data" type:"path"`
}

// database is an open store and what has to be closed with it.
type database struct {
	*store.Store
	url     string
	private *cluster.Cluster // nil with DATABASE_URL
}

// openDatabase joins the server that DATABASE_URL names, or starts the private cluster in the data
// directory, brings the schema up to date as its owner and grants the service its rights.
func (p place) openDatabase(ctx context.Context) (*database, error) {
	db, owner := &database{url: os.Getenv("DATABASE_URL")}, os.Getenv("BACKSTREET_MIGRATE_URL")
	if db.url == "" {
		private, err := cluster.Open(ctx, cluster.Options{DataDir: p.Data, Log: slog.Default()})
		if err != nil {
			return nil, err
		}
		db.private, db.url, owner = private, private.URL(), private.OwnerURL()
	}
	if owner == "" {
		owner = db.url
	}
	applied, err := store.Migrate(ctx, owner)
	if err != nil {
		return nil, db.abandon(err)
	}
	for _, file := range applied {
		slog.InfoContext(ctx, "migrated", "file", file)
	}
	if err := store.Grant(ctx, owner, db.url); err != nil {
		return nil, db.abandon(err)
	}
	if db.Store, err = store.Open(ctx, db.url, store.Options{}); err != nil {
		return nil, db.abandon(err)
	}
	return db, nil
}

func (db *database) abandon(err error) error {
	if db.private != nil {
		if stop := db.private.Close(); stop != nil {
			slog.Warn("stop the cluster", "error", stop)
		}
	}
	return err
}

// close gives the database back; the last user of the private cluster stops it.
func (db *database) close() {
	db.Store.Close()
	if db.private == nil {
		return
	}
	if err := db.private.Close(); err != nil {
		slog.Warn("stop the cluster", "error", err)
	}
}

// openBasemaps reads basemaps.json of the data directory, finds the archives in basemaps beside it, and takes Tianditu's
// key from the environment, or from the file that BACKSTREET_TIANDITU_KEY_FILE names.
func (p place) openBasemaps() (*basemap.Catalogue, error) {
	key := os.Getenv("BACKSTREET_TIANDITU_KEY")
	if file := os.Getenv("BACKSTREET_TIANDITU_KEY_FILE"); key == "" && file != "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read Tianditu's key: %w", err)
		}
		key = strings.TrimSpace(string(text))
	}
	return basemap.Open(basemap.Options{
		Dir: filepath.Join(p.Data, "basemaps"), TiandituKey: key, TiandituURL: os.Getenv("BACKSTREET_TIANDITU_URL"),
	})
}

// openPhotos opens the bucket that BACKSTREET_PHOTOS names, or the directory beside the database.
func (p place) openPhotos(ctx context.Context) (*photo.Bucket, error) {
	address := os.Getenv("BACKSTREET_PHOTOS")
	if address == "" {
		dir, err := filepath.Abs(filepath.Join(p.Data, "photos"))
		if err != nil {
			return nil, fmt.Errorf("photos: %w", err)
		}
		address = (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir)}).String()
	}
	return photo.Open(ctx, address)
}
