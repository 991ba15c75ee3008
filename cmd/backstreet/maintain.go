package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"

	"backstreet/api"
	"backstreet/live"
	"backstreet/tiles"
)

type migrateCommand struct{ place }

// Run has nothing to do but open: opening migrates.
func (c *migrateCommand) Run(ctx context.Context) error {
	return c.with(ctx, func(*database) error { return nil })
}

type openAPICommand struct{}

// Run describes the API without a database: routes do not depend on one.
func (openAPICommand) Run() error {
	described := api.New(api.Config{Live: live.New(nil, live.Options{}), Tiles: tiles.New(tiles.Options{}), Version: version})
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(described.OpenAPI())
}

type doctorCommand struct {
	place
	JSON bool `help:"Print JSON." name:"json"`
}

// health is what doctor finds; an empty Problems is healthy.
type health struct {
	Version     string   `json:"version"`
	DatabaseURL string   `json:"database_url"` // a password is masked
	Private     bool     `json:"private_cluster"`
	PostgreSQL  string   `json:"postgresql"`
	PostGIS     string   `json:"postgis"`
	Migrated    bool     `json:"migrated"`
	PhotosOwed  int      `json:"photos_owed"`
	Features    int      `json:"features"`
	Problems    []string `json:"problems"`
}

func (c *doctorCommand) Run(ctx context.Context) error {
	found := health{Version: version, Problems: []string{}}
	err := c.with(ctx, func(db *database) error {
		found.DatabaseURL, found.Private = masked(db.url), db.private != nil
		var err error
		if found.Migrated, err = db.Migrated(ctx); err != nil {
			return err
		}
		says, err := db.Health(ctx)
		found.PostgreSQL, found.PostGIS = says.PostgreSQL, says.PostGIS
		found.Features, found.PhotosOwed = says.Features, says.PhotosOwed
		return err
	})
	if err != nil {
		found.Problems = append(found.Problems, err.Error())
	}
	if c.JSON {
		if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
			return err
		}
	} else {
		fmt.Printf("backstreet %s\nPostgreSQL %s, PostGIS %s\ndatabase %s\nmigrated %v\nfeatures %d, photos owed %d\n",
			found.Version, found.PostgreSQL, found.PostGIS, found.DatabaseURL, found.Migrated, found.Features, found.PhotosOwed)
		for _, p := range found.Problems {
			fmt.Println("problem:", p)
		}
	}
	if len(found.Problems) > 0 {
		return exitCode(1)
	}
	return nil
}

// masked hides a password.
func masked(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return "(not a URL)"
	}
	return parsed.Redacted()
}
