package tiles

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strconv"
	"strings"
	"sync"

	"github.com/cespare/xxhash/v2"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// coding is how a tile's bytes are packed for the way.
type coding uint8

const (
	identity coding = iota
	gzipped
	zstandard

	codingTotal
)

var codingNames = [codingTotal]string{"", "gzip", "zstd"}

// tile is a finished one in one coding. It never changes.
type tile struct {
	body []byte // empty: nothing is in the tile
	// Values of headers, as net/http keeps them: a hundred thousand answers share them.
	etag, encoding, length []string
}

// newTile keeps nothing of raw. Its tag says what is in it, not when or where it was drawn: it is the same on every
// replica. Accidents aside, 64 bits tell a tile's versions apart; nobody gains by making two alike.
func newTile(raw []byte, c coding) *tile {
	t := &tile{}
	if len(raw) == 0 {
		return t
	}
	t.body = encode(raw, c)
	var sum [8]byte
	binary.BigEndian.PutUint64(sum[:], xxhash.Sum64(raw))
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:])
	if c != identity {
		tag += "-" + codingNames[c]
		t.encoding = []string{codingNames[c]}
	}
	t.etag = []string{tag + `"`}
	t.length = []string{strconv.Itoa(len(t.body))}
	return t
}

// entryBytes is what a stored tile takes beside its body.
const entryBytes = 512

func (t *tile) bytes() int64 { return int64(len(t.body)) + entryBytes }

// gzipLevel takes three quarters of the time of level 4, for seven bytes in a hundred more.
const gzipLevel = 2

// packer compresses one tile after the other. Its buffer is used again.
type packer struct {
	to  bytes.Buffer
	zip *gzip.Writer
	zst *zstd.Encoder
}

var packers = sync.Pool{New: func() any {
	p := &packer{}
	p.zip, _ = gzip.NewWriterLevel(&p.to, gzipLevel) // the options are valid
	p.zst, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
		zstd.WithEncoderCRC(false), zstd.WithSingleSegment(true), zstd.WithLowerEncoderMem(true))
	return p
}}

func encode(raw []byte, c coding) []byte {
	if c == identity {
		return bytes.Clone(raw)
	}
	p := packers.Get().(*packer)
	defer packers.Put(p)
	p.to.Reset()
	if c == zstandard {
		p.to.Grow(len(raw))
		return bytes.Clone(p.zst.EncodeAll(raw, p.to.AvailableBuffer()))
	}
	p.zip.Reset(&p.to)
	_, _ = p.zip.Write(raw) // a buffer takes everything
	_ = p.zip.Close()
	return bytes.Clone(p.to.Bytes())
}

// negotiate chooses the best coding that the client takes; quality 0 refuses one.
func negotiate(headers []string) coding {
	best, bestQuality := identity, 0.0
	for _, header := range headers {
		for item := range strings.SplitSeq(header, ",") {
			name, parameters, weighed := strings.Cut(item, ";")
			quality := 1.0
			if weighed {
				quality = qualityOf(parameters)
			}
			c := codingOf(strings.TrimSpace(name))
			if quality > bestQuality || quality == bestQuality && quality > 0 && c > best {
				best, bestQuality = c, quality
			}
		}
	}
	return best
}

func codingOf(name string) coding {
	switch {
	case strings.EqualFold(name, "zstd"):
		return zstandard
	case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"), name == "*":
		return gzipped
	}
	return identity
}

func qualityOf(parameters string) float64 {
	for parameter := range strings.SplitSeq(parameters, ";") {
		if text, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q="); ok {
			quality, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
			if err != nil {
				return 0
			}
			return quality
		}
	}
	return 1
}
