package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// How long a session lives without being used. Field staff may be without signal for weeks.
const (
	sessionIdle      = 12 * time.Hour
	fieldSessionIdle = 90 * 24 * time.Hour
	tokenLife        = 365 * 24 * time.Hour
)

// SessionKind tells a browser's session from a token for a desktop GIS or a script.
type SessionKind string

// The kinds of session.
const (
	BrowserSession SessionKind = "session"
	APIToken       SessionKind = "token"
)

// Session is one way in for one person. Its secret is given out once and kept as a hash only.
type Session struct {
	ID         string // UUIDv7
	PersonID   rectify.PersonID
	Kind       SessionKind
	Name       string
	Device     string
	CreatedAt  time.Time
	LastSeenAt time.Time
	ExpiresAt  time.Time
}

const sessionColumns = `s.id::text, s.person_id, s.kind, s.name, s.device, s.created_at, s.last_seen_at, s.expires_at`

func scanSession(row pgx.CollectableRow) (Session, error) {
	var s Session
	err := row.Scan(&s.ID, &s.PersonID, &s.Kind, &s.Name, &s.Device, &s.CreatedAt, &s.LastSeenAt, &s.ExpiresAt)
	return s, err
}

// SignIn checks a password and opens a session. address is the client's; both it and the username
// are throttled. ErrUnauthenticated does not tell a wrong name from a wrong password.
func (s *Store) SignIn(
	ctx context.Context, username, password, address, device string,
) (person rectify.Person, session Session, secret string, err error) {
	if err := s.throttle(ctx, username, address); err != nil {
		return person, session, "", err
	}
	var hash string
	err = s.pool.QueryRow(ctx, `SELECT password_hash FROM person WHERE username = $1 AND NOT disabled`,
		username).Scan(&hash)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return person, session, "", fmt.Errorf("sign in: %w", translate(err))
	}
	if !checkPassword(hash, password) {
		s.signInFailed(ctx, username, address)
		return person, session, "", fmt.Errorf("sign in %q: %w", username, rectify.ErrUnauthenticated)
	}
	s.signInSucceeded(ctx, username)
	if person, err = s.PersonByUsername(ctx, username); err != nil {
		return person, session, "", err
	}
	idle := sessionIdle
	if person.Has(rectify.RoleField) {
		idle = fieldSessionIdle
	}
	session, secret, err = s.openSession(ctx, s.pool, person.ID, BrowserSession, "", device, idle)
	return person, session, secret, err
}

// CreateToken opens a long-lived way in for a program of the person's. Its secret is kept nowhere, so a replay gives
// the same token without it.
func (s *Store) CreateToken(
	ctx context.Context, actor rectify.Person, op Op, name string,
) (session Session, secret string, replay bool, err error) {
	session, replay, err = once(ctx, s, actor, op, func(tx pgx.Tx) (opened Session, err error) {
		opened, secret, err = s.openSession(ctx, tx, actor.ID, APIToken, name, "", tokenLife)
		return opened, err
	})
	return session, secret, replay, err
}

// querier is a pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func (s *Store) openSession(
	ctx context.Context, db querier, person rectify.PersonID, kind SessionKind, name, device string, life time.Duration,
) (Session, string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return Session{}, "", fmt.Errorf("open session: %w", err)
	}
	raw := make([]byte, 32)
	rand.Read(raw)
	now := s.now()
	secret := base64.RawURLEncoding.EncodeToString(raw)
	hash := sha256.Sum256([]byte(secret))
	rows, _ := db.Query(ctx, `
		INSERT INTO session AS s (id, person_id, kind, secret_hash, name, device, created_at, last_seen_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8) RETURNING `+sessionColumns,
		id.String(), person, kind, hash[:], name, device, now, now.Add(life))
	session, err := pgx.CollectExactlyOneRow(rows, scanSession)
	if err != nil {
		return session, "", fmt.Errorf("open session: %w", translate(err))
	}
	return session, secret, nil
}

// Authenticate gives the person and session that a secret belongs to; ErrUnauthenticated when it is
// unknown, expired or revoked. Use prolongs a browser's session, written at most once a minute.
func (s *Store) Authenticate(ctx context.Context, secret string) (rectify.Person, Session, error) {
	hash := sha256.Sum256([]byte(secret))
	var person rectify.Person
	var session Session
	err := s.pool.QueryRow(ctx, `
		SELECT `+personColumns+`, `+sessionColumns+`
		FROM session s JOIN person p ON p.id = s.person_id
		WHERE s.secret_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND NOT p.disabled`,
		hash[:], s.now()).Scan(
		&person.ID, &person.Username, &person.Name, &person.UnitID, &person.Lead, &person.Roles, &person.AreaIDs,
		&person.Disabled,
		&session.ID, &session.PersonID, &session.Kind, &session.Name, &session.Device, &session.CreatedAt,
		&session.LastSeenAt, &session.ExpiresAt)
	if errors.Is(err, pgx.ErrNoRows) {
		return person, session, rectify.ErrUnauthenticated
	}
	if err != nil {
		return person, session, fmt.Errorf("authenticate: %w", translate(err))
	}
	if s.now().Sub(session.LastSeenAt) > time.Minute {
		err = s.touch(ctx, session)
	}
	return person, session, err
}

// touch moves a browser session's end by as long as it was given at first.
func (s *Store) touch(ctx context.Context, session Session) error {
	_, err := s.pool.Exec(ctx, `
		UPDATE session SET last_seen_at = $2,
			expires_at = CASE kind WHEN 'session' THEN expires_at + ($2 - last_seen_at) ELSE expires_at END
		WHERE id = $1`, session.ID, s.now())
	if err != nil {
		return fmt.Errorf("touch session: %w", translate(err))
	}
	return nil
}

// Sessions lists a person's living sessions of one kind, the last used first.
func (s *Store) Sessions(ctx context.Context, person rectify.PersonID, kind SessionKind) ([]Session, error) {
	rows, _ := s.pool.Query(ctx, `
		SELECT `+sessionColumns+` FROM session s
		WHERE s.person_id = $1 AND s.kind = $2 AND s.revoked_at IS NULL AND s.expires_at > $3
		ORDER BY s.last_seen_at DESC`, person, kind, s.now())
	sessions, err := pgx.CollectRows(rows, scanSession)
	if err != nil {
		return nil, fmt.Errorf("sessions of person %d: %w", person, translate(err))
	}
	return sessions, nil
}

// Revoke ends one of the person's sessions, which may have ended already; ErrNotFound when it is nobody's or
// another's.
func (s *Store) Revoke(ctx context.Context, person rectify.PersonID, id string) error {
	tag, err := s.pool.Exec(ctx, `
		UPDATE session SET revoked_at = coalesce(revoked_at, now()) WHERE id = $1 AND person_id = $2`, id, person)
	if err == nil && tag.RowsAffected() == 0 {
		err = pgx.ErrNoRows
	}
	if err != nil {
		return fmt.Errorf("revoke session %s: %w", id, translate(err))
	}
	return nil
}
