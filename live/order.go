package live

import (
	"encoding/base64"
	"encoding/binary"
	"math"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"backstreet/geo"
	"backstreet/rectify"
)

// Sort is an order of rows; rows that are equal in it follow by id.
type Sort string

// The orders. What a row does not have (no deadline, no name) comes last.
const (
	SortID       Sort = "" // as they were made
	SortDueOn    Sort = "due_on"
	SortName     Sort = "name" // Chinese by pinyin, numbers by value
	SortRef      Sort = "ref"
	SortDistance Sort = "distance" // from Filter.Near, which it needs
)

// Sorts holds the orders that can be asked for by name.
var Sorts = []Sort{SortDueOn, SortName, SortRef, SortDistance}

// position is where a row stands in an order. Keys compare bytewise, whatever the order is.
type position struct {
	key string
	id  rectify.FeatureID
}

func (p position) compare(other position) int {
	if byKey := strings.Compare(p.key, other.key); byKey != 0 {
		return byKey
	}
	return int(min(max(p.id-other.id, -1), 1))
}

// cursor writes a position as it is given to clients. They hand it back and read nothing in it.
func (p position) cursor() string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64([]byte(p.key), uint64(p.id)))
}

// parsePosition is the inverse of cursor; what it refuses is ErrInvalid.
func parsePosition(cursor string) (position, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(raw) < 8 {
		return position{}, &rectify.Invalid{Field: "cursor", Rule: "cursor", Message: "this is no cursor of ours; leave it out to start anew"}
	}
	split := len(raw) - 8
	return position{key: string(raw[:split]), id: rectify.FeatureID(binary.BigEndian.Uint64(raw[split:]))}, nil
}

const (
	known  = "\x00" // begins the key of a row that has what is sorted by
	absent = "\x01"
)

// position gives a feature's place in an order, and its distance where the filter has Near.
func (s *Snapshot) position(sort Sort, f *row, near *geo.Point) (p position, metres float64) {
	p.id = f.ID
	if near != nil {
		metres = geo.DistanceToMetres(*near, readShape(f.shape))
	}
	switch sort {
	case SortDueOn:
		p.key = absent
		if f.DueOn != 0 {
			p.key = known + string(binary.BigEndian.AppendUint32(nil, uint32(f.DueOn)^1<<31)) // the sign bit turned: days before 1970 first
		}
	case SortName:
		p.key = s.collations.of(f.Name)
	case SortRef:
		p.key = absent
		if f.Ref != "" {
			p.key = known + f.Ref
		}
	case SortDistance:
		p.key = string(binary.BigEndian.AppendUint64(nil, math.Float64bits(metres))) // bits of what is not negative rise with it
	}
	return p, metres
}

// collators make the keys of names: a Collator serves one goroutine at a time.
var collators = sync.Pool{New: func() any { return collate.New(language.Chinese, collate.Numeric) }}

// collations are the keys of names in pinyin order, each made once: that takes longer than all else in a list.
type collations struct{ keys sync.Map }

func (c *collations) of(name string) string {
	if name == "" {
		return absent
	}
	if key, made := c.keys.Load(name); made {
		return key.(string)
	}
	collator := collators.Get().(*collate.Collator)
	key := known + string(collator.KeyFromString(new(collate.Buffer), name))
	collators.Put(collator)
	c.keys.Store(name, key)
	return key
}
