package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
)

// connection is a client that costs as little as it can, so that the machine is left to the servers: requests are
// bytes made beforehand, and of an answer it reads no more than where it ends. It is no general HTTP client.
type connection struct {
	host string
	conn net.Conn
	in   *bufio.Reader
}

// answer is what came of a request. Body is kept only when it was asked for.
type answer struct {
	status int
	size   int // of the body, as it was sent
	etag   string
	body   []byte
}

func (c *connection) close() {
	if c.conn != nil {
		_ = c.conn.Close() // what it did not read it no longer wants
		c.conn = nil
	}
}

func (c *connection) ask(request []byte, keep bool) (answer, error) {
	a, err := c.tryAsk(request, keep)
	if err != nil {
		c.close()
		return a, fmt.Errorf("ask %s: %w", c.host, err)
	}
	return a, nil
}

func (c *connection) tryAsk(request []byte, keep bool) (a answer, err error) {
	if c.conn == nil {
		if c.conn, err = net.Dial("tcp", c.host); err != nil {
			return a, err
		}
		c.in = bufio.NewReaderSize(c.conn, 64<<10)
	}
	if _, err = c.conn.Write(request); err != nil {
		return a, err
	}
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return a, err
	}
	if len(line) < len("HTTP/1.1 200") {
		return a, fmt.Errorf("%q is no status line", line)
	}
	if a.status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return a, err
	}
	length, chunked, err := c.headers(&a, keep)
	if err != nil || a.status == 204 || a.status == 304 {
		return a, err
	}
	if !chunked {
		return a, c.read(&a, length, keep)
	}
	return a, c.chunks(&a, keep)
}

var (
	contentLength    = []byte("content-length:")
	transferEncoding = []byte("transfer-encoding:")
	etagHeader       = []byte("etag:")
)

func (c *connection) headers(a *answer, keep bool) (length int, chunked bool, err error) {
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, false, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			return length, chunked, nil
		}
		switch {
		case has(line, contentLength):
			if length, err = strconv.Atoi(string(bytes.TrimSpace(line[len(contentLength):]))); err != nil {
				return 0, false, err
			}
		case has(line, transferEncoding):
			chunked = true
		case keep && has(line, etagHeader):
			a.etag = string(bytes.TrimSpace(line[len(etagHeader):]))
		}
	}
}

func has(line, header []byte) bool {
	return len(line) >= len(header) && bytes.EqualFold(line[:len(header)], header)
}

func (c *connection) read(a *answer, size int, keep bool) error {
	a.size += size
	if !keep {
		_, err := c.in.Discard(size)
		return err
	}
	from := len(a.body)
	a.body = append(a.body, make([]byte, size)...)
	_, err := io.ReadFull(c.in, a.body[from:])
	return err
}

func (c *connection) chunks(a *answer, keep bool) error {
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return err
		}
		if err := c.read(a, int(size), keep); err != nil {
			return err
		}
		if _, err := c.in.Discard(len("\r\n")); err != nil || size == 0 {
			return err
		}
	}
}
