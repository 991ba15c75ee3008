package tiles

import (
	"encoding/binary"
	"math"
)

// A value of a property, as MVT writes it. Values that many features share
// (statuses, days, units) are kept once and named by number, so that a tile
// tells equal ones apart without looking at them. Numbers are never given up:
// what grows is bounded by the distinct values ever seen, a few dozen bytes each.
type values struct {
	numbers map[string]uint32
	encoded []string
}

func (v *values) number(encoded []byte) uint32 {
	if n, ok := v.numbers[string(encoded)]; ok {
		return n
	}
	if v.numbers == nil {
		v.numbers = map[string]uint32{}
	}
	n, s := uint32(len(v.encoded)), string(encoded)
	v.numbers[s] = n
	v.encoded = append(v.encoded, s)
	return n
}

// Fields of MVT's Value message.
const (
	tagString = 1<<3 | 2
	tagDouble = 3<<3 | 1
	tagInt    = 4<<3 | 0
	tagBool   = 7<<3 | 0
)

func appendString(to []byte, s string) []byte {
	to = append(to, tagString)
	to = binary.AppendUvarint(to, uint64(len(s)))
	return append(to, s...)
}

func appendInt(to []byte, n int64) []byte {
	return binary.AppendUvarint(append(to, tagInt), uint64(n))
}

// appendQuantity writes a whole number as an integer.
func appendQuantity(to []byte, millionths int64) []byte {
	if millionths%million == 0 {
		return appendInt(to, millionths/million)
	}
	return binary.LittleEndian.AppendUint64(append(to, tagDouble), math.Float64bits(float64(millionths)/million))
}

const million = 1_000_000

// millionths is exact for the decimals of the database, so that sums come out
// the same in any order. It holds 9·10^12 units.
func millionths(quantity float64) int64 {
	if math.IsNaN(quantity) {
		return 0
	}
	return int64(math.Round(min(max(quantity, -9e12), 9e12) * million))
}
