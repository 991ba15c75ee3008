package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
)

const (
	markerSOI  = 0xd8
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerAPP0 = 0xe0
	markerAPP1 = 0xe1
	markerCOM  = 0xfe
	// Adobe's marker tells how colours are coded; without it some pictures come out in wrong ones.
	markerAPP14 = 0xee
	markerAPP15 = 0xef
)

var (
	exifHead  = []byte("Exif\x00\x00")
	jfifHead  = []byte("JFIF\x00")
	adobeHead = []byte("Adobe")

	errJPEG = errors.New("broken JPEG segment")
)

// stripJPEG leaves the picture's own bytes as they are and drops everything that is about it, but the
// time of capture.
func stripJPEG(captured []byte) (stripped []byte, found exif, err error) {
	err = eachSegment(captured, func(s segment) {
		if block, isExif := bytes.CutPrefix(s.payload, exifHead); s.marker == markerAPP1 && isExif && found == (exif{}) {
			found = parseExif(block)
		}
	})
	if err != nil {
		return nil, exif{}, err
	}
	stripped, err = rewriteJPEG(captured, found)
	return stripped, found, err
}

// rewriteJPEG copies what is needed for drawing, and puts in the time.
func rewriteJPEG(from []byte, found exif) ([]byte, error) {
	out := make([]byte, 0, len(from))
	out = append(out, 0xff, markerSOI)
	wrote := false
	time := func() {
		if block := found.timeBlock(); block != nil && !wrote {
			out = appendSegment(out, markerAPP1, append(bytes.Clone(exifHead), block...))
		}
		wrote = true
	}
	err := eachSegment(from, func(s segment) {
		switch {
		case s.marker == markerAPP0 && bytes.HasPrefix(s.payload, jfifHead) && len(s.payload) >= 14 && !wrote:
			header := bytes.Clone(s.payload[:14])
			header[12], header[13] = 0, 0 // no thumbnail: it may show what was cut off
			out = appendSegment(out, markerAPP0, header)
			time()
		case s.marker == markerAPP14 && bytes.HasPrefix(s.payload, adobeHead) && len(s.payload) >= 12:
			time()
			out = appendSegment(out, markerAPP14, s.payload[:12])
		case s.marker >= markerAPP0 && s.marker <= markerAPP15, s.marker == markerCOM:
		default:
			time()
			out = append(appendSegment(out, s.marker, s.payload), s.scan...)
		}
	})
	return append(out, 0xff, markerEOI), err
}

type segment struct {
	marker  byte
	payload []byte
	scan    []byte // of a SOS: the coded picture that follows
}

// eachSegment visits the segments between start and end of a JPEG. What comes after its end (previews,
// films of moving photos) is not visited.
func eachSegment(from []byte, visit func(segment)) error {
	if len(from) < 2 || from[0] != 0xff || from[1] != markerSOI {
		return errJPEG
	}
	rest := from[2:]
	for {
		for len(rest) >= 2 && rest[0] == 0xff && rest[1] == 0xff {
			rest = rest[1:] // fill bytes
		}
		if len(rest) < 2 || rest[0] != 0xff {
			return errJPEG
		}
		s := segment{marker: rest[1]}
		if s.marker == markerEOI {
			return nil
		}
		if len(rest) < 4 {
			return errJPEG
		}
		end := 2 + int(binary.BigEndian.Uint16(rest[2:]))
		if end < 4 || end > len(rest) {
			return errJPEG
		}
		s.payload, rest = rest[4:end], rest[end:]
		if s.marker == markerSOS {
			s.scan, rest = cutScan(rest)
		}
		visit(s)
	}
}

// cutScan ends the coded picture at the next marker that is neither a stuffed byte nor a restart.
func cutScan(from []byte) (scan, rest []byte) {
	for i := 0; i+1 < len(from); i++ {
		if next := from[i+1]; from[i] == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7) {
			return from[:i], from[i:]
		}
	}
	return from, nil
}

func appendSegment(out []byte, marker byte, payload []byte) []byte {
	out = binary.BigEndian.AppendUint16(append(out, 0xff, marker), uint16(len(payload)+2))
	return append(out, payload...)
}
