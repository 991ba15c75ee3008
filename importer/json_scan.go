package importer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxObjectBytes bounds one value of a JSON file: a province with every bend of its rivers has 10 MB.
const maxObjectBytes = 64 << 20

const jsonSpace = " \t\r\n\x1e" // and the record separator of RFC 8142

// isJSONSpace is asked of every byte between values, where a search in jsonSpace costs more than all else.
func isJSONSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\x1e'
}

// endsBare says that a number or a word ends before this byte.
func endsBare(c byte) bool {
	return c == ',' || c == ']' || c == '}' || c == ':' || isJSONSpace(c)
}

// jsonStream cuts a JSON file into values without holding more than one. It looks only at what ends a value;
// whether the value is good JSON is found when it is decoded, so that one bad record does not cost the file.
type jsonStream struct {
	from   *bufio.Reader
	offset int64
	buffer []byte
}

func newJSONStream(r io.Reader) *jsonStream {
	return &jsonStream{from: bufio.NewReaderSize(r, 1<<16)}
}

// next skips space and returns the byte that follows, which stays unread.
func (s *jsonStream) next() (byte, error) {
	for {
		c, err := s.from.ReadByte()
		if err != nil {
			return 0, err
		}
		if !isJSONSpace(c) {
			return c, s.from.UnreadByte()
		}
		s.offset++
	}
}

// take reads the byte that next showed.
func (s *jsonStream) take() {
	if _, err := s.from.Discard(1); err == nil {
		s.offset++
	}
}

// value returns the bytes of one value. They are overwritten by the next call.
func (s *jsonStream) value() ([]byte, error) {
	first, err := s.next()
	if err != nil {
		return nil, err
	}
	s.buffer = s.buffer[:0]
	edge := jsonEdge{bare: first != '{' && first != '[' && first != '"'}
	for {
		// Whole stretches of the buffer are looked through: byte by byte from the reader takes three times as long.
		if _, err := s.from.Peek(1); err != nil {
			if errors.Is(err, io.EOF) && edge.depth == 0 && !edge.inString && len(s.buffer) > 0 {
				return s.buffer, nil
			}
			return nil, err
		}
		stretch, _ := s.from.Peek(s.from.Buffered())
		n, ended := edge.find(stretch)
		s.buffer = append(s.buffer, stretch[:n]...)
		s.offset += int64(n)
		if len(s.buffer) > maxObjectBytes {
			return nil, refuse(RefusedLimit, "a value larger than %d MB ends at byte %d", maxObjectBytes>>20, s.offset)
		}
		if _, err := s.from.Discard(n); err != nil || ended {
			return s.buffer, err
		}
	}
}

// jsonEdge looks for the end of a value that comes in stretches.
type jsonEdge struct {
	bare     bool // neither object, list nor string: it ends before what cannot belong to it
	depth    int
	inString bool
	escaped  bool
}

// find tells how many bytes belong to the value, and whether it ends with them.
func (e *jsonEdge) find(stretch []byte) (n int, ended bool) {
	for i, c := range stretch {
		switch {
		case e.bare:
			if endsBare(c) {
				return i, true
			}
			continue
		case e.inString:
			e.inString = e.escaped || c != '"'
			e.escaped = c == '\\' && !e.escaped
		case c == '"':
			e.inString = true
		case c == '{' || c == '[':
			e.depth++
		case c == '}' || c == ']':
			e.depth--
		}
		if e.depth == 0 && !e.inString {
			return i + 1, true
		}
	}
	return len(stretch), false
}

// jsonMember is one name and value of an object. The value's bytes belong to the object.
type jsonMember struct {
	name  string
	value []byte
}

var errBadJSON = errors.New("not good JSON")

// jsonMembers takes an object apart, in its order.
func jsonMembers(object []byte) ([]jsonMember, error) {
	stream := jsonCursor{object, 0}
	if !stream.accept('{') {
		return nil, errBadJSON
	}
	if stream.accept('}') {
		return nil, nil
	}
	members := make([]jsonMember, 0, 4)
	for {
		key, err := stream.value()
		if err != nil {
			return nil, err
		}
		name, ok := jsonString(key)
		if !ok || !stream.accept(':') {
			return nil, errBadJSON
		}
		value, err := stream.value()
		if err != nil {
			return nil, err
		}
		members = append(members, jsonMember{name, value})
		if stream.accept('}') {
			return members, nil
		}
		if !stream.accept(',') {
			return nil, errBadJSON
		}
	}
}

