package importer

import (
	"strings"
	"unicode/utf8"
)

// GDAL replaces what it cannot decode. So it is told that text is Latin-1, which keeps every byte as a character of the
// same number, and the bytes are decoded here, where nothing is lost unseen.

// recoded makes a reader of what GDAL wrote in Latin-1.
type recoded struct {
	Reader
	text      encoding
	lostNames bool // names of columns beyond ASCII are damaged
}

func (r recoded) Next() (Record, error) {
	record, err := r.Reader.Next()
	if err != nil {
		return record, err
	}
	names := map[string]bool{}
	for i := range record.Properties {
		property := &record.Properties[i]
		property.Name = r.name(property.Name, names)
		text, ok := property.Value.(string)
		if !ok {
			continue
		}
		decoded, whole := r.text.decodeCut(latin1Bytes(text))
		if !whole && record.Fault == nil {
			record.Fault = faultf(CodeBadText, "", "the value of %s is not %s text; say the encoding with --encoding", property.Name, r.text.name)
		}
		property.Value = decoded
	}
	return record, nil
}

// name decodes a column's name, which may be cut in the middle of a character, and keeps two that are then the same apart.
func (r recoded) name(coded string, taken map[string]bool) string {
	name, ok := r.text.decodeCut(latin1Bytes(coded))
	lost := r.lostNames && strings.ContainsFunc(name, func(char rune) bool { return char >= utf8.RuneSelf })
	if !ok || lost || name == "" {
		name = "column"
	}
	for taken[name] {
		name += "_"
	}
	taken[name] = true
	return name
}

func latin1Bytes(text string) []byte {
	bytes := make([]byte, 0, len(text))
	for _, char := range text {
		bytes = append(bytes, byte(char))
	}
	return bytes
}

// decodeText is ok when every byte means something.
func (e encoding) decodeText(text []byte) (string, bool) {
	if e.name == utf8Encoding.name {
		return string(text), utf8.Valid(text)
	}
	decoded, err := e.text.NewDecoder().Bytes(text)
	if err != nil || strings.ContainsRune(string(decoded), utf8.RuneError) {
		return "", false
	}
	return string(decoded), true
}

// maxCutBytes is what can be left of a character whose last byte did not fit: of four in UTF-8 and GB18030.
const maxCutBytes = 3

// decodeCut decodes text that a field of fixed width may have cut in the middle of its last character, which is then
// left out. Text that has bytes without meaning elsewhere is not ok, and "".
func (e encoding) decodeCut(text []byte) (decoded string, ok bool) {
	for cut := 0; cut <= min(maxCutBytes, len(text)); cut++ {
		rest, fragment := text[:len(text)-cut], text[len(text)-cut:]
		decoded, ok := e.decodeText(rest)
		if ok && (cut == 0 || e.isCut(fragment)) {
			return decoded, true
		}
	}
	return "", false
}

// isCut says that the bytes can begin a character and do not complete it.
func (e encoding) isCut(fragment []byte) bool {
	if e.name == utf8Encoding.name {
		return utf8.RuneStart(fragment[0]) && !utf8.FullRune(fragment)
	}
	return fragment[0] > 0x80
}
