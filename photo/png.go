package photo

import (
	"encoding/binary"
	"errors"
	"slices"
)

// drawnChunks are those that change how a PNG looks; all others tell about it and are dropped.
var drawnChunks = []string{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs"}

var errPNG = errors.New("broken PNG chunk")

func stripPNG(captured []byte) (stripped []byte, found exif, err error) {
	const headLength, frameLength = 8, 12 // a chunk is framed by length, type and checksum
	stripped = append(make([]byte, 0, len(captured)), captured[:headLength]...)
	rest := captured[headLength:]
	for {
		if len(rest) < frameLength {
			return nil, exif{}, errPNG
		}
		length := uint64(binary.BigEndian.Uint32(rest)) + frameLength
		if length > uint64(len(rest)) {
			return nil, exif{}, errPNG
		}
		name := string(rest[4:8])
		if name == "eXIf" {
			found = parseExif(rest[8 : length-4])
		}
		if slices.Contains(drawnChunks, name) {
			stripped = append(stripped, rest[:length]...)
		}
		if name == "IEND" {
			return stripped, found, nil
		}
		rest = rest[length:]
	}
}
