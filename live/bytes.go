package live

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// bytesReader reads the parts of a record one after the other.
type bytesReader struct{ rest string }

func (r *bytesReader) byte() byte {
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *bytesReader) uvarint() uint64 {
	var value uint64
	for shift := 0; ; shift += 7 {
		b := r.byte()
		value |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return value
		}
	}
}

func (r *bytesReader) varint() int64 {
	u := r.uvarint()
	return int64(u>>1) ^ -int64(u&1)
}

// text shares the memory of what is read.
func (r *bytesReader) text(length int) string {
	text := r.rest[:length]
	r.rest = r.rest[length:]
	return text
}

// appendFloat keeps the bytes of a number in the order that makes those of 1 or 2.5 few.
func appendFloat(data []byte, v float64) []byte {
	return binary.AppendUvarint(data, bits.ReverseBytes64(math.Float64bits(v)))
}

func (r *bytesReader) float() float64 {
	return math.Float64frombits(bits.ReverseBytes64(r.uvarint()))
}
