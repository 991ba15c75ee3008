package tiles

import "encoding/binary"

// Wire tags of MVT's messages.
const (
	tagTileLayer     = 3<<3 | 2
	tagLayerName     = 1<<3 | 2
	tagLayerFeature  = 2<<3 | 2
	tagLayerKey      = 3<<3 | 2
	tagLayerValue    = 4<<3 | 2
	tagLayerExtent   = 5<<3 | 0
	tagLayerVersion  = 15<<3 | 0
	tagFeatureID     = 1<<3 | 0
	tagFeatureTags   = 2<<3 | 2
	tagFeatureType   = 3<<3 | 0
	tagFeatureShape  = 4<<3 | 2
	commandMoveTo    = 1
	commandLineTo    = 2
	commandClosePath = 1<<3 | 7
)

// noID is given for features that have none: cells.
const noID = -1

// encoder writes one tile, layer after layer, straight into bytes. It is used
// again for the next tile, so that in time it allocates nothing.
type encoder struct {
	tile []byte

	// of the layer being written
	features   []byte
	keys       []byte
	keyOf      [keyTotal]uint32 // position + 1; 0: not in the layer yet
	keyCount   uint32
	values     []byte
	valueCount uint32
	shared     []sharedValue      // by number of value
	layerCount uint32             // tells entries of this layer in shared from older ones
	texts      dictionary[string] // names and refs
	numbers    dictionary[uint64] // whole numbers, times two; quantities in millionths, times two and one more
	trueAt     uint32             // position + 1; 0: not in the layer yet

	// of the feature being written
	tags     []byte
	geometry []byte
	cursor   point
}

type sharedValue struct{ layer, position uint32 }

// reset makes room for the numbers of values known now.
func (e *encoder) reset(values int) {
	e.tile = e.tile[:0]
	if len(e.shared) < values {
		e.shared = make([]sharedValue, values+values/4)
		e.layerCount = 0
	}
	if e.texts.entries == nil {
		e.texts, e.numbers = newDictionary(hashText), newDictionary(hashNumber)
	}
	e.beginLayer()
}

func (e *encoder) beginLayer() {
	e.features, e.keys, e.values = e.features[:0], e.keys[:0], e.values[:0]
	e.keyOf, e.keyCount, e.valueCount, e.trueAt = [keyTotal]uint32{}, 0, 0, 0
	if e.layerCount++; e.layerCount == 0 {
		clear(e.shared)
		e.layerCount = 1
	}
	e.texts.begin()
	e.numbers.begin()
	e.beginFeature()
}

func (e *encoder) beginFeature() {
	e.tags, e.geometry, e.cursor = e.tags[:0], e.geometry[:0], point{}
}

// property writes a value shared by number.
func (e *encoder) property(p property, encoded []string) {
	v := &e.shared[p.value]
	if v.layer != e.layerCount {
		*v = sharedValue{e.layerCount, addValue(e, encoded[p.value])}
	}
	e.tag(p.key, v.position)
}

func (e *encoder) text(k key, s string) {
	position, isNew := e.texts.position(s, e.valueCount)
	if isNew {
		e.addText(s)
	}
	e.tag(k, position)
}

// unique writes a text that no other feature has.
func (e *encoder) unique(k key, s string) {
	e.addText(s)
	e.tag(k, e.valueCount-1)
}

func (e *encoder) addText(s string) {
	size := 1 + uvarintSize(uint64(len(s))) + len(s)
	e.values = binary.AppendUvarint(append(e.values, tagLayerValue), uint64(size))
	e.values = appendString(e.values, s)
	e.valueCount++
}

// number writes a whole number; 0 makes no property.
func (e *encoder) number(k key, n uint64) {
	if n == 0 {
		return
	}
	position, isNew := e.numbers.position(n<<1, e.valueCount)
	if isNew {
		e.values = append(e.values, tagLayerValue, byte(1+uvarintSize(n)))
		e.values = appendInt(e.values, int64(n))
		e.valueCount++
	}
	e.tag(k, position)
}

// quantity writes a whole one as a number, 0 too.
func (e *encoder) quantity(k key, millionths int64) {
	code := uint64(millionths)<<1 | 1
	if millionths >= 0 && millionths%million == 0 {
		code = uint64(millionths/million) << 1
	}
	position, isNew := e.numbers.position(code, e.valueCount)
	if isNew {
		var scratch [16]byte
		addValue(e, appendQuantity(scratch[:0], millionths))
	}
	e.tag(k, position)
}

