package export

import (
	"bufio"
	"errors"
	"os"
)

// output is a text file that is written in order.
type output struct {
	*bufio.Writer
	file *os.File
}

func create(path string) (*output, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	return &output{bufio.NewWriterSize(file, 1<<16), file}, nil
}

func (o *output) close() error { return errors.Join(o.Flush(), o.file.Close()) }
