package importer

import "github.com/paulmach/osm"

// pbfBlock is what the objects of a block share.
type pbfBlock struct {
	strings     []string
	granularity int64 // nanodegrees per unit
	latOffset   int64 // nanodegrees
	lonOffset   int64
	types       osmTypes
	objects     []osm.Object
	groups      [][]byte
	items       int
}

// maxBlockItems is how many objects, tags, references and strings a block may unfold into, since the smallest takes
// a byte there and dozens here. Programs write some hundred thousand.
const maxBlockItems = 2_000_000

func (b *pbfBlock) spend(items int) error {
	if b.items += items; b.items > maxBlockItems {
		return errPBF
	}
	return nil
}

// decodePBFBlock makes objects of a PrimitiveBlock. Whatever is in it, indices are checked.
func decodePBFBlock(data []byte, types osmTypes) ([]osm.Object, error) {
	b := pbfBlock{granularity: 100, types: types}
	err := eachField(data, func(f field) error {
		switch f.number {
		case 1:
			return eachField(f.bytes, func(s field) error {
				b.strings = append(b.strings, string(s.bytes))
				return b.spend(1)
			})
		case 2:
			b.groups = append(b.groups, f.bytes)
		case 17:
			b.granularity = int64(f.varint)
		case 19:
			b.latOffset = int64(f.varint)
		case 20:
			b.lonOffset = int64(f.varint)
		}
		return nil
	})
	for _, group := range b.groups {
		if err == nil {
			err = eachField(group, b.group)
		}
	}
	return b.objects, err
}

func (b *pbfBlock) group(f field) error {
	if err := b.spend(1); err != nil {
		return err
	}
	switch {
	case f.number == 1 && b.types&osmNodes != 0:
		return b.node(f.bytes)
	case f.number == 2 && b.types&osmNodes != 0:
		return b.denseNodes(f.bytes)
	case f.number == 3 && b.types&osmWays != 0:
		return b.way(f.bytes)
	case f.number == 4 && b.types&osmRelations != 0:
		return b.relation(f.bytes)
	}
	return nil
}

func (b *pbfBlock) text(index uint64) (string, error) {
	if index >= uint64(len(b.strings)) {
		return "", errPBF
	}
	return b.strings[index], nil
}

func (b *pbfBlock) degrees(offset, units int64) float64 {
	return 1e-9 * float64(offset+b.granularity*units)
}

// tagged collects the tags of an object, whose keys and values are fields 2 and 3 of all.
type tagged struct{ keys, values []uint64 }

func (t *tagged) field(f field) (err error) {
	switch f.number {
	case 2:
		t.keys, err = packed(f.bytes)
	case 3:
		t.values, err = packed(f.bytes)
	}
	return err
}

func (b *pbfBlock) tags(t tagged) (osm.Tags, error) {
	if len(t.keys) != len(t.values) {
		return nil, errPBF
	}
	if err := b.spend(len(t.keys)); err != nil {
		return nil, err
	}
	tags := make(osm.Tags, len(t.keys))
	for i := range tags {
		key, err := b.text(t.keys[i])
		if err != nil {
			return nil, err
		}
		value, err := b.text(t.values[i])
		if err != nil {
			return nil, err
		}
		tags[i] = osm.Tag{Key: key, Value: value}
	}
	return tags, nil
}