// flag writes true.
func (e *encoder) flag(k key) {
	if e.trueAt == 0 {
		e.trueAt = addValue(e, []byte{tagBool, 1}) + 1
	}
	e.tag(k, e.trueAt-1)
}

func addValue[S string | []byte](e *encoder, encoded S) (position uint32) {
	e.values = binary.AppendUvarint(append(e.values, tagLayerValue), uint64(len(encoded)))
	e.values = append(e.values, encoded...)
	e.valueCount++
	return e.valueCount - 1
}

func (e *encoder) tag(k key, value uint32) {
	if e.keyOf[k] == 0 {
		e.keyCount++
		e.keyOf[k] = e.keyCount
		e.keys = binary.AppendUvarint(append(e.keys, tagLayerKey), uint64(len(keyNames[k])))
		e.keys = append(e.keys, keyNames[k]...)
	}
	if value < 0x80 { // keys always are
		e.tags = append(e.tags, byte(e.keyOf[k]-1), byte(value))
		return
	}
	e.tags = binary.AppendUvarint(append(e.tags, byte(e.keyOf[k]-1)), uint64(value))
}

// endFeature writes the feature with the tags and geometry since the last one.
func (e *encoder) endFeature(id int64, d dimension) {
	size := 2 + 1 + uvarintSize(uint64(len(e.geometry))) + len(e.geometry)
	if len(e.tags) > 0 {
		size += 1 + uvarintSize(uint64(len(e.tags))) + len(e.tags)
	}
	if id != noID {
		size += 1 + uvarintSize(uint64(id))
	}
	f := binary.AppendUvarint(append(e.features, tagLayerFeature), uint64(size))
	if id != noID {
		f = binary.AppendUvarint(append(f, tagFeatureID), uint64(id))
	}
	if len(e.tags) > 0 {
		f = binary.AppendUvarint(append(f, tagFeatureTags), uint64(len(e.tags)))
		f = append(f, e.tags...)
	}
	f = append(f, tagFeatureType, byte(d)+1)
	f = binary.AppendUvarint(append(f, tagFeatureShape), uint64(len(e.geometry)))
	e.features = append(f, e.geometry...)
	e.beginFeature()
}

// endLayer writes the layer, if it has any feature.
func (e *encoder) endLayer(name string) {
	if len(e.features) > 0 {
		size := 2 + 1 + uvarintSize(uint64(len(name))) + len(name) +
			len(e.features) + len(e.keys) + len(e.values) + 1 + uvarintSize(extent)
		t := binary.AppendUvarint(append(e.tile, tagTileLayer), uint64(size))
		t = append(t, tagLayerVersion, 2, tagLayerName)
		t = binary.AppendUvarint(t, uint64(len(name)))
		t = append(t, name...)
		t = append(t, e.features...)
		t = append(t, e.keys...)
		t = append(t, e.values...)
		e.tile = binary.AppendUvarint(append(t, tagLayerExtent), extent)
	}
	e.beginLayer()
}

// path writes a MoveTo and LineTos; with close, the ring's ClosePath.
func (e *encoder) path(path []point, closed bool) {
	e.command(commandMoveTo, 1)
	e.moveBy(path[0])
	e.command(commandLineTo, len(path)-1)
	for _, p := range path[1:] {
		e.moveBy(p)
	}
	if closed {
		e.geometry = append(e.geometry, commandClosePath)
	}
}

// places writes a point, or many.
func (e *encoder) places(places []point) {
	e.command(commandMoveTo, len(places))
	for _, p := range places {
		e.moveBy(p)
	}
}

func (e *encoder) command(command, count int) {
	e.geometry = binary.AppendUvarint(e.geometry, uint64(count)<<3|uint64(command))
}

func (e *encoder) moveBy(to point) {
	x, y := zigzag(to.x-e.cursor.x), zigzag(to.y-e.cursor.y)
	e.cursor = to
	if x|y < 0x80 {
		e.geometry = append(e.geometry, byte(x), byte(y))
		return
	}
	e.geometry = binary.AppendUvarint(binary.AppendUvarint(e.geometry, x), y)
}

func zigzag(v int64) uint64 { return uint64(v)<<1 ^ uint64(v>>63) }

func uvarintSize(v uint64) int {
	size := 1
	for ; v >= 0x80; v >>= 7 {
		size++
	}
	return size
}
