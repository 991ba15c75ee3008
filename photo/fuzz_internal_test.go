package photo

import (
	"bytes"
	"testing"
)

// FuzzExif holds the parser to its bounds, and what it found to its form.
func FuzzExif(f *testing.F) {
	f.Add([]byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"))
	f.Add(exif{taken: "2022:08:30 09:14:03", offset: "+08:00"}.timeBlock())
	f.Fuzz(func(t *testing.T, block []byte) {
		found := parseExif(block)
		if found.orientation < 0 || found.orientation > 8 {
			t.Errorf("orientation %d", found.orientation)
		}
		if found.taken == "" {
			return
		}
		found.orientation = 0
		if again := parseExif(found.timeBlock()); again != found {
			t.Errorf("%+v is written and read as %+v", found, again)
		}
	})
}

// FuzzStrip holds the rewriters to their bounds: what one of them wrote, it takes again unchanged.
func FuzzStrip(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x08Exif\x00\x00\xff\xda\x00\x02abc\xff\x00d\xff\xd0e\xff\xd9tail"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND\x00\x00\x00\x00"))
	f.Add([]byte("RIFF\x10\x00\x00\x00WEBPVP8X\x01\x00\x00\x00\x2c\x00"))
	f.Fuzz(func(t *testing.T, captured []byte) {
		for _, format := range formats {
			if format.contentType != sniff(captured) {
				continue
			}
			stripped, _, err := format.strip(captured)
			if err != nil {
				return
			}
			again, _, err := format.strip(stripped)
			if err != nil || !bytes.Equal(again, stripped) {
				t.Errorf("%q is stripped to %q, and that to %q (%v)", captured, stripped, again, err)
			}
		}
	})
}
