package importer

import (
	"context"
	"errors"
	"io"
	"os"
)

// Reader streams the records of one file in order. It holds one record in memory, not the file.
//
// Next returns io.EOF after the last record. A record that cannot be used is not an error: it comes with a
// Fault. An error (a *Refusal, or of the disk) means that the rest of the file cannot be read.
type Reader interface {
	Next() (Record, error)
	// CRS is what the file itself declares, "" for nothing. It is complete once Next has returned io.EOF.
	CRS() string
}

// dataset is a file made ready to be read, more than once: an import reads it first to survey columns and
// numbers, and again to take the records.
type dataset struct {
	format   string
	path     string // of the plain file that open reads: the given one, or a conversion
	encoding encoding
	recoded  bool // the plain file is UTF-8 already; encoding is that of the given one
	layer    string
	crs      string   // declared beside the records (.prj, layer); "" leaves it to Reader.CRS
	crsName  string   // its name, for messages
	degrees  bool     // the format is WGS 84 unless it says otherwise (GeoJSON)
	planar   bool     // the numbers are on a plane of their own and never degrees, unless the user says so
	anyAxes  bool     // columns are called X and Y, which in China may mean north and east
	notes    []string // what the user should know about how the file was read
	open     func(io.Reader) Reader
	cleanup  func()
}

func (d *dataset) close() {
	if d.cleanup != nil {
		d.cleanup()
	}
}

// note remembers something for the report.
func (d *dataset) note(text string) { d.notes = append(d.notes, text) }

// each calls visit for every record. read reports how many bytes of the plain file are behind it.
func (d *dataset) each(ctx context.Context, read func(bytes int64), visit func(Record) error) (Reader, error) {
	file, err := os.Open(d.path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	counted := &countingReader{from: file}
	text := d.encoding
	if d.recoded {
		text = utf8Encoding
	}
	reader := d.open(text.decode(counted))
	if closer, ok := reader.(io.Closer); ok {
		defer closer.Close()
	}
	for rows := 0; ; rows++ {
		if rows%256 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			read(counted.bytes)
		}
		record, err := reader.Next()
		if errors.Is(err, io.EOF) {
			read(counted.bytes)
			return reader, nil
		}
		if err != nil {
			return nil, err
		}
		if err := visit(record); err != nil {
			return nil, err
		}
	}
}

type countingReader struct {
	from  io.Reader
	bytes int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.bytes += int64(n)
	return n, err
}
