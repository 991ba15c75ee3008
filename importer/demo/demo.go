package demo

import (
	"fmt"
	"math"
	"math/rand/v2"

	"backstreet/rectify"
)

// Options choose one of the possible districts.
type Options struct {
	Seed uint64
	AsOf rectify.Day // the day on which the demo stands; all that happened lies before it
}

// District is all that the demo consists of.
type District struct {
	Areas     []rectify.Area // parents first, ids from 1; Path is the database's to set
	Units     []rectify.Unit
	People    []rectify.Person
	Campaign  rectify.Campaign
	Backdrops []rectify.Backdrop
	Features  []rectify.Feature // as they stand on AsOf, ids from 1
	Events    []rectify.Event   // in the order in which they happened, ids from 1
	Photos    []rectify.Photo   // all stored

	album album
}

// The campaign around AsOf, in days: a year of work lies behind.
const (
	daysRun   = 365
	daysAhead = 115
)

// Build makes the district. It fails when AsOf is missing, or when a rule refuses a step of a history.
func Build(options Options) (*District, error) {
	if options.AsOf <= daysRun {
		return nil, fmt.Errorf("build demo: the day it stands on is %q; give one like 2022-08-30", options.AsOf)
	}
	town := newTown(rand.New(rand.NewPCG(options.Seed, 0x5eed)))
	d := &District{
		Areas: areas(), Backdrops: town.backdrops(),
		Campaign: rectify.Campaign{
			ID: 1, Name: "全国文明城市创建背街小巷整治", StartsOn: options.AsOf - daysRun, EndsOn: options.AsOf + daysAhead,
		},
	}
	var err error
	if d.album, err = onceDrawn(); err != nil {
		return nil, fmt.Errorf("build demo: %w", err)
	}
	batches := gather(options, town, d.Areas)
	history := newChronicle(options, d, batches)
	if err := history.live(batches); err != nil {
		return nil, fmt.Errorf("build demo: %w", err)
	}
	history.settle()
	d.Campaign.Targets = targets(d.Features)
	return d, nil
}

// Image is the JPEG with that SHA-256, in lower-case hex; nothing for one that no photo shows.
func (d *District) Image(sum string) []byte { return d.album.bySum[sum] }

// targets sums what the campaign is to reach, in whole units: all there is, but of the compounds those alone that had
// no manager.
func targets(features []rectify.Feature) []rectify.Target {
	targets := []rectify.Target{
		{ID: 1, Kind: rectify.KindCompound, Filter: map[string]any{"management_at_start": "none"}},
		{ID: 2, Kind: rectify.KindBackStreet},
		{ID: 3, Kind: rectify.KindPaintedWall},
		{ID: 4, Kind: rectify.KindBerth},
	}
	for i := range targets {
		for _, f := range features {
			if targets[i].Matches(f) && f.Quantity != nil {
				targets[i].Quantity += *f.Quantity
			}
		}
		targets[i].Quantity = math.Round(targets[i].Quantity) // published figures are whole
	}
	return targets
}
