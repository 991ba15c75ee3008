package importer

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"
)

// dbfLanguages are the language driver ids (byte 29) that name an encoding for certain.
var dbfLanguages = map[byte]string{
	0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5", 0x78: "big5", 0x13: "shift_jis", 0x7B: "shift_jis",
	0x03: "windows-1252", 0x57: "windows-1252", 0x58: "windows-1252", 0x59: "windows-1252",
	0xC8: "windows-1250", 0xC9: "windows-1251", 0xCA: "windows-1254", 0xCB: "windows-1253",
}

// dbfEncoding says how the text of a .dbf is written: by its language driver id, else UTF-8 when all of it is valid
// UTF-8, else GB18030. 0x57 is what ESRI writes for "whatever this machine uses", so there valid UTF-8 goes first.
func dbfEncoding(path string) (encoding, error) {
	file, err := os.Open(path)
	if err != nil {
		return encoding{}, err
	}
	defer file.Close()
	content := bufio.NewReaderSize(file, 1<<16)
	var header [32]byte
	if _, err := io.ReadFull(content, header[:]); err != nil {
		return encoding{}, refuse(RefusedBroken, "the .dbf is cut off in its header")
	}
	language, known := dbfLanguages[header[29]]
	if known && header[29] != 0x57 {
		named, _ := encodingNamed(language)
		return named, nil
	}
	utf8Text, err := dbfIsUTF8(content, header)
	switch {
	case err != nil:
		return encoding{}, err
	case utf8Text:
		return utf8Encoding, nil
	}
	return gb18030Encoding, nil
}

// dbfIsUTF8 looks at field names and values one by one: each may be cut in the middle of a character.
func dbfIsUTF8(content *bufio.Reader, header [32]byte) (bool, error) {
	headerBytes := int(binary.LittleEndian.Uint16(header[8:]))
	recordBytes := int(binary.LittleEndian.Uint16(header[10:]))
	fields := make([]byte, max(headerBytes-len(header), 0))
	if _, err := io.ReadFull(content, fields); err != nil {
		return false, refuse(RefusedBroken, "the .dbf is cut off in its list of fields")
	}
	var widths []int
	for ; len(fields) >= 32 && fields[0] != '\r'; fields = fields[32:] {
		name, _, _ := bytes.Cut(fields[:11], []byte{0})
		if !validOrCut(name) {
			return false, nil
		}
		widths = append(widths, int(fields[16]))
	}
	record := make([]byte, recordBytes)
	for recordBytes > 0 {
		_, err := io.ReadFull(content, record)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return false, fmt.Errorf("read the .dbf: %w", err)
		}
		at := 1
		for _, width := range widths {
			end := min(at+width, len(record))
			if at < end && !validOrCut(bytes.TrimRight(record[at:end], " \x00")) {
				return false, nil
			}
			at = end
		}
	}
	return true, nil
}

// validOrCut says that text is UTF-8, or would be if its last character were not cut off.
func validOrCut(text []byte) bool {
	for cut := 0; cut <= min(3, len(text)); cut++ {
		if utf8.Valid(text[:len(text)-cut]) {
			return cut == 0 || !utf8.FullRune(text[len(text)-cut:])
		}
	}
	return false
}
