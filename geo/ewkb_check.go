package geo

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The high bits of an EWKB type word, and how deep collections may nest.
const (
	ewkbHasZ    = 0x80000000
	ewkbHasM    = 0x40000000
	ewkbHasSRID = 0x20000000
	ewkbDepth   = 16
)

var errTruncated = errors.New("data ends inside a geometry")

// ewkbCheck walks EWKB without keeping any of it. go-geom allocates what a
// length claims before it reads, so lengths are proved here first.
type ewkbCheck struct {
	rest  []byte
	order binary.ByteOrder
}

func checkEWKB(data []byte) error {
	check := ewkbCheck{rest: data}
	if err := check.geometry(0); err != nil {
		return err
	}
	if len(check.rest) > 0 {
		return fmt.Errorf("%d bytes follow the geometry", len(check.rest))
	}
	return nil
}

func (c *ewkbCheck) geometry(depth int) error {
	if depth > ewkbDepth {
		return fmt.Errorf("geometry nests deeper than %d", ewkbDepth)
	}
	kind, stride, err := c.header()
	if err != nil {
		return err
	}
	switch kind {
	case 1:
		return c.skip(stride)
	case 2:
		return c.positions(stride)
	case 3:
		return c.each(func() error { return c.positions(stride) })
	case 4, 5, 6, 7:
		return c.each(func() error { return c.geometry(depth + 1) })
	}
	return fmt.Errorf("geometry type %d is not supported", kind)
}

// header reads byte order, type and SRID; stride is the bytes of one position.
func (c *ewkbCheck) header() (kind uint32, stride int, err error) {
	if len(c.rest) == 0 {
		return 0, 0, errTruncated
	}
	switch c.rest[0] {
	case 0:
		c.order = binary.BigEndian
	case 1:
		c.order = binary.LittleEndian
	default:
		return 0, 0, fmt.Errorf("byte order %d is neither 0 nor 1", c.rest[0])
	}
	c.rest = c.rest[1:]
	word, err := c.uint32()
	if err != nil {
		return 0, 0, err
	}
	if word&ewkbHasSRID != 0 {
		srid, err := c.uint32()
		if err != nil {
			return 0, 0, err
		}
		if srid != 0 && srid != SRID {
			return 0, 0, fmt.Errorf("SRID is %d, want %d: transform the geometry first", srid, SRID)
		}
	}
	stride = 16
	for _, flag := range []uint32{ewkbHasZ, ewkbHasM} {
		if word&flag != 0 {
			stride += 8
		}
	}
	return word &^ (ewkbHasZ | ewkbHasM | ewkbHasSRID), stride, nil
}

func (c *ewkbCheck) uint32() (uint32, error) {
	if len(c.rest) < 4 {
		return 0, errTruncated
	}
	value := c.order.Uint32(c.rest)
	c.rest = c.rest[4:]
	return value, nil
}

func (c *ewkbCheck) positions(stride int) error {
	count, err := c.uint32()
	if err != nil {
		return err
	}
	if int64(count)*int64(stride) > int64(len(c.rest)) {
		return errTruncated
	}
	return c.skip(int(count) * stride)
}

func (c *ewkbCheck) skip(bytes int) error {
	if len(c.rest) < bytes {
		return errTruncated
	}
	c.rest = c.rest[bytes:]
	return nil
}

// each reads a count and calls read so many times; a lying count runs into the
// end of the data, for every call consumes some.
func (c *ewkbCheck) each(read func() error) error {
	count, err := c.uint32()
	for ; err == nil && count > 0; count-- {
		err = read()
	}
	return err
}
