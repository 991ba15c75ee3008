package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"backstreet/importer/demo"
	"backstreet/photo"
	"backstreet/rectify"
	"backstreet/store"
)

type demoCommand struct {
	place
	demoOptions
}

type demoOptions struct {
	Seed     uint64 `help:"Which of the possible districts." default:"1"`
	AsOf     string `help:"The day on which the demo stands, such as 2022-08-30; today by default."`
	Password string `help:"Password of everybody; made when it is left out." env:"BACKSTREET_PASSWORD"`
}

func (c *demoCommand) Run(ctx context.Context) error {
	return c.with(ctx, func(db *database) error {
		photos, err := c.openPhotos(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = photos.Close() }() // nothing is buffered in it
		err = loadDemo(ctx, db.Store, photos, c.Data, c.demoOptions)
		if errors.Is(err, store.ErrNotEmpty) {
			return fmt.Errorf("%w; give an empty --data directory", err)
		}
		return err
	})
}

// signInsFile keeps the demo's sign-ins for whoever runs it.
const signInsFile = "demo-sign-ins"

// loadDemo fills an empty database, stores the demo's photos and writes down the sign-ins.
func loadDemo(ctx context.Context, db *store.Store, photos *photo.Bucket, data string, options demoOptions) error {
	day := rectify.DayOf(time.Now())
	if options.AsOf != "" {
		var err error
		if day, err = rectify.ParseDay(options.AsOf); err != nil {
			return err
		}
	}
	password := options.Password
	if password == "" {
		password = newPassword()[:12]
	}
	if people, err := db.People(ctx); err != nil || len(people) > 0 {
		return errors.Join(err, store.ErrNotEmpty)
	}
	district, err := demo.Build(demo.Options{Seed: max(1, options.Seed), AsOf: day})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := storePhotos(ctx, photos, district); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	err = db.Plant(ctx, store.Seed{
		Areas: district.Areas, Units: district.Units, People: district.People, Campaign: district.Campaign,
		Backdrops: district.Backdrops, Features: district.Features, Events: district.Events, Photos: district.Photos,
	}, password)
	if err != nil {
		return err
	}
	slog.InfoContext(ctx, "loaded the demo district", "features", len(district.Features), "events", len(district.Events))
	return writeSignIns(data, district.People, password)
}

// storePhotos keeps several at a time on their way: each waits for the disk twice.
func storePhotos(ctx context.Context, photos *photo.Bucket, district *demo.District) error {
	const atOnce = 16
	storing, ctx := errgroup.WithContext(ctx)
	storing.SetLimit(atOnce)
	for _, p := range district.Photos {
		if p.State != rectify.PhotoStored {
			continue
		}
		storing.Go(func() error {
			_, err := photos.Put(ctx, p.UID, p.SHA256, p.Bytes, bytes.NewReader(district.Image(p.UID)))
			return err
		})
	}
	return storing.Wait()
}

func writeSignIns(data string, people []rectify.Person, password string) error {
	var lines bytes.Buffer
	for _, p := range people {
		fmt.Fprintf(&lines, "%-10s %s  %s %v\n", p.Username, password, p.Name, p.Roles)
	}
	if err := os.MkdirAll(data, 0o755); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := os.WriteFile(filepath.Join(data, signInsFile), lines.Bytes(), 0o600); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}
