package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

const personColumns = `p.id, p.username, p.name, coalesce(p.unit_id, 0), p.lead, p.roles, p.area_ids, p.disabled`

func scanPerson(row pgx.CollectableRow) (rectify.Person, error) {
	var p rectify.Person
	err := row.Scan(&p.ID, &p.Username, &p.Name, &p.UnitID, &p.Lead, &p.Roles, &p.AreaIDs, &p.Disabled)
	return p, err
}

// People reads all people in pinyin order, the disabled last.
func (s *Store) People(ctx context.Context) ([]rectify.Person, error) {
	rows, _ := s.pool.Query(ctx, `
		SELECT `+personColumns+` FROM person p ORDER BY p.disabled, p.name COLLATE pinyin, p.id`)
	people, err := pgx.CollectRows(rows, scanPerson)
	if err != nil {
		return nil, fmt.Errorf("people: %w", translate(err))
	}
	return people, nil
}

// PersonByUsername reads one person; ErrNotFound when there is none.
func (s *Store) PersonByUsername(ctx context.Context, username string) (rectify.Person, error) {
	rows, _ := s.pool.Query(ctx, `SELECT `+personColumns+` FROM person p WHERE p.username = $1`, username)
	person, err := pgx.CollectExactlyOneRow(rows, scanPerson)
	if err != nil {
		return person, fmt.Errorf("person %q: %w", username, translate(err))
	}
	return person, nil
}

// Names gives the names of the people with the ids, for a history or a list of photos.
func (s *Store) Names(ctx context.Context, ids []rectify.PersonID) (map[rectify.PersonID]string, error) {
	rows, _ := s.pool.Query(ctx, `SELECT id, name FROM person WHERE id = ANY ($1)`, ids)
	names := make(map[rectify.PersonID]string, len(ids))
	var id rectify.PersonID
	var name string
	_, err := pgx.ForEachRow(rows, []any{&id, &name}, func() error {
		names[id] = name
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("names of people: %w", translate(err))
	}
	return names, nil
}

// CreatePerson adds somebody who can sign in with the password.
func (s *Store) CreatePerson(
	ctx context.Context, actor rectify.Person, op Op, person rectify.Person, password string,
) (rectify.Person, bool, error) {
	hash, err := hashPassword(password)
	if err != nil {
		return person, false, err
	}
	return once(ctx, s, actor, op, func(tx pgx.Tx) (rectify.Person, error) {
		return insertPerson(ctx, tx, person, hash)
	})
}

// AddPerson is CreatePerson for the command line, where nobody is signed in.
func (s *Store) AddPerson(ctx context.Context, person rectify.Person, password string) (rectify.Person, error) {
	hash, err := hashPassword(password)
	if err != nil {
		return person, err
	}
	err = s.InTx(ctx, func(tx pgx.Tx) error {
		person, err = insertPerson(ctx, tx, person, hash)
		return err
	})
	return person, err
}

func insertPerson(ctx context.Context, tx pgx.Tx, p rectify.Person, hash string) (rectify.Person, error) {
	err := tx.QueryRow(ctx, `
		INSERT INTO person (username, name, password_hash, unit_id, lead, roles, area_ids, disabled)
		VALUES ($1, $2, $3, nullif($4::bigint, 0), $5, $6, $7, $8) RETURNING id`,
		p.Username, p.Name, hash, p.UnitID, p.Lead, roles(p.Roles), areaIDs(p.AreaIDs), p.Disabled).Scan(&p.ID)
	if err != nil {
		return p, fmt.Errorf("create person %q: %w", p.Username, translate(err))
	}
	return p, nil
}

// UpdatePerson changes somebody under lock; an empty password keeps the one there is. Whoever is
// disabled or has a new password is signed out everywhere.
func (s *Store) UpdatePerson(
	ctx context.Context, id rectify.PersonID, password string, change func(*rectify.Person),
) (rectify.Person, error) {
	hash := ""
	if password != "" {
		var err error
		if hash, err = hashPassword(password); err != nil {
			return rectify.Person{}, err
		}
	}
	var person rectify.Person
	err := s.InTx(ctx, func(tx pgx.Tx) error {
		rows, _ := tx.Query(ctx, `SELECT `+personColumns+` FROM person p WHERE p.id = $1 FOR UPDATE`, id)
		var err error
		if person, err = pgx.CollectExactlyOneRow(rows, scanPerson); err != nil {
			return err
		}
		change(&person)
		_, err = tx.Exec(ctx, `
			UPDATE person SET name = $2, unit_id = nullif($3::bigint, 0), lead = $4, roles = $5, area_ids = $6,
				disabled = $7, password_hash = CASE WHEN $8 = '' THEN password_hash ELSE $8 END
			WHERE id = $1`,
			id, person.Name, person.UnitID, person.Lead, roles(person.Roles), areaIDs(person.AreaIDs),
			person.Disabled, hash)
		if err != nil {
			return err
		}
		if person.Disabled || hash != "" {
			_, err = tx.Exec(ctx, `
				UPDATE session SET revoked_at = now() WHERE person_id = $1 AND revoked_at IS NULL`, id)
		}
		return err
	})
	if err != nil {
		return person, fmt.Errorf("change person %d: %w", id, err)
	}
	return person, nil
}

// roles and areaIDs are never NULL in the database.
func roles(of []rectify.Role) []rectify.Role {
	if of == nil {
		return []rectify.Role{}
	}
	return of
}

func areaIDs(of []rectify.AreaID) []rectify.AreaID {
	if of == nil {
		return []rectify.AreaID{}
	}
	return of
}
