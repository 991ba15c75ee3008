package importer

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
	"slices"

	"github.com/paulmach/osm"
	"google.golang.org/protobuf/encoding/protowire"
)

// Limits of the format, which its specification gives.
const (
	maxBlobHeaderBytes = 64 << 10
	maxBlobBytes       = 32 << 20
)

// pbfObjects reads OSM PBF block by block: at most one is in memory, 32 MB unpacked. It is our own, and not
// osmpbf of paulmach/osm, because that panics in a goroutine on files that are not to its liking, and unpacks without a limit
// (docs/adr/0014).
type pbfObjects struct {
	from  io.Reader
	types osmTypes
	block []osm.Object
}

func (p *pbfObjects) next() (osm.Object, error) {
	for len(p.block) == 0 {
		kind, data, err := p.readBlob()
		if err != nil {
			return nil, err
		}
		switch kind {
		case "OSMHeader":
			err = checkPBFHeader(data)
		case "OSMData":
			p.block, err = decodePBFBlock(data, p.types)
		}
		if err != nil {
			return nil, err
		}
	}
	object := p.block[0]
	p.block = p.block[1:]
	return object, nil
}

var errPBF = refuse(RefusedBroken, "the OpenStreetMap PBF file is damaged or cut off; download the extract again")

// readBlob reads one block and unpacks it; io.EOF where one might begin.
func (p *pbfObjects) readBlob() (kind string, data []byte, err error) {
	var size [4]byte
	if _, err := io.ReadFull(p.from, size[:]); err != nil {
		return "", nil, pbfEnd(err, io.EOF)
	}
	header, err := p.take(int64(binary.BigEndian.Uint32(size[:])), maxBlobHeaderBytes)
	if err != nil {
		return "", nil, err
	}
	var bytesOfBlob int64
	err = eachField(header, func(f field) error {
		switch f.number {
		case 1:
			kind = string(f.bytes)
		case 3:
			bytesOfBlob = int64(f.varint)
		}
		return nil
	})
	if err != nil {
		return "", nil, err
	}
	blob, err := p.take(bytesOfBlob, maxBlobBytes)
	if err != nil {
		return "", nil, err
	}
	data, err = unpackBlob(blob)
	return kind, data, err
}

func (p *pbfObjects) take(size, limit int64) ([]byte, error) {
	if size < 0 || size > limit {
		return nil, errPBF
	}
	var data bytes.Buffer // grows with what is there, whatever the size says
	if _, err := io.CopyN(&data, p.from, size); err != nil {
		return nil, pbfEnd(err, errPBF)
	}
	return data.Bytes(), nil
}

// pbfEnd makes an end of the file what it means at this place, and leaves errors of the disk.
func pbfEnd(err, meaning error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errPBF
	}
	if errors.Is(err, io.EOF) {
		return meaning
	}
	return err
}

func unpackBlob(blob []byte) (data []byte, err error) {
	err = eachField(blob, func(f field) error {
		switch f.number {
		case 1:
			data = f.bytes
		case 3:
			unpacked, err := zlib.NewReader(bytes.NewReader(f.bytes))
			if err != nil {
				return errPBF
			}
			data, err = io.ReadAll(io.LimitReader(unpacked, maxBlobBytes+1))
			if err != nil || len(data) > maxBlobBytes {
				return errPBF
			}
		case 4, 5, 6, 7:
			return refuse(RefusedFormat, "the PBF file is packed with something other than zlib; write it anew with osmium cat -o out.osm.pbf")
		}
		return nil
	})
	return data, err
}

// pbfFeatures are what a file may require of its reader.
var pbfFeatures = []string{"OsmSchema-V0.6", "DenseNodes"}

func checkPBFHeader(data []byte) error {
	return eachField(data, func(f field) error {
		if f.number == 4 && !slices.Contains(pbfFeatures, string(f.bytes)) {
			return refuse(RefusedFormat, "the PBF file needs %s, which is not read here; take a plain extract without history", shorten(string(f.bytes)))
		}
		return nil
	})
}

// field is one of a protobuf message: varint or bytes is set, by its wire type.
type field struct {
	number protowire.Number
	varint uint64
	bytes  []byte
}

// eachField visits the fields of a message; those of fixed size are not used in this format.
func eachField(message []byte, visit func(field) error) error {
	for len(message) > 0 {
		number, wire, n := protowire.ConsumeTag(message)
		if n < 0 {
			return errPBF
		}
		message = message[n:]
		f := field{number: number}
		switch wire {
		case protowire.VarintType:
			f.varint, n = protowire.ConsumeVarint(message)
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(message)
		default:
			n = protowire.ConsumeFieldValue(number, wire, message)
		}
		if n < 0 {
			return errPBF
		}
		message = message[n:]
		if err := visit(f); err != nil {
			return err
		}
	}
	return nil
}

// packed reads numbers that are written one after another.
func packed(data []byte) ([]uint64, error) {
	numbers := make([]uint64, 0, len(data)/2)
	for len(data) > 0 {
		number, n := protowire.ConsumeVarint(data)
		if n < 0 {
			return nil, errPBF
		}
		numbers, data = append(numbers, number), data[n:]
	}
	return numbers, nil
}

// packedDeltas reads signed numbers of which each is told by its difference to the one before.
func packedDeltas(data []byte) ([]int64, error) {
	coded, err := packed(data)
	if err != nil {
		return nil, err
	}
	numbers := make([]int64, len(coded))
	last := int64(0)
	for i, number := range coded {
		last += protowire.DecodeZigZag(number)
		numbers[i] = last
	}
	return numbers, nil
}
