package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"backstreet/rectify"
)

type userCommand struct {
	Add     userAdd     `cmd:"" help:"Add a person."`
	List    userList    `cmd:"" help:"List people."`
	Role    userRole    `cmd:"" help:"Set a person's roles."`
	Disable userDisable `cmd:"" help:"Disable a person and end its sessions."`
	Reset   userReset   `cmd:"" help:"Set a new password and end all sessions."`
}

type userAdd struct {
	place
	Username string         `arg:"" help:"Name to sign in with."`
	Name     string         `help:"Name as others see it." required:""`
	Role     []rectify.Role `help:"planner, field, verifier, leader or admin." required:""`
	Unit     int64          `help:"Id of the unit."`
	Lead     bool           `help:"Speaks for the unit: may return work."`
	Password string         `help:"Password; made and printed when it is left out." env:"BACKSTREET_PASSWORD"`
}

func (c *userAdd) Run(ctx context.Context) error {
	return c.with(ctx, func(db *database) error {
		made := c.Password == ""
		if made {
			c.Password = newPassword()
		}
		person, err := db.AddPerson(ctx, rectify.Person{
			Username: c.Username, Name: c.Name, Roles: c.Role, UnitID: rectify.UnitID(c.Unit), Lead: c.Lead,
		}, c.Password)
		if err == nil && made {
			fmt.Printf("%s %s\n", person.Username, c.Password)
		}
		return err
	})
}

type userList struct{ place }

func (c *userList) Run(ctx context.Context) error {
	return c.with(ctx, func(db *database) error {
		people, err := db.People(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		for _, p := range people {
			state := ""
			if p.Disabled {
				state = "disabled"
			}
			roles := make([]string, len(p.Roles))
			for i, role := range p.Roles {
				roles[i] = string(role)
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", p.Username, p.Name, strings.Join(roles, ","), state)
		}
		return table.Flush()
	})
}

type userRole struct {
	place
	Username string         `arg:""`
	Role     []rectify.Role `arg:"" help:"planner, field, verifier, leader or admin."`
}

func (c *userRole) Run(ctx context.Context) error {
	return c.change(ctx, c.Username, "", func(p *rectify.Person) { p.Roles = c.Role })
}

type userDisable struct {
	place
	Username string `arg:""`
}

func (c *userDisable) Run(ctx context.Context) error {
	return c.change(ctx, c.Username, "", func(p *rectify.Person) { p.Disabled = true })
}

type userReset struct {
	place
	Username string `arg:""`
	Password string `help:"New password; made and printed when it is left out." env:"BACKSTREET_PASSWORD"`
}

func (c *userReset) Run(ctx context.Context) error {
	made := c.Password == ""
	if made {
		c.Password = newPassword()
	}
	err := c.change(ctx, c.Username, c.Password, func(*rectify.Person) {})
	if err == nil && made {
		fmt.Printf("%s %s\n", c.Username, c.Password)
	}
	return err
}

// with opens the database for one use.
func (p place) with(ctx context.Context, use func(*database) error) error {
	db, err := p.openDatabase(ctx)
	if err != nil {
		return err
	}
	defer db.close()
	return use(db)
}

func (p place) change(ctx context.Context, username, password string, change func(*rectify.Person)) error {
	return p.with(ctx, func(db *database) error {
		person, err := db.PersonByUsername(ctx, username)
		if err != nil {
			return err
		}
		_, err = db.UpdatePerson(ctx, person.ID, password, change)
		return err
	})
}

// newPassword has 130 bits and no letters that are read wrong.
func newPassword() string { return strings.ToLower(rand.Text()) }
