package export

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// encoder turns text into the bytes of a file. The zero encoder is UTF-8.
type encoder struct {
	gbk  *encoding.Encoder
	lost int // characters that the encoding lacks
}

func newEncoder(name string) encoder {
	if name == "GBK" {
		return encoder{gbk: simplifiedchinese.GBK.NewEncoder()}
	}
	return encoder{}
}

// encode puts ? for characters that the encoding lacks.
func (e *encoder) encode(text string) string {
	if e.gbk == nil {
		return text
	}
	var out strings.Builder
	for _, char := range text {
		_, encoded := e.char(char)
		out.WriteString(encoded)
	}
	return out.String()
}

// fit gives so much of a text as is at most limit bytes long when it is encoded, still in UTF-8.
func (e *encoder) fit(text string, limit int) (kept string, bytes int, cut bool) {
	if e.gbk == nil && len(text) <= limit {
		return text, len(text), false
	}
	var out strings.Builder
	for _, char := range text {
		char, encoded := e.char(char)
		if bytes+len(encoded) > limit {
			return out.String(), bytes, true
		}
		bytes += len(encoded)
		out.WriteRune(char)
	}
	return out.String(), bytes, false
}

func (e *encoder) char(char rune) (kept rune, encoded string) {
	if e.gbk == nil || char < utf8.RuneSelf {
		return char, string(char)
	}
	encoded, err := e.gbk.String(string(char))
	if err != nil {
		e.lost++
		return '?', "?"
	}
	return char, encoded
}
