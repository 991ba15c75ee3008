package importer

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	textencoding "golang.org/x/text/encoding"
)

// encoding is how a text file's bytes become characters.
type encoding struct {
	name string // as the report says it: UTF-8, GB18030, …
	text textencoding.Encoding
}

var (
	utf8Encoding    = encoding{"UTF-8", unicode.UTF8BOM}
	gb18030Encoding = encoding{"GB18030", simplifiedchinese.GB18030}
	utf16Encoding   = encoding{"UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)}
)

// decode makes UTF-8 of what r reads; a byte order mark is left out.
func (e encoding) decode(r io.Reader) io.Reader {
	return transform.NewReader(r, e.text.NewDecoder())
}

// encodingNamed understands WHATWG labels, Windows and IBM code page numbers, and the words found in .cpg files.
// GBK, GB2312 and cp936 are read as GB18030, which contains them.
func encodingNamed(label string) (encoding, bool) {
	name := strings.ToLower(strings.TrimSpace(label))
	for _, prefix := range []string{"ansi ", "ansi", "windows-", "cp", "oem ", "ms"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && isDigits(rest) {
			name = rest
		}
	}
	switch name {
	case "utf-8", "utf8", "65001":
		return utf8Encoding, true
	case "utf-16", "utf16", "utf-16le", "1200":
		return utf16Encoding, true
	case "gbk", "gb2312", "gb18030", "936", "54936", "hz-gb-2312":
		return gb18030Encoding, true
	case "950", "big-5", "big5hkscs", "big-5-hkscs":
		name = "big5"
	case "932":
		name = "shift_jis"
	}
	if strings.HasPrefix(name, "125") && len(name) == 4 {
		name = "windows-" + name
	}
	if strings.HasPrefix(name, "8859") {
		name = "iso-8859-" + strings.TrimLeft(name[4:], "-_")
	}
	text, err := htmlindex.Get(name)
	if err != nil {
		return encoding{}, false
	}
	canonical, err := htmlindex.Name(text)
	if err != nil {
		return encoding{}, false
	}
	return encoding{strings.ToUpper(canonical), text}, true
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// chooseEncoding finds the encoding of a text file: the user's choice, a byte order mark, valid UTF-8, GB18030.
func chooseEncoding(path, choice string) (encoding, error) {
	if choice != "" {
		return encodingChosen(choice)
	}
	file, err := os.Open(path)
	if err != nil {
		return encoding{}, err
	}
	defer file.Close()
	content := bufio.NewReaderSize(file, 1<<16)
	if mark, _ := content.Peek(2); bytes.Equal(mark, []byte{0xFF, 0xFE}) || bytes.Equal(mark, []byte{0xFE, 0xFF}) {
		return utf16Encoding, nil
	}
	switch valid, err := validUTF8(content); {
	case err != nil:
		return encoding{}, err
	case valid:
		return utf8Encoding, nil
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return encoding{}, err
	}
	if err := checkDecodes(file, gb18030Encoding); err != nil {
		return encoding{}, err
	}
	return gb18030Encoding, nil
}

func encodingChosen(choice string) (encoding, error) {
	chosen, ok := encodingNamed(choice)
	if !ok {
		return encoding{}, refuse(RefusedEncoding, "the encoding %q is not known; use UTF-8, GB18030, Big5, windows-1252 or another WHATWG name", choice)
	}
	return chosen, nil
}

// validUTF8 reads to the end or to the first stretch with a byte that is not UTF-8.
func validUTF8(r *bufio.Reader) (bool, error) {
	for {
		_, err := r.Peek(utf8.UTFMax)
		if err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		stretch, _ := r.Peek(r.Buffered())
		if len(stretch) == 0 {
			return true, nil
		}
		if err == nil {
			stretch = stretch[:len(stretch)-begunRune(stretch)]
		}
		if !utf8.Valid(stretch) {
			return false, nil
		}
		if _, err := r.Discard(len(stretch)); err != nil {
			return false, err
		}
	}
}

// begunRune is how many bytes at the end may be the beginning of a character that goes on.
func begunRune(text []byte) int {
	for n := 1; n < utf8.UTFMax; n++ {
		if last := text[len(text)-n:]; utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

// checkDecodes refuses a file rather than fill the register with replacement characters.
func checkDecodes(r io.Reader, e encoding) error {
	decoded := bufio.NewReaderSize(e.decode(r), 1<<16)
	for line := 1; ; {
		char, _, err := decoded.ReadRune()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("decode as %s: %w", e.name, err)
		}
		if char == utf8.RuneError {
			return refuse(RefusedEncoding, "the text is neither UTF-8 nor %s (line %d); say which with --encoding, such as Big5 or windows-1252", e.name, line)
		}
		if char == '\n' {
			line++
		}
	}
}
