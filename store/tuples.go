package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/google/uuid"

	"backstreet/geo"
	"backstreet/rectify"
)

// tuples reads the rows of a binary COPY, field by field in the order of the query. What goes wrong is kept
// in err and everything after it is zero, so that only the end need be asked. Words and attributes, of
// which there are few, are made once.
type tuples struct {
	rest           []byte
	err            error
	words          map[string]string
	attributesOnce map[string]map[string]any
}

var errTuple = errors.New("a row ends within a field")

func newTuples() *tuples { return &tuples{words: make(map[string]string)} }

// begin goes on with other rows. Attributes are shared within a chunk only: whoever packs them remembers
// them as long.
func (t *tuples) begin(rows []byte) {
	t.rest, t.attributesOnce = rows, make(map[string]map[string]any)
}

// next begins a row; false at the end, or after a failure.
func (t *tuples) next() bool {
	if t.err != nil || len(t.rest) == 0 {
		return false
	}
	if len(t.rest) < 2 {
		t.err = errTuple
		return false
	}
	fields := int16(binary.BigEndian.Uint16(t.rest))
	t.rest = t.rest[2:]
	return fields >= 0 // -1 ends them all
}

// field gives the bytes of the next field, nil for NULL.
func (t *tuples) field() []byte {
	if t.err != nil || len(t.rest) < 4 {
		t.fail(errTuple)
		return nil
	}
	length := int(int32(binary.BigEndian.Uint32(t.rest)))
	t.rest = t.rest[4:]
	if length < 0 {
		return nil
	}
	if length > len(t.rest) {
		t.fail(errTuple)
		return nil
	}
	field := t.rest[:length:length]
	t.rest = t.rest[length:]
	return field
}

func (t *tuples) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

// integer reads an integer of any size; NULL is 0.
func (t *tuples) integer() int64 {
	switch field := t.field(); len(field) {
	case 0:
	case 2:
		return int64(int16(binary.BigEndian.Uint16(field)))
	case 4:
		return int64(int32(binary.BigEndian.Uint32(field)))
	case 8:
		return int64(binary.BigEndian.Uint64(field))
	default:
		t.fail(fmt.Errorf("an integer of %d bytes", len(field)))
	}
	return 0
}

// day reads a date, which counts from 2000-01-01; NULL is none.
func (t *tuples) day() rectify.Day {
	const millennium = 10_957 // days after 1970-01-01
	field := t.field()
	if field == nil {
		return 0
	}
	if len(field) != 4 {
		t.fail(fmt.Errorf("a date of %d bytes", len(field)))
		return 0
	}
	days := int32(binary.BigEndian.Uint32(field))
	if days == math.MaxInt32 || days == math.MinInt32 {
		t.fail(errors.New("an infinite date"))
	}
	return rectify.Day(days + millennium)
}

func (t *tuples) float() *float64 {
	field := t.field()
	if field == nil {
		return nil
	}
	if len(field) != 8 {
		t.fail(fmt.Errorf("a float of %d bytes", len(field)))
		return nil
	}
	v := math.Float64frombits(binary.BigEndian.Uint64(field))
	return &v
}

func (t *tuples) text() string { return string(t.field()) }

// word reads text that many rows share.
func (t *tuples) word() string {
	field := t.field()
	word, known := t.words[string(field)]
	if !known {
		word = string(field)
		t.words[word] = word
	}
	return word
}

func (t *tuples) uuid() string {
	id, err := uuid.FromBytes(t.field())
	if err != nil {
		t.fail(err)
	}
	return id.String()
}

func (t *tuples) geometry() geo.Geometry {
	field := t.field()
	if field == nil {
		return nil
	}
	geometry, err := geo.UnmarshalEWKB(field)
	if err != nil {
		t.fail(err)
	}
	return geometry
}

// attributes reads jsonb, which begins with the version of its form.
func (t *tuples) attributes() (attributes map[string]any) {
	field := t.field()
	if t.err != nil {
		return nil
	}
	if len(field) == 0 || field[0] != 1 {
		t.fail(errors.New("jsonb of an unknown form"))
		return nil
	}
	attributes, known := t.attributesOnce[string(field)]
	if !known {
		if err := json.Unmarshal(field[1:], &attributes); err != nil {
			t.fail(err)
		}
		t.attributesOnce[string(field)] = attributes
	}
	return attributes
}
