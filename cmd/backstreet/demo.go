package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

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
	Scale    int    `help:"How many districts lie side by side." default:"1"`
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

// loadDemo writes down the sign-ins, stores the demo's photos and fills an empty database.
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
	if options.Scale < 1 || options.Scale > demo.MaxScale {
		return fmt.Errorf("demo: --scale is from 1 to %d, not %d", demo.MaxScale, options.Scale)
	}
	district, err := demo.Build(demo.Options{Seed: max(1, options.Seed), AsOf: day})
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	// Written first: a process killed right after the load must not lock everybody out.
	if err := writeSignIns(data, district.People, password); err != nil {
		return err
	}
	load := demoLoad{photos: photos, district: district, scale: options.Scale}
	told, finish := loading(load.rows())
	err = db.PlantAll(ctx, load.seeds(ctx), password, told)
	finish()
	if ctx.Err() != nil {
		return errors.New("demo: stopped; the database is empty as before")
	}
	if err != nil {
		return err
	}
	slog.InfoContext(ctx, "loaded the demo district", "districts", options.Scale,
		"features", options.Scale*len(district.Features), "events", options.Scale*len(district.Events))
	return nil
}

// demoLoad is what goes into the database and the bucket.
type demoLoad struct {
	photos   *photo.Bucket
	district *demo.District
	scale    int
}

// rows is about how many rows it writes.
func (l demoLoad) rows() int {
	d := l.district
	return l.scale * (len(d.Units) + len(d.People) + len(d.Backdrops) + len(d.Features) + len(d.Events) + len(d.Photos))
}

// seeds gives one district after the other. Its photos are stored before its rows, so that a row never claims what is
// not there.
func (l demoLoad) seeds(ctx context.Context) iter.Seq2[store.Seed, error] {
	return func(yield func(store.Seed, error) bool) {
		for n := range l.scale {
			d := l.district.Beside(n)
			campaign := d.Campaign
			if n == 0 {
				campaign = d.Scaled(l.scale)
			}
			err := l.storePhotos(ctx, d)
			if !yield(store.Seed{
				Areas: d.Areas, Units: d.Units, People: d.People, Campaign: campaign,
				Backdrops: d.Backdrops, Features: d.Features, Events: d.Events, Photos: d.Photos,
			}, err) {
				return
			}
		}
	}
}

// storePhotos keeps each picture once, however many photos of however many districts show it.
func (l demoLoad) storePhotos(ctx context.Context, d *demo.District) error {
	uids, first := map[string][]string{}, map[string]string{}
	for i, p := range d.Photos {
		uids[p.SHA256] = append(uids[p.SHA256], p.UID)
		if d != l.district {
			first[p.SHA256] = l.district.Photos[i].UID
		}
	}
	var pictures []photo.Drawn
	for _, sum := range slices.Sorted(maps.Keys(uids)) {
		pictures = append(pictures, photo.Drawn{UIDs: uids[sum], SHA256: sum, Bytes: l.district.Image(sum), Like: first[sum]})
	}
	return l.photos.PutDrawn(ctx, pictures)
}

// writeSignIns writes down who is in every demo; the rest have the same password.
func writeSignIns(data string, people []rectify.Person, password string) error {
	var lines bytes.Buffer
	for _, p := range people[:demo.Named] {
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
