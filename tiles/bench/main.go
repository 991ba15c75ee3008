package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := command(ctx, os.Args[1:])
	stop()
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// command is the measurement, or what its first argument names.
func command(ctx context.Context, arguments []string) error {
	if len(arguments) > 0 {
		name, rest := arguments[0], arguments[1:]
		switch name {
		case "raw", "fixed", "engine":
			return serverCommand(ctx, name, rest)
		case "database":
			return databaseCommand(ctx, rest)
		}
	}
	b, err := parse(arguments)
	if err != nil {
		return err
	}
	return b.measure(ctx)
}

// serverCommand is one of the servers that are compared, as a child of a measurement runs it.
func serverCommand(ctx context.Context, name string, arguments []string) error {
	flags := flag.NewFlagSet(name, flag.ExitOnError)
	address := flags.String("db", "", "address of a planted database")
	cached := flags.Bool("cache", false, "let the engine keep finished tiles")
	_ = flags.Parse(arguments) // it exits
	var handler http.Handler
	var err error
	switch name {
	case "raw":
		handler, err = newRaw(ctx, *address)
	case "fixed":
		handler = newFixed()
	case "engine":
		handler, err = newEngineServer(ctx, *address, *cached)
	}
	if err != nil {
		return err
	}
	return serveHere(ctx, handler)
}

// databaseCommand plants the databases and keeps the server up, for other tile servers to be started on it.
func databaseCommand(ctx context.Context, arguments []string) error {
	b, err := parse(arguments)
	if err != nil {
		return err
	}
	all, err := openDatabases(ctx, b.keep)
	if err != nil {
		return err
	}
	defer all.close()
	for _, districts := range b.districts {
		db, err := all.planted(ctx, districts)
		if err != nil {
			return err
		}
		fmt.Printf("%s\t%s\n", db.name(), db.owner)
	}
	slog.Info("the databases are up until this is interrupted")
	<-ctx.Done()
	return nil
}
