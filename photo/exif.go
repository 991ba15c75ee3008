package photo

import (
	"encoding/binary"
	"regexp"
)

// exif is what is read from a photo's EXIF; all else in it is forgotten.
type exif struct {
	orientation int    // 1 to 8; 0 when it does not say
	taken       string // "2022:08:30 09:14:03", local time; empty when it does not say
	offset      string // of that local time, "+08:00"; empty when it does not say
}

const (
	tagOrientation        = 0x0112
	tagExifIFD            = 0x8769
	tagDateTimeOriginal   = 0x9003
	tagOffsetTimeOriginal = 0x9011

	typeASCII = 2
	typeShort = 3
	typeLong  = 4
)

// Only what has the form of a time is kept, so that no other text rides along.
var (
	takenPattern  = regexp.MustCompile(`^\d{4}:\d{2}:\d{2} \d{2}:\d{2}:\d{2}$`)
	offsetPattern = regexp.MustCompile(`^[+-]\d{2}:\d{2}$`)
)

// parseExif reads a TIFF block. What is broken in it is as good as not there: a photo is not refused
// for it.
func parseExif(block []byte) (found exif) {
	t, first := openTIFF(block)
	if t.order == nil {
		return exif{}
	}
	below := uint32(0)
	t.entries(first, func(e tiffEntry) {
		switch {
		case e.tag == tagOrientation && e.kind == typeShort && e.count == 1:
			if value := int(t.order.Uint16(e.value)); value >= 1 && value <= 8 {
				found.orientation = value
			}
		case e.tag == tagExifIFD && e.kind == typeLong && e.count == 1:
			below = t.order.Uint32(e.value)
		}
	})
	t.entries(below, func(e tiffEntry) {
		switch e.tag {
		case tagDateTimeOriginal:
			found.taken = t.text(e, takenPattern)
		case tagOffsetTimeOriginal:
			found.offset = t.text(e, offsetPattern)
		}
	})
	return found
}

// tiff is the container that EXIF comes in.
type tiff struct {
	block []byte
	order binary.ByteOrder
}

// tiffEntry is one field; value holds it, or the offset of where it is.
type tiffEntry struct {
	tag, kind uint16
	count     uint32
	value     []byte // 4 bytes
}

func openTIFF(block []byte) (t tiff, first uint32) {
	if len(block) < 8 {
		return tiff{}, 0
	}
	t.block = block
	switch string(block[:4]) {
	case "II*\x00":
		t.order = binary.LittleEndian
	case "MM\x00*":
		t.order = binary.BigEndian
	default:
		return tiff{}, 0
	}
	return t, t.order.Uint32(block[4:])
}

// entries visits the fields of the directory at an offset; there is none at 0.
func (t tiff) entries(at uint32, visit func(tiffEntry)) {
	if at == 0 || uint64(at)+2 > uint64(len(t.block)) {
		return
	}
	rest := t.block[at+2:]
	for range t.order.Uint16(t.block[at:]) {
		if len(rest) < 12 {
			return
		}
		visit(tiffEntry{t.order.Uint16(rest), t.order.Uint16(rest[2:]), t.order.Uint32(rest[4:]), rest[8:12]})
		rest = rest[12:]
	}
}

// text gives an ASCII field that has the form; else the empty text.
func (t tiff) text(e tiffEntry, form *regexp.Regexp) string {
	const longest = 64
	if e.kind != typeASCII || e.count < 2 || e.count > longest {
		return ""
	}
	value := e.value
	if e.count > 4 {
		at := uint64(t.order.Uint32(e.value))
		if at+uint64(e.count) > uint64(len(t.block)) {
			return ""
		}
		value = t.block[at:]
	}
	text := string(value[:e.count-1]) // it ends in a zero
	if !form.MatchString(text) {
		return ""
	}
	return text
}

// timeBlock writes a TIFF block with nothing but the time; nil when there is none.
func (e exif) timeBlock() []byte {
	if e.taken == "" {
		return nil
	}
	fields := []struct {
		tag  uint16
		text string
	}{{tagDateTimeOriginal, e.taken}}
	if e.offset != "" {
		fields = append(fields, struct {
			tag  uint16
			text string
		}{tagOffsetTimeOriginal, e.offset})
	}
	const below = 8 + 2 + 12 + 4 // after the header and a directory of one entry
	order := binary.BigEndian
	block := []byte("MM\x00*\x00\x00\x00\x08\x00\x01")
	block = appendEntry(block, tagExifIFD, typeLong, 1, below)
	block = order.AppendUint32(block, 0) // no directory follows
	block = order.AppendUint16(block, uint16(len(fields)))
	at := below + 2 + 12*len(fields) + 4
	var texts []byte
	for _, field := range fields {
		block = appendEntry(block, field.tag, typeASCII, uint32(len(field.text)+1), uint32(at+len(texts)))
		texts = append(append(texts, field.text...), 0)
	}
	return append(order.AppendUint32(block, 0), texts...)
}

func appendEntry(block []byte, tag, kind uint16, count, value uint32) []byte {
	order := binary.BigEndian
	block = order.AppendUint16(order.AppendUint16(block, tag), kind)
	return order.AppendUint32(order.AppendUint32(block, count), value)
}
