package live

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"backstreet/rectify"
)

func TestTable(t *testing.T) {
	t.Parallel()
	t.Run("holds what a map holds, and every version keeps what it held", func(t *testing.T) {
		t.Parallel()
		rapid.Check(t, func(t *rapid.T) {
			ids := rapid.OneOf(rapid.Int64Range(0, 70), rapid.Int64Range(4000, 4200), rapid.Int64())
			type version struct {
				table table[int64]
				held  map[int64]int64
			}
			versions := []version{{held: map[int64]int64{}}}
			for range rapid.IntRange(1, 6).Draw(t, "versions") {
				last := versions[len(versions)-1]
				next := version{last.table.edit(), maps.Clone(last.held)}
				for range rapid.IntRange(0, 20).Draw(t, "edits") {
					id := ids.Draw(t, "id")
					if rapid.Bool().Draw(t, "remove") {
						next.table.set(id, nil)
						delete(next.held, id)
						continue
					}
					value := rapid.Int64().Draw(t, "value")
					next.table.set(id, &value)
					next.held[id] = value
				}
				versions = append(versions, next)
			}
			for _, v := range versions {
				if v.table.count != len(v.held) {
					t.Fatalf("count is %d, want %d", v.table.count, len(v.held))
				}
				for id, want := range v.held {
					if got := v.table.get(id); got == nil || *got != want {
						t.Fatalf("get(%d) = %v, want %d", id, got, want)
					}
				}
				scanned := 0
				v.table.scan(func(*int64) bool { scanned++; return true })
				if scanned != len(v.held) || v.table.get(9999) != nil && v.held[9999] == 0 {
					t.Fatalf("scan saw %d values, want %d", scanned, len(v.held))
				}
			}
		})
	})
	t.Run("is scanned by id, as far as asked", func(t *testing.T) {
		t.Parallel()
		table := table[int64]{}.edit()
		for _, id := range []int64{5000, 3, 64, 1 << 40} {
			table.set(id, &id)
		}
		var seen []int64
		table.scan(func(id *int64) bool { seen = append(seen, *id); return len(seen) < 3 })
		if want := []int64{3, 64, 5000}; !slices.Equal(seen, want) {
			t.Errorf("saw %v, want %v", seen, want)
		}
	})
}

func TestCovers(t *testing.T) {
	t.Parallel()
	at := func(snapshot string) rectify.Cursor { return rectify.Cursor{Epoch: "e", Snapshot: snapshot} }
	for _, test := range []struct {
		name           string
		place, earlier rectify.Cursor
		want           bool
	}{
		{"the same place", at("5:5:"), at("5:5:"), true},
		{"a later place", at("9:9:"), at("5:5:"), true},
		{"an earlier place", at("5:5:"), at("9:9:"), false},
		{"running then and now", at("3:9:3"), at("3:5:3"), true},
		{"running then, finished now", at("9:9:"), at("3:9:3,4"), true},
		{"finished then, running there", at("3:9:3"), at("9:9:"), false},
		{"begun after it", at("7:9:7"), at("5:5:"), true},
		{"another epoch", rectify.Cursor{Epoch: "f", Snapshot: "9:9:"}, at("5:5:"), false},
		{"no snapshot", at("nonsense"), at("5:5:"), false},
		{"numbers too large", at("1:99999999999999999999999:"), at("5:5:"), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := covers(test.place, test.earlier); got != test.want {
				t.Errorf("covers(%v, %v) = %v", test.place, test.earlier, got)
			}
		})
	}
}
