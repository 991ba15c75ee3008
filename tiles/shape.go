package tiles

import "encoding/binary"

// shape is an outline and its texts packed: a berth with its ledger number takes 40 bytes, where slices and strings took
// 300, and drawing one looks into one place in memory instead of five. It never changes, so versions of a feature share
// it while neither geometry nor texts change.
//
//	head    1 byte: dimension, and whether parts and ranks follow
//	name    uvarint: how many bytes, then those
//	ref     as name
//	count   uvarint: vertices
//	parts   uvarint: how many; then for each the uvarint of vertices<<1 | hole
//	ranks   1 byte for each vertex
//	anchor  4 bytes each for x and y
//	path    for each vertex the zigzag varints of x and y from the one before; of the first, from the anchor
type shape string

const (
	headDimension = 3
	headParts     = 1 << 2
	headRanks     = 1 << 3
)

func (o *outline) pack() shape {
	b := make([]byte, 0, 32+len(o.name)+len(o.ref)+5*len(o.vertices))
	head := byte(o.dimension)
	if o.parts != nil {
		head |= headParts
	}
	if o.ranks != nil {
		head |= headRanks
	}
	b = append(b, head)
	for _, text := range []string{o.name, o.ref} {
		b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
	}
	b = binary.AppendUvarint(b, uint64(len(o.vertices)))
	if o.parts != nil {
		b = binary.AppendUvarint(b, uint64(len(o.parts)))
		o.each(func(from, to int, hole bool) {
			size := uint64(to-from) << 1
			if hole {
				size |= 1
			}
			b = binary.AppendUvarint(b, size)
		})
	}
	b = append(b, o.ranks...)
	b = binary.LittleEndian.AppendUint32(b, o.anchor.x)
	b = binary.LittleEndian.AppendUint32(b, o.anchor.y)
	last := o.anchor
	for _, v := range o.vertices {
		b = binary.AppendVarint(b, int64(int32(v.x-last.x))) // modulo 2^32, as it is added again
		b = binary.AppendVarint(b, int64(int32(v.y-last.y)))
		last = v
	}
	return shape(b)
}

func (s shape) dimension() dimension { return dimension(s[0] & headDimension) }

// reading goes through a shape from its first vertex to its last.
type reading struct {
	name   string
	ref    string
	rest   string // of the path
	parts  string // those not begun; empty also when all vertices are one part
	single uint32 // vertices of the only part, until it is begun
	ranks  string // of the vertices not read; empty: each is drawn at every zoom
	anchor vertex
	last   vertex
}

func (s shape) read() reading {
	var r reading
	rest := string(s[1:])
	r.name, r.ref = takeText(&rest), takeText(&rest)
	count := takeUvarint(&rest)
	r.single = count
	if s[0]&headParts != 0 {
		r.single = 0
		n := takeUvarint(&rest)
		from := rest
		for range n {
			takeUvarint(&rest)
		}
		r.parts = from[:len(from)-len(rest)]
	}
	if s[0]&headRanks != 0 {
		r.ranks, rest = rest[:count], rest[count:]
	}
	r.anchor = vertex{littleEndian(rest), littleEndian(rest[4:])}
	r.last, r.rest = r.anchor, rest[8:]
	return r
}

// part begins the next part, if there is one: its vertices must be read.
func (r *reading) part() (count int, hole, ok bool) {
	if len(r.parts) > 0 {
		n := takeUvarint(&r.parts)
		return int(n >> 1), n&1 != 0, true
	}
	n := r.single
	r.single = 0
	return int(n), false, n > 0
}

// vertex reads one.
func (r *reading) vertex() vertex {
	x, y := takeUvarint(&r.rest), takeUvarint(&r.rest)
	r.last.x += x>>1 ^ -(x & 1)
	r.last.y += y>>1 ^ -(y & 1)
	return r.last
}

func (s shape) anchor() vertex {
	r := s.read()
	return r.anchor
}

// unpack gives the outline that was packed.
func (s shape) unpack() *outline {
	r := s.read()
	o := &outline{dimension: s.dimension(), name: r.name, ref: r.ref, anchor: r.anchor}
	if r.ranks != "" {
		o.ranks = []uint8(r.ranks)
	}
	for {
		count, hole, ok := r.part()
		if !ok {
			break
		}
		for range count {
			o.vertices = append(o.vertices, r.vertex())
		}
		o.parts = append(o.parts, part{uint32(len(o.vertices)), hole})
	}
	if len(o.parts) == 1 {
		o.parts = nil
	}
	return o
}

// bounds are of the vertices and the anchor.
func (s shape) bounds() box {
	r := s.read()
	b := box{r.anchor.x, r.anchor.y, r.anchor.x, r.anchor.y}
	for {
		count, _, ok := r.part()
		if !ok {
			return b
		}
		for range count {
			b = b.with(r.vertex())
		}
	}
}

func takeText(from *string) (text string) {
	n := takeUvarint(from)
	text, *from = (*from)[:n], (*from)[n:]
	return text
}

// takeUvarint reads a varint of at most 32 bits that binary.AppendUvarint or AppendVarint wrote.
func takeUvarint(from *string) uint32 {
	s := *from
	v := uint32(s[0])
	if v < 0x80 {
		*from = s[1:]
		return v
	}
	v &= 0x7f
	for i := 1; ; i++ {
		b := uint32(s[i])
		v |= b & 0x7f << (7 * i)
		if b < 0x80 {
			*from = s[i+1:]
			return v
		}
	}
}

func littleEndian(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}
