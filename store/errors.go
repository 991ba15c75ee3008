package store

import (
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"backstreet/rectify"
)

// translate turns what the database says into the errors of rectify. It is the only place that
// knows SQLSTATE. An error that already is one of rectify's stays as it is.
func translate(err error) error {
	if err == nil || errors.Is(err, rectify.ErrNotFound) || errors.Is(err, rectify.ErrConflict) || errors.Is(err, rectify.ErrUnavailable) {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("%w: %w", rectify.ErrNotFound, err)
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		if disconnected(err) {
			return fmt.Errorf("%w: %w", rectify.ErrUnavailable, err)
		}
		return err
	}
	switch pg.Code {
	case "23505", "23001": // unique_violation, restrict_violation
		return fmt.Errorf("%w: %w", rectify.ErrConflict, err)
	case "23503", "23514", "23502", "22P02", "22007", "22008", "22003":
		broken := meaningOf(pg.ConstraintName, pg.ColumnName)
		return &rectify.Invalid{Field: broken.field, Rule: broken.code, Message: wordsFor(pg)}
	case "22021", "22P05": // a zero byte, or bytes that are no characters, in a text or in a JSON text
		return &rectify.Invalid{Rule: codeZeroByte, Message: "a text holds a zero byte, which is no character"}
	// It lost a race, took too long, is going down or coming up, or is full.
	case "40001", "40P01", "57014", "57P01", "57P02", "57P03", "53300", "08006":
		return fmt.Errorf("%w: %w", rectify.ErrUnavailable, err)
	}
	return err
}

// disconnected reports whether there is no server at the other end, or none any more.
func disconnected(err error) bool {
	var connect *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &connect) || errors.As(err, &network) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// codeZeroByte names the one thing that JSON can say and a text of PostgreSQL cannot hold.
const codeZeroByte = "zero_byte"

// wordsFor is the message for a person: our own triggers' words, and not the database's, which name its tables.
func wordsFor(pg *pgconn.PgError) string {
	switch {
	case pg.Routine == "exec_stmt_raise":
		return pg.Message
	case pg.Code == "23503":
		return "it refers to something that does not exist"
	case pg.Code == "23502":
		return "a value is missing"
	}
	return "a value is not one that is allowed here"
}

// lostRace reports whether the same transaction may succeed when it is run again.
func lostRace(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
