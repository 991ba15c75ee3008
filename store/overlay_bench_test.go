package store_test

import (
	"context"
	"log/slog"
	"testing"

	"github.com/jackc/pgx/v5"

	"backstreet/live"
	"backstreet/rectify"
	"backstreet/store"
)

// groupedBySQL is countedBySQL for all areas of a level at once, as a server without a copy would ask.
const groupedBySQL = `
	SELECT a.id, f.kind, count(*), coalesce(sum(round(f.quantity::numeric, 6)), 0)::float8,
		count(*) FILTER (WHERE f.status IN ('verified', 'compliant')),
		coalesce(sum(round(f.quantity::numeric, 6)) FILTER (WHERE f.status IN ('verified', 'compliant')), 0)::float8,
		count(*) FILTER (WHERE f.status NOT IN ('verified', 'compliant', 'suspended') AND f.due_on < $2::date),
		coalesce(sum(owed.photos), 0)::int, sum(f.cycle - 1)::int
	FROM area a JOIN area here ON here.path <@ a.path JOIN feature f ON f.area_id = here.id
	LEFT JOIN (SELECT feature_id, count(*) AS photos FROM photo WHERE state <> 'stored' GROUP BY feature_id) owed
		ON owed.feature_id = f.id
	WHERE a.level = $1 AND f.status <> 'void' GROUP BY a.id, f.kind`

// place is a kind in an area.
type place struct {
	area rectify.AreaID
	kind rectify.KindKey
}

func grouped(ctx context.Context, db *store.Store, level rectify.AreaLevel, today rectify.Day) (map[place]live.Amounts, error) {
	groups := make(map[place]live.Amounts)
	var at place
	var of live.Amounts
	err := db.InTx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL statement_timeout = 0`); err != nil {
			return err
		}
		rows, _ := tx.Query(ctx, groupedBySQL, level, today.Time())
		into := []any{
			&at.area, &at.kind, &of.TotalCount, &of.TotalQuantity, &of.DoneCount, &of.DoneQuantity,
			&of.Overdue, &of.Owed, &of.Relapses,
		}
		_, err := pgx.ForEachRow(rows, into, func() error { groups[at] = of; return nil })
		return err
	})
	return groups, err
}

// overlaid is the same from memory. What has nothing is left out, as SQL does.
func overlaid(snapshot *live.Snapshot, level rectify.AreaLevel) (map[place]live.Amounts, error) {
	rows, err := snapshot.ProgressAreas(level, 0, 0, snapshot.Today())
	groups := make(map[place]live.Amounts)
	for _, row := range rows {
		for _, kind := range row.Kinds {
			if kind.TotalCount > 0 {
				groups[place{row.Area.ID, kind.Kind}] = kind.Amounts
			}
		}
	}
	return groups, err
}

// BenchmarkOverlay is the progress of all communities of the database that BACKSTREET_BENCH_DATABASE_URL names,
// by SQL and from memory, after they were found equal.
func BenchmarkOverlay(b *testing.B) {
	db, err := store.Open(b.Context(), benchDatabase(b), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	loaded := make(chan struct{})
	copied := live.New(db, live.Options{Log: slog.New(slog.DiscardHandler), OnChange: func(live.Batch) { close(loaded) }})
	go copied.Run(ctx)
	<-loaded
	snapshot := copied.Snapshot()
	bySQL, err := grouped(b.Context(), db, rectify.LevelCommunity, snapshot.Today())
	if err != nil {
		b.Fatal(err)
	}
	fromMemory, err := overlaid(snapshot, rectify.LevelCommunity)
	if err != nil {
		b.Fatal(err)
	}
	wantSameGroups(b, fromMemory, bySQL)
	b.Run("sql", func(b *testing.B) {
		for b.Loop() {
			_, _ = grouped(b.Context(), db, rectify.LevelCommunity, snapshot.Today())
		}
	})
	b.Run("memory", func(b *testing.B) {
		for b.Loop() {
			_, _ = snapshot.ProgressAreas(rectify.LevelCommunity, 0, 0, snapshot.Today())
		}
	})
}

func wantSameGroups(t interface {
	Helper()
	Fatalf(string, ...any)
}, got, want map[place]live.Amounts,
) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("the copy counts %d kinds of areas, SQL %d", len(got), len(want))
	}
	for at, counted := range want {
		if got[at] != counted {
			t.Fatalf("area %d, %s: the copy counts %+v, SQL %+v", at.area, at.kind, got[at], counted)
		}
	}
}
