package importer

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// dbfLanguages are the language driver ids (byte 29) that name an encoding for certain. 0x57 is not among them: ESRI
// writes it for "whatever this machine uses".
var dbfLanguages = map[byte]string{
	0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5", 0x78: "big5", 0x13: "shift_jis", 0x7B: "shift_jis",
	0x03: "windows-1252", 0x58: "windows-1252", 0x59: "windows-1252",
	0xC8: "windows-1250", 0xC9: "windows-1251", 0xCA: "windows-1254", 0xCB: "windows-1253",
}

// dbfHeader is what the beginning of a .dbf says, which a MapInfo .dat begins with too.
type dbfHeader struct {
	language    byte
	recordBytes int
	fields      []dbfField
}

// dbfField is a column of fixed width.
type dbfField struct {
	name []byte // as written: up to 11 bytes, cut wherever they end
	kind byte   // 'C' is text
	size int
}

const (
	dbfHeaderBytes = 32
	dbfFieldBytes  = 32
	dbfNameBytes   = 10 // that programs fill
)

// readDBFHeader leaves r at the first record.
func readDBFHeader(r io.Reader) (dbfHeader, error) {
	var start [dbfHeaderBytes]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return dbfHeader{}, refuse(RefusedBroken, "the .dbf is cut off in its header; save the file again")
	}
	header := dbfHeader{language: start[29], recordBytes: int(binary.LittleEndian.Uint16(start[10:]))}
	fields := make([]byte, max(int(binary.LittleEndian.Uint16(start[8:]))-dbfHeaderBytes, 0))
	if _, err := io.ReadFull(r, fields); err != nil {
		return dbfHeader{}, refuse(RefusedBroken, "the .dbf is cut off in its list of fields; save the file again")
	}
	for ; len(fields) >= dbfFieldBytes && fields[0] != '\r'; fields = fields[dbfFieldBytes:] {
		name, _, _ := bytes.Cut(fields[:11], []byte{0})
		header.fields = append(header.fields, dbfField{name: name, kind: fields[11], size: int(fields[16])})
	}
	return header, nil
}

// texts shows the names of the fields and the text of all records that are not deleted, until visit answers false.
// full says that the text fills its field, so that its last character may be cut.
func (h dbfHeader) texts(r io.Reader, visit func(text []byte, full bool) bool) error {
	for _, field := range h.fields {
		if !visit(field.name, len(field.name) >= dbfNameBytes) {
			return nil
		}
	}
	record := make([]byte, h.recordBytes)
	for h.recordBytes > 0 {
		_, err := io.ReadFull(r, record)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read the .dbf: %w", err)
		}
		if record[0] != '*' && !h.recordTexts(record[1:], visit) {
			break
		}
	}
	return nil
}

func (h dbfHeader) recordTexts(record []byte, visit func(text []byte, full bool) bool) bool {
	for _, field := range h.fields {
		value := record[:min(field.size, len(record))]
		record = record[len(value):]
		if field.kind != 'C' {
			continue
		}
		text := bytes.TrimRight(value, " \x00")
		if !visit(text, len(text) == len(value)) {
			return false
		}
	}
	return true
}

// dbfDecodes says that all text of a .dbf makes sense in the encoding.
func dbfDecodes(path string, e encoding) (bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	content := bufio.NewReaderSize(file, 1<<16)
	header, err := readDBFHeader(content)
	if err != nil {
		return false, err
	}
	fits := true
	err = header.texts(content, func(text []byte, full bool) bool {
		_, fits = e.decodeText(text)
		if !fits && full {
			_, fits = e.decodeCut(text)
		}
		return fits
	})
	return fits, err
}

// dbfLanguage is the encoding that the .dbf itself declares; empty when it does not.
func dbfLanguage(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	header, err := readDBFHeader(file)
	return dbfLanguages[header.language], err
}
