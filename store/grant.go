package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// rights are what the service may do with a table; what is not named here it reads and writes.
var rights = map[string]string{
	"event":            "SELECT, INSERT", // append-only
	"feature":          "SELECT, INSERT, UPDATE",
	"photo":            "SELECT, INSERT, UPDATE",
	"goose_db_version": "SELECT",
	"river_migration":  "SELECT",
}

// Grant lets the user of serviceURL do what the service does, and no more, with the schema that the
// user of ownerURL has migrated. For one and the same user there is nothing to grant.
func Grant(ctx context.Context, ownerURL, serviceURL string) error {
	service, err := pgx.ParseConfig(serviceURL)
	if err != nil {
		return fmt.Errorf("database address: %w", err)
	}
	pool, err := pgxpool.New(ctx, ownerURL)
	if err != nil {
		return fmt.Errorf("database address: %w", err)
	}
	defer pool.Close()
	if pool.Config().ConnConfig.User == service.User {
		return nil
	}
	unlock, err := lockMigrations(ctx, pool)
	if err != nil {
		return fmt.Errorf("grant: %w", translate(err))
	}
	defer unlock()
	err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		return grant(ctx, tx, service.User)
	})
	if err != nil {
		return fmt.Errorf("grant to %s: %w", service.User, translate(err))
	}
	return nil
}

func grant(ctx context.Context, tx pgx.Tx, user string) error {
	var role, database string
	err := tx.QueryRow(ctx, `SELECT quote_ident($1), quote_ident(current_database())`, user).Scan(&role, &database)
	if err != nil {
		return err
	}
	rows, _ := tx.Query(ctx, `
		SELECT quote_ident(relname) FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
			AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') -- PostGIS sees to its own`)
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	// CONNECT and TEMPORARY are everybody's unless somebody took them away; an import needs both.
	steps := []string{
		`GRANT CONNECT, TEMPORARY ON DATABASE ` + database + ` TO ` + role,
		`GRANT USAGE ON SCHEMA public TO ` + role,
		`GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO ` + role,
		`REVOKE EXECUTE ON FUNCTION public.enter_features FROM PUBLIC`, // a dump restored without privileges gives it to all
		`GRANT EXECUTE ON FUNCTION public.enter_features TO ` + role,
	}
	for _, table := range tables {
		may, named := rights[table]
		if !named {
			may = "SELECT, INSERT, UPDATE, DELETE"
		}
		steps = append(steps, `REVOKE ALL ON public.`+table+` FROM `+role, `GRANT `+may+` ON public.`+table+` TO `+role)
	}
	for _, step := range steps {
		if _, err := tx.Exec(ctx, step); err != nil {
			return fmt.Errorf("%s: %w", step, err)
		}
	}
	return nil
}
