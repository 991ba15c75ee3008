package photo

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"

	"golang.org/x/image/webp"
)

// Flags of the chunk VP8X.
const (
	webpXMP  = 0x04
	webpExif = 0x08
	webpICC  = 0x20
)

var errWebP = errors.New("broken WebP chunk")

// stripWebP keeps the picture and its transparency. A moving picture is not decoded before, so it does
// not come here.
func stripWebP(captured []byte) (stripped []byte, found exif, err error) {
	var kept []byte
	err = eachChunk(captured, func(name string, chunk, payload []byte) {
		switch name {
		case "VP8X":
			chunk = bytes.Clone(chunk)
			if len(payload) > 0 {
				chunk[8] &^= webpXMP | webpExif | webpICC
			}
			kept = append(kept, chunk...)
		case "VP8 ", "VP8L", "ALPH":
			kept = append(kept, chunk...)
		case "EXIF":
			found = parseExif(bytes.TrimPrefix(payload, exifHead))
		}
	})
	return riff(kept), found, err
}

// webpConfig gives the size of the picture that will be decoded, not the one that VP8X claims.
func webpConfig(captured []byte) (image.Config, error) {
	var largest image.Config
	var broken error
	err := eachChunk(captured, func(name string, chunk, _ []byte) {
		if name != "VP8 " && name != "VP8L" {
			return
		}
		config, err := webp.DecodeConfig(bytes.NewReader(riff(chunk)))
		broken = errors.Join(broken, err)
		largest.Width, largest.Height = max(largest.Width, config.Width), max(largest.Height, config.Height)
	})
	if err == nil && broken == nil && largest.Width == 0 {
		err = errors.New("it holds no still picture")
	}
	return largest, errors.Join(err, broken)
}

// eachChunk visits the chunks; chunk is payload with its head and its padding.
func eachChunk(captured []byte, visit func(name string, chunk, payload []byte)) error {
	const headLength = 8
	if len(captured) < 12 {
		return errWebP
	}
	rest := captured[12:]
	if told := uint64(binary.LittleEndian.Uint32(captured[4:])); told < uint64(len(captured))-headLength {
		if told < 4 {
			return errWebP
		}
		rest = captured[12 : headLength+told]
	}
	for len(rest) >= headLength {
		length := uint64(binary.LittleEndian.Uint32(rest[4:]))
		if headLength+length > uint64(len(rest)) {
			return errWebP
		}
		end := min(headLength+length+length%2, uint64(len(rest)))
		visit(string(rest[:4]), rest[:end], rest[headLength:headLength+length])
		rest = rest[end:]
	}
	return nil
}

func riff(chunks []byte) []byte {
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(chunks)+4))
	return append(append(out, "WEBP"...), chunks...)
}
