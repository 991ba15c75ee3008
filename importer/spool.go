package importer

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// spool keeps the records of the first reading in a temporary file, in a form that is read again in a fraction of the
// time: no text is parsed twice. It is this process's alone and goes with it.
type spool struct {
	file    *os.File
	out     *bufio.Writer
	buffer  []byte
	names   []string // of columns, CRS and faults: they repeat
	numbers map[string]uint64
	size    int64 // of the records, in bytes
}

func newSpool() (*spool, error) {
	file, err := os.CreateTemp("", "backstreet-import-")
	if err != nil {
		return nil, err
	}
	s := &spool{file: file, out: bufio.NewWriterSize(file, 1<<20), numbers: map[string]uint64{}}
	if err := os.Remove(file.Name()); err != nil { // the open file stays until it is closed, and nothing after a crash
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *spool) close() { _ = s.file.Close() } // it is gone whatever this says

// What a record has, as bits; and the kinds of a value.
const (
	spoolHasZ = 1 << iota
	spoolHasFault
	spoolHasCRS
)

const (
	spoolNull = iota
	spoolFalse
	spoolTrue
	spoolText
	spoolNumber
	spoolJSON
)

// add appends a record.
func (s *spool) add(record Record) error {
	b := binary.AppendUvarint(append(s.buffer[:0], 0), uint64(record.Row))
	if record.HasZ {
		b[0] |= spoolHasZ
	}
	if record.CRS != "" {
		b[0] |= spoolHasCRS
		b = s.appendName(b, record.CRS)
	}
	if fault := record.Fault; fault != nil {
		b[0] |= spoolHasFault
		b = appendText(appendText(s.appendName(b, fault.Code), fault.Reason), fault.Value)
	}
	b = appendSpooledShape(b, record.Geom)
	b = binary.AppendUvarint(b, uint64(len(record.Properties)))
	for _, property := range record.Properties {
		var err error
		if b, err = appendValue(s.appendName(b, property.Name), property.Value); err != nil {
			return err
		}
	}
	var length [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(length[:], uint64(len(b)))
	if _, err := s.out.Write(length[:n]); err != nil {
		return fmt.Errorf("keep what was read: %w", err)
	}
	if _, err := s.out.Write(b); err != nil {
		return fmt.Errorf("keep what was read: %w", err)
	}
	s.buffer, s.size = b, s.size+int64(len(b))
	return nil
}

// appendName writes a word that comes in many records by its number.
func (s *spool) appendName(b []byte, name string) []byte {
	number, known := s.numbers[name]
	if !known {
		number = uint64(len(s.names))
		s.names, s.numbers[name] = append(s.names, name), number
	}
	return binary.AppendUvarint(b, number)
}

func appendText(b []byte, text string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

func appendValue(b []byte, value any) ([]byte, error) {
	switch value := value.(type) {
	case nil:
		return append(b, spoolNull), nil
	case bool:
		if value {
			return append(b, spoolTrue), nil
		}
		return append(b, spoolFalse), nil
	case string:
		return appendText(append(b, spoolText), value), nil
	case json.Number:
		return appendText(append(b, spoolNumber), value.String()), nil
	case json.RawMessage:
		return appendText(append(b, spoolJSON), string(value)), nil
	}
	return nil, fmt.Errorf("a record has a value of type %T, which no reader makes", value)
}

// each calls visit for every record, in order. read is told how many of the spool's bytes are behind it.
func (s *spool) each(ctx context.Context, read func(bytes int64), visit func(Record) error) error {
	if err := s.out.Flush(); err != nil {
		return fmt.Errorf("keep what was read: %w", err)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read again: %w", err)
	}
	from, done := bufio.NewReaderSize(s.file, 1<<20), int64(0)
	for rows := 0; ; rows++ {
		if rows%256 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			read(done)
		}
		length, err := binary.ReadUvarint(from)
		if errors.Is(err, io.EOF) {
			read(done)
			return nil
		}
		if err != nil {
			return fmt.Errorf("read again: %w", err)
		}
		body := make([]byte, length) // the record's texts stay in it
		if _, err := io.ReadFull(from, body); err != nil {
			return fmt.Errorf("read again: %w", err)
		}
		done += int64(length)
		record := spooled{body, s.names}
		if err := visit(record.record()); err != nil {
			return err
		}
	}
}
