package importer

import (
	"golang.org/x/text/transform"

	textencoding "golang.org/x/text/encoding"
)

// A program on Western Windows writes "1252" beside whatever text it was given, and any text can be read so: Chinese
// becomes ÖÐ¹ú. So this one hint is doubted: text that is UTF-8 is that, and where every byte beyond ASCII has a
// partner and the two are a character of GB 2312, it is Chinese. Western accents stand alone.

const westernName = "WINDOWS-1252"

// notWestern is what text is that is said to be windows-1252; ok is false when that may be true.
func notWestern(decodes func(encoding) (bool, error)) (found encoding, ok bool, err error) {
	for _, doubt := range []struct{ test, found encoding }{
		{utf8Encoding, utf8Encoding},
		{encoding{"pairs of GB 2312", gb2312Pairs{}}, gb18030Encoding},
	} {
		if fits, err := decodes(doubt.test); err != nil || fits {
			return doubt.found, fits, err
		}
	}
	return encoding{}, false, nil
}

// gb2312Pairs decodes ASCII and pairs of bytes that GB 2312 has, to anything, and all else to U+FFFD.
type gb2312Pairs struct{ textencoding.Encoding }

func (gb2312Pairs) NewDecoder() *textencoding.Decoder {
	return &textencoding.Decoder{Transformer: pairs{}}
}

type pairs struct{ transform.NopResetter }

func (pairs) Transform(to, from []byte, atEOF bool) (written, read int, err error) {
	const lost = "\uFFFD"
	for read < len(from) {
		if len(to)-written < len(lost) {
			return written, read, transform.ErrShortDst
		}
		rest := from[read:]
		switch {
		case rest[0] < 0x80:
			to[written] = rest[0]
			written, read = written+1, read+1
		case len(rest) == 1 && !atEOF:
			return written, read, transform.ErrShortSrc
		case len(rest) > 1 && rest[0] >= 0xA1 && rest[0] <= 0xF7 && rest[1] >= 0xA1 && rest[1] != 0xFF:
			to[written] = 'x'
			written, read = written+1, read+2
		default:
			written, read = written+copy(to[written:], lost), read+1
		}
	}
	return written, read, nil
}
