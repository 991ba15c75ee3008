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

// properties of a feature at every zoom; name and ref are written apart, for
// they are unique and only near.
func (v *values) properties(f *Feature) []property {
	var scratch [64]byte
	list := make([]property, 0, 12)
	text := func(k key, s string) {
		if s != "" {
			list = append(list, property{k, v.number(appendString(scratch[:0], s))})
		}
	}
	number := func(k key, n int64) {
		if n != 0 {
			list = append(list, property{k, v.number(appendInt(scratch[:0], n))})
		}
	}
	text(keyStatus, f.Status)
	if f.Status != "" || f.Quantity != 0 {
		list = append(list, property{keyQuantity, v.number(appendQuantity(scratch[:0], millionths(f.Quantity)))})
	}
	number(keyListedDay, int64(f.ListedDay))
	number(keyPlannedDay, int64(f.PlannedDay))
	number(keyDueDay, int64(f.DueDay))
	number(keySubmittedDay, int64(f.SubmittedDay))
	number(keyVerifiedDay, int64(f.VerifiedDay))
	number(keyRework, int64(f.Rework))
	number(keyOwed, int64(f.Owed))
	number(keyUnitID, f.UnitID)
	number(keyAreaID, f.AreaID)
	text(keyLevel, f.Level)
	text(keyCode, f.Code)
	text(keyClass, f.Class)
	number(keyRank, int64(f.Rank))
	return append([]property(nil), list...)
}
