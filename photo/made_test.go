package photo_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image/jpeg"
	"image/png"
	"slices"
	"strconv"
	"testing"

	"backstreet/photo"
)

func be32(v uint32) []byte { return binary.BigEndian.AppendUint32(nil, v) }

func pngChunk(name string, payload []byte) []byte {
	body := append([]byte(name), payload...)
	return slices.Concat(be32(uint32(len(payload))), body, be32(crc32.ChecksumIEEE(body)))
}

// tiffOf is the EXIF of a talkative phone: orientation, maker, a position, and a time where one is told.
func tiffOf(orientation uint16, taken, offset string) []byte {
	le := binary.LittleEndian
	type field struct {
		tag, kind uint16
		count     uint32
		value     []byte
	}
	directory := func(at int, fields []field) []byte {
		out := le.AppendUint16(nil, uint16(len(fields)))
		values, valuesAt := []byte(nil), at+2+12*len(fields)+4
		for _, f := range fields {
			out = le.AppendUint32(le.AppendUint16(le.AppendUint16(out, f.tag), f.kind), f.count)
			if len(f.value) <= 4 {
				out = append(append(out, f.value...), make([]byte, 4-len(f.value))...)
				continue
			}
			out = le.AppendUint32(out, uint32(valuesAt+len(values)))
			values = append(values, f.value...)
		}
		return append(le.AppendUint32(out, 0), values...)
	}
	text := func(tag uint16, s string) field { return field{tag, 2, uint32(len(s) + 1), []byte(s + "\x00")} }
	var times []field
	if taken != "" {
		times = append(times, text(0x9003, taken))
	}
	if offset != "" {
		times = append(times, text(0x9011, offset))
	}
	const first, below = 8, 200
	main := directory(first, []field{
		text(0x010f, "SECRETMAKER"),
		{0x0112, 3, 1, le.AppendUint16(nil, orientation)},
		{0x8769, 4, 1, le.AppendUint32(nil, below)},
	})
	out := append([]byte("II*\x00\x08\x00\x00\x00"), main...)
	out = append(out, make([]byte, below-len(out))...)
	return append(append(out, directory(below, times)...), "SECRETPLACE 33.57N 114.02E"...)
}

func appSegment(marker byte, payload string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2)), payload...)
}

// talkative puts segments behind the start of a JPEG.
func talkative(captured []byte, segments ...[]byte) []byte {
	return slices.Concat(captured[:2], slices.Concat(segments...), captured[2:])
}

func chunk(name string, payload []byte) []byte {
	out := append(binary.LittleEndian.AppendUint32([]byte(name), uint32(len(payload))), payload...)
	return append(out, make([]byte, len(payload)%2)...)
}

