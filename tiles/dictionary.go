package tiles

import "hash/maphash"

// dictionary finds the position of a value that a layer already has. It is used for layer after layer: an entry counts
// only while the layer is the one it was made for, so that nothing must be cleared. Clearing Go's map costs as much as
// the largest tile ever drawn, at every small one.
type dictionary[K comparable] struct {
	entries []entry[K] // a power of two of them
	used    int        // by the current layer
	layer   uint32
	hash    func(K) uint64
}

type entry[K comparable] struct {
	key      K
	layer    uint32
	position uint32
}

const smallestDictionary = 256

var textSeed = maphash.MakeSeed()

func hashText(s string) uint64 { return maphash.String(textSeed, s) }

// hashNumber is Fibonacci's: its upper bits are well spread.
func hashNumber(n uint64) uint64 { return n * 0x9e3779b97f4a7c15 }

func newDictionary[K comparable](hash func(K) uint64) dictionary[K] {
	return dictionary[K]{entries: make([]entry[K], smallestDictionary), hash: hash}
}

// begin forgets what earlier layers had.
func (d *dictionary[K]) begin() {
	d.used = 0
	if d.layer++; d.layer == 0 {
		clear(d.entries)
		d.layer = 1
	}
}

// position gives the key's, or takes next for it and says that it is new.
func (d *dictionary[K]) position(key K, next uint32) (position uint32, isNew bool) {
	e := d.find(key)
	if e.layer == d.layer {
		return e.position, false
	}
	*e = entry[K]{key, d.layer, next}
	if d.used++; d.used > len(d.entries)/4*3 {
		d.grow()
	}
	return next, true
}

// find gives the key's entry, or the free one where it belongs.
func (d *dictionary[K]) find(key K) *entry[K] {
	mask := uint64(len(d.entries) - 1)
	for i := d.hash(key) >> 32 & mask; ; i = (i + 1) & mask {
		if e := &d.entries[i]; e.layer != d.layer || e.key == key {
			return e
		}
	}
}

func (d *dictionary[K]) grow() {
	old := d.entries
	d.entries = make([]entry[K], 2*len(old))
	for _, e := range old {
		if e.layer == d.layer {
			*d.find(e.key) = e
		}
	}
}
