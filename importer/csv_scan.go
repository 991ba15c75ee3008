package importer

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// csvScanner splits a delimited file into rows. Unlike encoding/csv it takes a quotation mark in the middle of a
// cell as it stands (50°46'06.6"N), and says where an open one swallowed the rest.
type csvScanner struct {
	from      *bufio.Reader
	delimiter rune
	line      int
}

func newCSVScanner(r io.Reader, delimiter rune) *csvScanner {
	return &csvScanner{from: bufio.NewReaderSize(r, 1<<16), delimiter: delimiter, line: 1}
}

// maxRowBytes bounds one row, so that an open quotation mark does not read a large file into memory.
const maxRowBytes = maxObjectBytes

// next returns io.EOF after the last row. Empty lines are skipped.
func (s *csvScanner) next() (tableRow, error) {
	for {
		row, err := s.row()
		if err != nil {
			return tableRow{}, err
		}
		if len(row.cells) > 1 || row.cells[0] != "" {
			return row, nil
		}
	}
}

func (s *csvScanner) row() (tableRow, error) {
	row := tableRow{line: s.line}
	var cell strings.Builder
	size, quoted, started := 0, false, false // started: the cell has begun, a quotation mark is now ordinary
	for {
		char, n, err := s.from.ReadRune()
		if errors.Is(err, io.EOF) {
			if len(row.cells) == 0 && size == 0 {
				return tableRow{}, io.EOF
			}
			row.unterminated, row.last = quoted, s.line
			row.cells = append(row.cells, cell.String())
			return row, nil
		}
		if err != nil {
			return tableRow{}, err
		}
		if size += n; size > maxRowBytes {
			return tableRow{}, refuse(RefusedLimit, "the row at line %d is larger than %d MB; a quotation mark may be open", row.line, maxRowBytes>>20)
		}
		if char == '\n' {
			s.line++
		}
		switch {
		case quoted && char == '"':
			quoted = s.insideQuotes(&cell)
		case quoted:
			cell.WriteRune(char)
		case char == '"' && !started:
			quoted, started = true, true
		case char == s.delimiter:
			row.cells = append(row.cells, cell.String())
			cell.Reset()
			started = false
		case char == '\n' || char == '\r' && s.follows('\n'):
			if char == '\r' {
				s.skip()
				s.line++
			}
			row.cells = append(row.cells, cell.String())
			return row, nil
		case char != 0: // NUL: PostgreSQL has no text with it
			cell.WriteRune(char)
			started = true
		}
	}
}

// insideQuotes decides about a quotation mark in a quoted cell: doubled it is one mark, before a delimiter or the
// end of the row it closes the cell, anywhere else it is meant as it stands.
func (s *csvScanner) insideQuotes(cell *strings.Builder) (stillQuoted bool) {
	if s.follows('"') {
		s.skip()
		cell.WriteRune('"')
		return true
	}
	next, _, err := s.from.ReadRune()
	if err != nil {
		return false
	}
	s.back()
	if next == s.delimiter || next == '\n' || next == '\r' {
		return false
	}
	cell.WriteRune('"')
	return true
}

func (s *csvScanner) follows(wanted rune) bool {
	char, _, err := s.from.ReadRune()
	if err != nil {
		return false
	}
	s.back()
	return char == wanted
}

// csvDelimiters in the order in which ties are decided.
var csvDelimiters = []rune{',', ';', '\t', '|'}

// guessDelimiter takes the one by which the first rows have the most cells, all of them the same number.
func guessDelimiter(head string) rune {
	best, bestScore := csvDelimiters[0], 0
	for _, delimiter := range csvDelimiters {
		scanner := newCSVScanner(strings.NewReader(head), delimiter)
		header, err := scanner.next()
		if err != nil {
			continue
		}
		score := len(header.cells) * 2
		for range 20 {
			row, err := scanner.next()
			if err != nil || row.unterminated {
				break // the head ends in the middle of a row
			}
			if len(row.cells) != len(header.cells) {
				score = len(header.cells)
				break
			}
		}
		if len(header.cells) > 1 && score > bestScore {
			best, bestScore = delimiter, score
		}
	}
	return best
}

// skip passes over the rune that follows has seen.
func (s *csvScanner) skip() { _, _, _ = s.from.ReadRune() }

// back gives the rune back that was read last; right after a read that cannot fail.
func (s *csvScanner) back() { _ = s.from.UnreadRune() }
