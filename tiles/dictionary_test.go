package tiles

import (
	"testing"

	"pgregory.net/rapid"
)

// A hash that makes every key meet others shows what a good one hides.
func TestDictionaryIsAMapForEachLayer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		hash := rapid.SampledFrom([]func(uint64) uint64{hashNumber, func(n uint64) uint64 { return n % 3 << 32 }}).Draw(t, "hash")
		d := newDictionary(hash)
		if rapid.Bool().Draw(t, "layers run over") {
			d.layer = 1<<32 - 2
		}
		for range rapid.IntRange(1, 4).Draw(t, "layers") {
			d.begin()
			want := map[uint64]uint32{}
			for range rapid.IntRange(0, 600).Draw(t, "keys") {
				key := rapid.Uint64Range(0, 900).Draw(t, "key")
				position, isNew := d.position(key, uint32(len(want)))
				known, there := want[key]
				if isNew == there || there && position != known {
					t.Fatalf("key %d is at %d, new %v; want %d, %v", key, position, isNew, known, !there)
				}
				want[key] = position
			}
		}
	})
}
