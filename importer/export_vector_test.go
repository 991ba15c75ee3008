package importer

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"github.com/paulmach/osm"
)

// RunConfined runs a program as GDAL's are run, after only the one driver was left, if any is named.
func RunConfined(ctx context.Context, out io.Writer, limit int64, driver, program string, args ...string) error {
	child, err := newOGR()
	if err != nil {
		return err
	}
	defer child.close()
	if driver != "" {
		if err := child.only(ctx, driver); err != nil {
			return err
		}
	}
	return child.run(ctx, out, limit, program, args...)
}

// Unzip lays out an archive.
var Unzip = unzip

// EntryName is where an entry of an archive is laid out.
func EntryName(name string) string {
	return entryName(&zip.File{FileHeader: zip.FileHeader{Name: name}})
}

// DrawingText decodes the escapes of a drawing.
var DrawingText = drawingText

// DBFTexts reads a .dbf from its beginning: the names of its fields and all text.
func DBFTexts(content []byte, visit func(text []byte, full bool) bool) error {
	r := bytes.NewReader(content)
	header, err := readDBFHeader(r)
	if err != nil {
		return err
	}
	return header.texts(r, visit)
}

// DecodeCut decodes text that may be cut, in the named encoding.
func DecodeCut(name string, text []byte) (string, bool) {
	e, _ := encodingNamed(name)
	return e.decodeCut(text)
}

// ReadOSM visits the objects of text as OSM PBF or XML.
func ReadOSM(content []byte, visit func(osm.Object)) error {
	file := osmFile{pbf: isPBF(probe{head: content})}
	objects := file.objects(bytes.NewReader(content), osmAll)
	for {
		object, err := objects.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		visit(object)
	}
}

// DecodePBFBlock unfolds an unpacked block.
func DecodePBFBlock(data []byte) ([]osm.Object, error) { return decodePBFBlock(data, osmAll) }

// PBFBlocks are the unpacked blocks of a file.
func PBFBlocks(path string) (blocks [][]byte, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := pbfObjects{from: bytes.NewReader(content)}
	for {
		_, data, err := p.readBlob()
		if errors.Is(err, io.EOF) {
			return blocks, nil
		}
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, data)
	}
}