// webpWith is a picture of one pixel with chunks behind it.
func webpWith(chunks ...[]byte) []byte {
	small, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		panic(err)
	}
	flags := chunk("VP8X", []byte{0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	body := slices.Concat([]byte("WEBP"), flags, small[12:], slices.Concat(chunks...))
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func TestJPEG(t *testing.T) {
	t.Parallel()
	picture := asJPEG(t, quarters(64, 32))
	t.Run("keeps its picture byte for byte, and of what is told about it the time alone", func(t *testing.T) {
		t.Parallel()
		captured := talkative(picture,
			appSegment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01abc"), // with a thumbnail of one pixel
			appSegment(0xe1, "Exif\x00\x00"+string(tiffOf(1, "2022:08:30 09:14:03", "+08:00"))),
			appSegment(0xe1, "http://ns.adobe.com/xap/1.0/\x00SECRETXMP"),
			appSegment(0xe2, "MPF\x00SECRETPREVIEW"),
			appSegment(0xfe, "SECRETCOMMENT"),
		)
		captured = append(captured, "SECRETFILM after the end"...)
		bucket, _ := open(t)
		if _, err := put(t, bucket, captured); err != nil {
			t.Fatal(err)
		}
		content, _ := read(t, bucket, photo.Original)
		if bytes.Contains(content, []byte("SECRET")) || bytes.Contains(content, []byte("abc")) {
			t.Errorf("it still tells:\n%q", content[:200])
		}
		for _, kept := range []string{"2022:08:30 09:14:03\x00", "+08:00\x00", string(picture[2:])} {
			if !bytes.Contains(content, []byte(kept)) {
				t.Errorf("%.20q is lost", kept)
			}
		}
		// What was stored may be taken out and in again.
		if _, err := put(t, bucket, content); err != nil {
			t.Fatal(err)
		}
		if again, _ := read(t, bucket, photo.Original); !bytes.Equal(again, content) {
			t.Error("stripping it again changes it")
		}
	})
	t.Run("stands upright whichever way it was held", func(t *testing.T) {
		t.Parallel()
		for orientation, want := range []string{"rgbk", "rgbk", "grkb", "kbgr", "bkrg", "rbgk", "brkg", "kgbr", "gkrb"} {
			t.Run(strconv.Itoa(orientation), func(t *testing.T) {
				t.Parallel()
				captured := talkative(picture, appSegment(0xe1, "Exif\x00\x00"+string(tiffOf(uint16(orientation), "2022:08:30 09:14:03", ""))))
				bucket, _ := open(t)
				stored, err := put(t, bucket, captured)
				if err != nil {
					t.Fatal(err)
				}
				for _, size := range []photo.Size{photo.Original, photo.Thumbnail} {
					content, _ := read(t, bucket, size)
					upright, err := jpeg.Decode(bytes.NewReader(content))
					if err != nil {
						t.Fatal(err)
					}
					if got := corners(upright); got != want || upright.Bounds().Dx() != stored.Width {
						t.Errorf("%q shows %s, want %s; %d wide, stored %+v", size, got, want, upright.Bounds().Dx(), stored)
					}
				}
				if content, _ := read(t, bucket, photo.Original); !bytes.Contains(content, []byte("2022:08:30 09:14:03")) {
					t.Error("the time is lost")
				}
			})
		}
	})
	t.Run("what has not the form of a time does not pass as one", func(t *testing.T) {
		t.Parallel()
		captured := talkative(picture, appSegment(0xe1, "Exif\x00\x00"+string(tiffOf(1, "SECRET:30 09:14:03", "SECRET"))))
		bucket, _ := open(t)
		if _, err := put(t, bucket, captured); err != nil {
			t.Fatal(err)
		}
		if content, _ := read(t, bucket, photo.Original); !bytes.Equal(content, picture) {
			t.Error("something is left of it")
		}
	})
}

func TestPNG(t *testing.T) {
	t.Parallel()
	picture := asPNG(t, quarters(64, 32))
	const ihdrEnd = 8 + 12 + 13
	with := func(chunks ...[]byte) []byte {
		return slices.Concat(picture[:ihdrEnd], slices.Concat(chunks...), picture[ihdrEnd:], []byte("SECRET after the end"))
	}
	bucket, _ := open(t)
	captured := with(pngChunk("tEXt", []byte("Author\x00SECRET")), pngChunk("iTXt", []byte("SECRET")), pngChunk("eXIf", tiffOf(1, "", "")))
	if _, err := put(t, bucket, captured); err != nil {
		t.Fatal(err)
	}
	if content, contentType := read(t, bucket, photo.Original); !bytes.Equal(content, picture) || contentType != "image/png" {
		t.Errorf("the bare picture is not what is left (%s)", contentType)
	}
	stored, err := put(t, bucket, with(pngChunk("eXIf", tiffOf(6, "", ""))))
	if err != nil {
		t.Fatal(err)
	}
	content, _ := read(t, bucket, photo.Original)
	upright, err := png.Decode(bytes.NewReader(content))
	if err != nil || corners(upright) != "brkg" || stored.Width != 32 {
		t.Errorf("one that lies on its side is stored as %+v (%v)", stored, err)
	}
}