// jsonCursor walks over JSON in memory.
type jsonCursor struct {
	data []byte
	at   int
}

// peek skips space and returns the byte that follows, 0 at the end.
func (c *jsonCursor) peek() byte {
	for c.at < len(c.data) && isJSONSpace(c.data[c.at]) {
		c.at++
	}
	if c.at == len(c.data) {
		return 0
	}
	return c.data[c.at]
}

func (c *jsonCursor) accept(wanted byte) bool {
	if c.peek() != wanted {
		return false
	}
	c.at++
	return true
}

func (c *jsonCursor) value() ([]byte, error) {
	first := c.peek()
	start, depth, inString := c.at, 0, false
	bare := first != '{' && first != '[' && first != '"'
	for ; c.at < len(c.data); c.at++ {
		char := c.data[c.at]
		switch {
		case bare:
			if endsBare(char) {
				return c.bareValue(start)
			}
			continue
		case inString && char == '\\':
			c.at++
			continue
		case char == '"':
			inString = !inString
		case inString:
			continue
		case char == '{' || char == '[':
			depth++
		case char == '}' || char == ']':
			depth--
		}
		if depth == 0 && !inString {
			c.at++
			return c.data[start:c.at], nil
		}
	}
	if bare {
		return c.bareValue(start)
	}
	return nil, errBadJSON
}

func (c *jsonCursor) bareValue(start int) ([]byte, error) {
	if c.at == start {
		return nil, errBadJSON
	}
	return c.data[start:c.at], nil
}

// jsonString decodes a string. NUL is left out: PostgreSQL has no text with it.
func jsonString(value []byte) (string, bool) {
	if len(value) < 2 || value[0] != '"' {
		return "", false
	}
	inner := value[1 : len(value)-1]
	plain := utf8.Valid(inner)
	for _, c := range inner {
		plain = plain && c != '\\' && c >= ' '
	}
	if plain {
		return string(inner), true
	}
	var decoded string
	if err := json.Unmarshal(value, &decoded); err != nil {
		return "", false
	}
	return strings.ReplaceAll(decoded, "\x00", ""), true
}

// jsonValue decodes a property. NaN and infinities, which some programs write for "nothing", are null.
func jsonValue(value []byte) (any, error) {
	switch string(value) {
	case "null", "NaN", "nan", "Infinity", "-Infinity":
		return nil, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	switch value[0] {
	case '"':
		text, ok := jsonString(value)
		if !ok {
			return nil, fmt.Errorf("%w: %s", errBadJSON, shorten(string(value)))
		}
		return text, nil
	case '{', '[':
		value = bytes.ReplaceAll(value, []byte(`\u0000`), nil)
		if !json.Valid(value) {
			return nil, fmt.Errorf("%w: %s", errBadJSON, shorten(string(value)))
		}
		return json.RawMessage(bytes.Clone(value)), nil
	}
	if _, ok := jsonNumber(value); !ok {
		return nil, fmt.Errorf("%w: %s", errBadJSON, shorten(string(value)))
	}
	return json.Number(value), nil
}

// jsonNumber is strict where strconv is generous (hexadecimal, "inf", underscores).
func jsonNumber(value []byte) (float64, bool) {
	if !isJSONNumber(value) {
		return 0, false
	}
	number, err := strconv.ParseFloat(string(value), 64)
	return number, err == nil
}

// isJSONNumber knows the grammar of RFC 8259: -0.5e+3, but not .5, 05 or 5.
func isJSONNumber(value []byte) bool {
	if len(value) > 0 && value[0] == '-' {
		value = value[1:]
	}
	whole := digits(value)
	if whole == 0 || whole > 1 && value[0] == '0' {
		return false
	}
	if value = value[whole:]; len(value) > 0 && value[0] == '.' {
		part := digits(value[1:])
		if part == 0 {
			return false
		}
		value = value[1+part:]
	}
	if len(value) == 0 {
		return true
	}
	if value[0] != 'e' && value[0] != 'E' {
		return false
	}
	if value = value[1:]; len(value) > 0 && (value[0] == '+' || value[0] == '-') {
		value = value[1:]
	}
	return len(value) > 0 && digits(value) == len(value)
}

// digits counts those with which text begins.
func digits(text []byte) int {
	for i, c := range text {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(text)
}
