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

// PeopleFor reads whom a person may know of: everybody, or, when that person is limited to areas, the own unit and
// those who are limited to areas that meet them.
func (s *Store) PeopleFor(ctx context.Context, actor rectify.Person) ([]rectify.Person, error) {
	rows, _ := s.pool.Query(ctx, `
		SELECT `+personColumns+` FROM person p
		WHERE cardinality($2::bigint[]) = 0 OR p.id = $1 OR p.unit_id = nullif($3::bigint, 0) OR EXISTS (
			SELECT FROM area theirs JOIN area mine ON theirs.path <@ mine.path OR mine.path <@ theirs.path
			WHERE theirs.id = ANY (p.area_ids) AND mine.id = ANY ($2))
		ORDER BY p.disabled, p.name COLLATE pinyin, p.id`, actor.ID, areaIDs(actor.AreaIDs), actor.UnitID)
	people, err := pgx.CollectRows(rows, scanPerson)
	if err != nil {
		return nil, fmt.Errorf("people for person %d: %w", actor.ID, translate(err))
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

// CreatePerson adds somebody who can sign in with the password. Who is limited to areas adds only people who are
// limited to those.
func (s *Store) CreatePerson(
	ctx context.Context, actor rectify.Person, op Op, person rectify.Person, password string,
) (rectify.Person, bool, error) {
	hash, err := hashPassword(password)
	if err != nil {
		return person, false, err
	}
	return once(ctx, s, actor, op, func(tx pgx.Tx) (rectify.Person, error) {
		if err := refuseBeyond(ctx, tx, actor, person.AreaIDs); err != nil {
			return person, err
		}
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
	if err := refuseUnknownAreas(ctx, tx, p.AreaIDs); err != nil {
		return p, err
	}
	err := tx.QueryRow(ctx, `
		INSERT INTO person (username, name, password_hash, unit_id, lead, roles, area_ids, disabled)
		VALUES ($1, $2, $3, nullif($4::bigint, 0), $5, $6, $7, $8) RETURNING id`,
		p.Username, p.Name, hash, p.UnitID, p.Lead, roles(p.Roles), areaIDs(p.AreaIDs), p.Disabled).Scan(&p.ID)
	if err != nil {
		return p, fmt.Errorf("create person %q: %w", p.Username, translate(err))
	}
	return p, nil
}

// ChangePerson changes somebody under lock; an empty password keeps the one there is. Whoever is disabled or has a
// new password is signed out everywhere. The last administrator stays one, and who is limited to areas changes only
// people who are limited to those.
func (s *Store) ChangePerson(
	ctx context.Context, actor rectify.Person, op Op, id rectify.PersonID, password string, change func(*rectify.Person),
) (rectify.Person, bool, error) {
	hash, err := hashUnlessEmpty(password)
	if err != nil {
		return rectify.Person{}, false, err
	}
	return once(ctx, s, actor, op, func(tx pgx.Tx) (rectify.Person, error) {
		return updatePerson(ctx, tx, actor, id, hash, change)
	})
}

// UpdatePerson is ChangePerson for the command line, where nobody is signed in.
func (s *Store) UpdatePerson(
	ctx context.Context, id rectify.PersonID, password string, change func(*rectify.Person),
) (person rectify.Person, err error) {
	hash, err := hashUnlessEmpty(password)
	if err != nil {
		return person, err
	}
	err = s.InTx(ctx, func(tx pgx.Tx) error {
		person, err = updatePerson(ctx, tx, rectify.Person{}, id, hash, change)
		return err
	})
	return person, err
}

func hashUnlessEmpty(password string) (string, error) {
	if password == "" {
		return "", nil
	}
	return hashPassword(password)
}

func updatePerson(
	ctx context.Context, tx pgx.Tx, actor rectify.Person, id rectify.PersonID, hash string, change func(*rectify.Person),
) (rectify.Person, error) {
	before, err := lockPerson(ctx, tx, id)
	if err != nil {
		return before, err
	}
	person := before
	change(&person)
	for _, areas := range [][]rectify.AreaID{before.AreaIDs, person.AreaIDs} {
		if err := refuseBeyond(ctx, tx, actor, areas); err != nil {
			return person, fmt.Errorf("change person %d: %w", id, err)
		}
	}
	if err := refuseUnknownAreas(ctx, tx, person.AreaIDs); err != nil {
		return person, err
	}
	if err := refuseWithoutAdmin(ctx, tx, before, person); err != nil {
		return person, fmt.Errorf("change person %d: %w", id, err)
	}
	_, err = tx.Exec(ctx, `
		UPDATE person SET name = $2, unit_id = nullif($3::bigint, 0), lead = $4, roles = $5, area_ids = $6,
			disabled = $7, password_hash = CASE WHEN $8 = '' THEN password_hash ELSE $8 END
		WHERE id = $1`,
		id, person.Name, person.UnitID, person.Lead, roles(person.Roles), areaIDs(person.AreaIDs),
		person.Disabled, hash)
	if err == nil && (person.Disabled || hash != "") {
		_, err = tx.Exec(ctx, `UPDATE session SET revoked_at = now() WHERE person_id = $1 AND revoked_at IS NULL`, id)
	}
	if err != nil {
		return person, fmt.Errorf("change person %d: %w", id, translate(err))
	}
	return person, nil
}

func lockPerson(ctx context.Context, tx pgx.Tx, id rectify.PersonID) (rectify.Person, error) {
	rows, _ := tx.Query(ctx, `SELECT `+personColumns+` FROM person p WHERE p.id = $1 FOR UPDATE`, id)
	person, err := pgx.CollectExactlyOneRow(rows, scanPerson)
	if err != nil {
		return person, fmt.Errorf("person %d: %w", id, translate(err))
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
