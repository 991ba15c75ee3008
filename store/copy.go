package store

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"sync"

	"github.com/jackc/pgx/v5"

	"backstreet/rectify"
)

// copiedAtOnce is how many bytes of rows are read by one goroutine before the next has its turn.
const copiedAtOnce = 512 << 10

// copySignature begins what the server sends; flags and the length of an extension, both 0, follow.
var copySignature = []byte("PGCOPY\n\xff\r\n\x00")

const copyHeader = 11 + 4 + 4

var errNoCopy = errors.New("the server sent no binary COPY")

// copyOut reads a query by binary COPY, which takes a tenth of what scanning its rows would: read makes
// something of some rows and take has it, on all processors while the server sends more.
func copyOut(ctx context.Context, tx pgx.Tx, query string, read func(*tuples, *rectify.Part), take func(rectify.Part)) error {
	readers := runtime.GOMAXPROCS(0)
	chunks := make(chan []byte, readers)
	failures := make([]error, readers)
	var reading sync.WaitGroup
	for reader := range readers {
		reading.Go(func() {
			t, part := newTuples(), rectify.Part{}
			for chunk := range chunks {
				t.begin(chunk)
				part.Features, part.Backdrops = part.Features[:0], part.Backdrops[:0]
				if read(t, &part); t.err == nil {
					take(part)
				}
			}
			failures[reader] = t.err
		})
	}
	cut := &chunker{chunks: chunks}
	_, err := tx.Conn().PgConn().CopyTo(ctx, cut, `COPY (`+query+`) TO STDOUT (FORMAT binary)`)
	if err == nil {
		err = cut.flush()
	}
	close(chunks)
	reading.Wait()
	return errors.Join(append(failures, err)...)
}

// chunker cuts what a COPY sends into chunks of whole rows: the server sends a message for each row, and
// each comes as one Write.
type chunker struct {
	chunks chan<- []byte
	chunk  []byte
	begun  bool
}

func (c *chunker) Write(message []byte) (int, error) {
	if len(c.chunk) > 0 && len(c.chunk)+len(message) > copiedAtOnce {
		if err := c.flush(); err != nil {
			return 0, err
		}
	}
	if c.chunk == nil {
		c.chunk = make([]byte, 0, copiedAtOnce)
	}
	c.chunk = append(c.chunk, message...)
	return len(message), nil
}

func (c *chunker) flush() error {
	if !c.begun {
		if len(c.chunk) < copyHeader || !bytes.HasPrefix(c.chunk, copySignature) {
			return errNoCopy
		}
		c.chunk, c.begun = c.chunk[copyHeader:], true
	}
	c.chunks <- c.chunk
	c.chunk = nil
	return nil
}
