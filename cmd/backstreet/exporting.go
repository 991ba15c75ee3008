package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"backstreet/geo"
	"backstreet/importer/export"
	"backstreet/live"
	"backstreet/rectify"
)

type exportCommand struct {
	place
	featureFilter
	Format   string `help:"geojson, gpkg, shp, kml, csv or xlsx." required:""`
	Encoding string `help:"UTF-8 or GBK, of shp and csv." default:"UTF-8"`
	CRS      string `help:"EPSG:N, GCJ02 or BD09." name:"crs" default:"EPSG:4326"`
	File     string `arg:"" help:"File to write." type:"path"`
}

// featureFilter is the filter of the API's lists, as flags.
type featureFilter struct {
	Kind     []rectify.KindKey   `help:"Kinds of feature; all when it is left out."`
	Status   []rectify.Status    `help:"Statuses; all but void when it is left out."`
	Area     rectify.AreaID      `help:"Id of an area, with all areas below it."`
	Unit     []rectify.UnitID    `help:"Ids of units."`
	Assignee rectify.PersonID    `help:"Id of a person."`
	Light    []rectify.Colour    `help:"green, yellow, red or grey."`
	Overdue  bool                `help:"Past their deadline."`
	DueSoon  bool                `help:"To be done within three days."`
	Owed     bool                `help:"Photos are announced and not there."`
	BBox     string              `help:"west,south,east,north in degrees." name:"bbox"`
	Near     string              `help:"lon,lat in degrees; with --radius." and:"near"`
	Radius   float64             `help:"Metres." and:"near"`
	Text     string              `help:"Part of the name or the ledger number." name:"q"`
	IDs      []rectify.FeatureID `help:"Ids of features." name:"ids"`
}

func (c *exportCommand) Run(ctx context.Context) error {
	today := rectify.DayOf(time.Now())
	filter, err := c.filter(today)
	if err != nil {
		return err
	}
	if strings.EqualFold(filepath.Ext(c.File), ".shp") {
		return errors.New("a Shapefile is several files, which are written as one zip: name a .zip")
	}
	// The unfinished file is beside the finished one: a rename within a file system is all or nothing.
	name := strings.TrimSuffix(filepath.Base(c.File), filepath.Ext(c.File))
	file, err := export.New(filepath.Dir(c.File), name, rectify.ExportOptions{
		Format: rectify.ExportFormat(c.Format), Encoding: c.Encoding, CRS: c.CRS,
	})
	if err != nil {
		return err
	}
	defer file.Close()
	return c.with(ctx, func(db *database) error {
		show, done := progress(c.File)
		tally, err := db.Export(ctx, rectify.ExportQuery{Filter: filter, Today: today, SRID: file.SRID()}, file, show)
		done()
		if err != nil {
			return err
		}
		result, err := file.Finish(ctx, tally)
		if err != nil {
			return err
		}
		return c.put(result, tally)
	})
}

// put gives the file its place and says what became of it.
func (c *exportCommand) put(result export.Result, tally rectify.ExportTally) error {
	if err := os.Rename(result.Path, c.File); err != nil {
		return fmt.Errorf("put the file in its place: %w", err)
	}
	fmt.Printf("%s: %d features\n", c.File, tally.Rows)
	if ending := filepath.Ext(result.Name); !strings.EqualFold(ending, filepath.Ext(c.File)) {
		fmt.Printf("  note: it is a %s; name it so\n", strings.TrimPrefix(ending, "."))
	}
	for _, note := range result.Notes {
		fmt.Println("  note:", note.Detail)
	}
	return nil
}

func (f featureFilter) filter(today rectify.Day) (rectify.Filter, error) {
	filter := rectify.Filter{
		Kinds: f.Kind, Statuses: f.Status, AreaID: f.Area, UnitIDs: f.Unit, AssigneeID: f.Assignee, Lights: f.Light,
		Overdue: f.Overdue, Owed: f.Owed, RadiusMetres: f.Radius, Text: f.Text, IDs: f.IDs,
	}
	if f.DueSoon {
		filter.DueUntil = today + live.DueSoonDays
	}
	if f.BBox != "" {
		box, err := degrees("--bbox", f.BBox, 4)
		if err != nil {
			return filter, err
		}
		filter.Bound = &geo.Bound{Min: geo.Point{box[0], box[1]}, Max: geo.Point{box[2], box[3]}}
	}
	if f.Near != "" {
		at, err := degrees("--near", f.Near, 2)
		if err != nil {
			return filter, err
		}
		filter.Near = &geo.Point{at[0], at[1]}
	}
	return filter, nil
}

// degrees reads so many numbers, parted by commas.
func degrees(flag, text string, want int) ([]float64, error) {
	parts := strings.Split(text, ",")
	numbers := make([]float64, len(parts))
	for i, part := range parts {
		n, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !(n >= -180 && n <= 180) {
			return nil, fmt.Errorf("%s takes degrees, parted by commas, not %q", flag, text)
		}
		numbers[i] = n
	}
	if len(numbers) != want {
		return nil, fmt.Errorf("%s takes %d numbers, not %d", flag, want, len(numbers))
	}
	return numbers, nil
}
