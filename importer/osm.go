package importer

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/paulmach/osm"

	textencoding "golang.org/x/text/encoding"
)

func isOSM(p probe) bool {
	return !p.directory && (p.extension == ".osm" || p.extension == ".pbf" || isPBF(p) ||
		p.isXML() && bytes.Contains(p.head, []byte("<osm ")))
}

// isPBF knows the first block: its length, then a header whose first field is its type.
func isPBF(p probe) bool {
	return len(p.head) > 4 && bytes.HasPrefix(p.head[4:], []byte("\x0a\x09OSMHeader"))
}

// prepareOSM reads OpenStreetMap data, PBF or XML. Of the tagged objects those are records that the kind is about
// (osm_kinds.go).
//
// An object names its nodes, and they come anywhere in the file, so it is read three times before the records are:
// relations, for the ways they are made of; ways, for the nodes; nodes, for their places. What is kept are the places
// of the nodes of wanted objects, 16 bytes each, and the ways of wanted relations. An extract of a big city wants some
// ten million; beyond maxOSMNodes it is refused.
func prepareOSM(ctx context.Context, p probe, options Options) (*dataset, error) {
	file := osmFile{path: p.path, pbf: isPBF(p)}
	if !file.pbf && p.extension == ".pbf" {
		return nil, refuse(RefusedBroken, "it is no OpenStreetMap PBF file; download the extract again")
	}
	index := &osmIndex{wanted: wantedOf(options.Kind)}
	if err := index.build(ctx, file); err != nil {
		return nil, err
	}
	d := &dataset{path: p.path, encoding: encoding{utf8Encoding.name, textencoding.Nop}, crs: "EPSG:4326"}
	d.open = func(r io.Reader) Reader { return &osmReader{objects: file.objects(r, osmAll), index: index} }
	if index.found == 0 {
		return nil, refuse(RefusedEmpty, "none of its %d objects is one that this kind takes (%s)", index.objects, index.wanted.about)
	}
	d.note(fmt.Sprintf("of %d OpenStreetMap objects those were taken that are %s", index.objects, index.wanted.about))
	return d, nil
}

// osmTypes are the types of objects that a reading is about.
type osmTypes uint8

const (
	osmNodes osmTypes = 1 << iota
	osmWays
	osmRelations
	osmAll = osmNodes | osmWays | osmRelations
)

// osmObjects streams the objects of a file; io.EOF after the last.
type osmObjects interface {
	next() (osm.Object, error)
}

type osmFile struct {
	path string
	pbf  bool
}

func (f osmFile) objects(r io.Reader, types osmTypes) osmObjects {
	if f.pbf {
		return &pbfObjects{from: r, types: types}
	}
	return &xmlObjects{decoder: xml.NewDecoder(r), types: types}
}

// each reads the file once.
func (f osmFile) each(ctx context.Context, types osmTypes, visit func(osm.Object) error) error {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	objects := f.objects(file, types)
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		object, err := objects.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = visit(object)
		}
		if err != nil {
			return err
		}
	}
}
