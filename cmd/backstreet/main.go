// Command backstreet is the whole of Backstreet in one program: the service and the commands that
// work on the same database.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set when a release is built.
var version = "dev"

// cli is every command with its flags; each has a file of its own.
type cli struct {
	Serve   serveCommand   `cmd:"" help:"Serve the map, the API and the web app."`
	Demo    demoCommand    `cmd:"" help:"Load the demo district into an empty database."`
	Import  importCommand  `cmd:"" help:"Import a file, or revert an import."`
	Export  exportCommand  `cmd:"" help:"Write features into a file."`
	User    userCommand    `cmd:"" help:"People who can sign in."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema up to date."`
	Doctor  doctorCommand  `cmd:"" help:"Say what is there and what is wrong."`
	OpenAPI openAPICommand `cmd:"" name:"openapi" help:"Print the description of the API."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

// exitCode is an error that says with which code to end; its reason was told already.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit %d", int(c)) }

func main() {
	var commands cli
	parser := kong.Must(&commands, kong.Name("backstreet"),
		kong.Description("Backstreet 巷治: map and rectification tracker for a city district."), kong.UsageOnError())
	parsed, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	slog.SetDefault(newLogger(os.Stderr))
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run()
	var code exitCode
	switch {
	case err == nil:
	case errors.As(err, &code):
		stop()
		os.Exit(int(code)) //nolint:gocritic // stop was called
	default:
		fmt.Fprintln(os.Stderr, "backstreet:", err)
		stop()
		os.Exit(1)
	}
}

// newLogger writes JSON where a program reads it and text where a person does.
func newLogger(to *os.File) *slog.Logger {
	level := slog.LevelInfo
	if text := os.Getenv("BACKSTREET_LOG_LEVEL"); text != "" {
		if err := level.UnmarshalText([]byte(text)); err != nil {
			fmt.Fprintln(os.Stderr, "backstreet: BACKSTREET_LOG_LEVEL is debug, info, warn or error")
		}
	}
	options := &slog.HandlerOptions{Level: level}
	if isTerminal(to) {
		return slog.New(slog.NewTextHandler(to, options))
	}
	return slog.New(slog.NewJSONHandler(to, options))
}

func isTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

type versionCommand struct{}

func (versionCommand) Run() error {
	fmt.Println("backstreet", version)
	return nil
}
