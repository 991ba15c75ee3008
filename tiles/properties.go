package tiles

// key is the number of a property's name.
type key uint8

const (
	keyStatus key = iota
	keyQuantity
	keyListedDay
	keyPlannedDay
	keyDueDay
	keySubmittedDay
	keyVerifiedDay
	keyRework
	keyOwed
	keyUnitID
	keyAreaID
	keyRef
	keyName
	keyLevel
	keyCode
	keyClass
	keyRank
	keyKind
	keyGroup
	keyCount
	keyCollapsed
	keyTotal // how many keys there are
)

var keyNames = [keyTotal]string{
	"status", "quantity", "listed_day", "planned_day", "due_day", "submitted_day", "verified_day",
	"rework", "owed", "unit_id", "area_id", "ref", "name", "level", "code", "class", "rank",
	"kind", "group", "count", "collapsed",
}

// property is a key with the number of its value.
type property struct {
	key   key
	value uint32
}

// fixed are the properties that make a class.
func (v *values) fixed(f *Feature) []property {
	var scratch [64]byte
	var list []property
	text := func(k key, s string) {
		if s != "" {
			list = append(list, property{k, v.number(appendString(scratch[:0], s))})
		}
	}
	text(keyStatus, f.Status)
	text(keyLevel, f.Level)
	text(keyCode, f.Code)
	text(keyClass, f.Class)
	if f.Rank != 0 {
		list = append(list, property{keyRank, v.number(appendInt(scratch[:0], int64(f.Rank)))})
	}
	return list
}

// dayKeys are in the order of a feature's days.
var dayKeys = [...]key{keyListedDay, keyPlannedDay, keyDueDay, keySubmittedDay, keyVerifiedDay}

// properties writes those of f that the tile has. What it shares with the feature before it is taken over as it was
// written: berths of a row differ in nothing but their number, and looking up their values was most of the work.
func (b *build) properties(f *feature, r *reading) {
	if b.common == 0 || f.traits != b.before {
		b.traits(&f.traits)
		b.before, b.common = f.traits, len(b.tags)
	} else {
		b.tags = b.tags[:b.common]
	}
	if r.name != "" && b.spot.z >= f.class.rule.name {
		b.text(keyName, r.name)
	}
	if r.ref != "" && b.spot.z >= f.class.rule.ref {
		b.unique(keyRef, r.ref)
	}
}

func (b *build) traits(t *traits) {
	for _, p := range t.class.fixed {
		b.property(p, b.values)
	}
	if t.class.measured || t.millionths != 0 {
		b.quantity(keyQuantity, t.millionths)
	}
	for i, day := range t.days {
		b.number(dayKeys[i], uint64(day))
	}
	b.number(keyRework, uint64(t.rework))
	b.number(keyOwed, uint64(t.owed))
	b.number(keyUnitID, uint64(t.unit))
	b.number(keyAreaID, uint64(t.area))
}
