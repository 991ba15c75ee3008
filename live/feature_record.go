package live

import (
	"encoding/binary"
	"encoding/hex"

	"backstreet/rectify"
)

// featureWords is how many words the record of a feature has: kind, status, name and attributes.
const featureWords = 4

// What a record has beyond its words; what it does not have is zero. They are written in this order; what most
// features have comes first, so that the set mostly takes two bytes.
const (
	hasUID = 1 << iota
	hasRef
	hasArea
	hasListed
	hasPlanned
	hasDue
	hasQuantity
	hasUnit
	hasAssignee
	hasSubmitted
	hasVerified
	hasCycle // not the first
	hasReworks
	hasReview
	hasOwed
	hasQuantityPlanned
	hasQuantityDone
	hasUIDText // of another form than a UUID's
)

// dayAround is a day near all others: its neighbours take two bytes and not three.
const dayAround = 20_000

// rowWriter appends a feature's record.
type rowWriter struct {
	data []byte
	day  rectify.Day
}

// appendRow appends the record of a feature, its words left out. attributes is what attributesText gives.
func appendRow(data []byte, f *rectify.Feature, attributes string) record {
	uid, isUUID := uidBytes(f.UID)
	w := rowWriter{data: binary.AppendUvarint(data, rowHas(f, isUUID)), day: dayAround}
	if isUUID {
		w.data = append(w.data, uid[:]...)
	}
	w.text(f.Ref)
	w.number(int64(f.AreaID))
	for _, day := range [...]rectify.Day{f.ListedOn, f.PlannedOn, f.DueOn} {
		w.date(day)
	}
	w.float(f.Quantity)
	w.number(int64(f.UnitID))
	w.number(int64(f.AssigneeID))
	w.date(f.SubmittedOn)
	w.date(f.VerifiedOn)
	if f.Cycle != 1 {
		w.data = binary.AppendVarint(w.data, int64(f.Cycle))
	}
	w.number(int64(f.Reworks))
	w.date(f.ReviewOn)
	w.number(int64(f.PhotosOwed))
	w.float(f.QuantityPlanned)
	w.float(f.QuantityDone)
	if !isUUID {
		w.text(f.UID)
	}
	w.data = binary.AppendUvarint(w.data, uint64(f.Version))
	w.data = appendShape(w.data, f.Geom)
	return record{words: []string{string(f.Kind), string(f.Status), f.Name, attributes}, body: w.data}
}

func rowHas(f *rectify.Feature, isUUID bool) (has uint64) {
	for i, is := range [...]bool{
		isUUID, f.Ref != "", f.AreaID != 0, f.ListedOn != 0, f.PlannedOn != 0, f.DueOn != 0, f.Quantity != nil,
		f.UnitID != 0, f.AssigneeID != 0, f.SubmittedOn != 0, f.VerifiedOn != 0, f.Cycle != 1, f.Reworks != 0,
		f.ReviewOn != 0, f.PhotosOwed != 0, f.QuantityPlanned != nil, f.QuantityDone != nil, !isUUID && f.UID != "",
	} {
		if is {
			has |= 1 << i
		}
	}
	return has
}

func (w *rowWriter) number(n int64) {
	if n != 0 {
		w.data = binary.AppendVarint(w.data, n)
	}
}

func (w *rowWriter) date(day rectify.Day) {
	if day != 0 {
		w.data = binary.AppendVarint(w.data, int64(day-w.day))
		w.day = day
	}
}

func (w *rowWriter) float(v *float64) {
	if v != nil {
		w.data = appendFloat(w.data, *v)
	}
}

func (w *rowWriter) text(text string) {
	if text != "" {
		w.data = append(binary.AppendUvarint(w.data, uint64(len(text))), text...)
	}
}

// read reads the record of a slot of a page; false when it is not there.
func (r *row) read(p *page, slot int) bool {
	bytes := p.bytes(slot)
	if bytes == "" {
		return false
	}
	f := &r.Feature
	*f = rectify.Feature{
		ID: rectify.FeatureID(p.first + int64(slot)), Kind: rectify.KindKey(p.words[bytes[0]]),
		Status: rectify.Status(p.words[bytes[1]]), Name: p.words[bytes[2]], Cycle: 1,
	}
	r.attributes, r.uid = p.words[bytes[3]], ""
	read := rowReader{bytesReader: bytesReader{bytes[featureWords:]}, day: dayAround}
	read.has = read.uvarint()
	if read.has&hasUID != 0 {
		r.uid = read.text(16)
	}
	f.Ref = read.words(hasRef)
	f.AreaID = rectify.AreaID(read.number(hasArea))
	f.ListedOn, f.PlannedOn, f.DueOn = read.date(hasListed), read.date(hasPlanned), read.date(hasDue)
	f.Quantity = read.float(hasQuantity, &r.amounts[0])
	f.UnitID, f.AssigneeID = rectify.UnitID(read.number(hasUnit)), rectify.PersonID(read.number(hasAssignee))
	f.SubmittedOn, f.VerifiedOn = read.date(hasSubmitted), read.date(hasVerified)
	if read.has&hasCycle != 0 {
		f.Cycle = int(read.varint())
	}
	f.Reworks = int(read.number(hasReworks))
	f.ReviewOn = read.date(hasReview)
	f.PhotosOwed = int(read.number(hasOwed))
	f.QuantityPlanned = read.float(hasQuantityPlanned, &r.amounts[1])
	f.QuantityDone = read.float(hasQuantityDone, &r.amounts[2])
	if read.has&hasUIDText != 0 {
		r.uid = read.words(hasUIDText)
	}
	f.Version = int64(read.uvarint())
	r.shape = read.rest
	return true
}

// rowReader reads what rowWriter wrote.
type rowReader struct {
	bytesReader
	has uint64
	day rectify.Day
}

func (r *rowReader) number(which uint64) int64 {
	if r.has&which == 0 {
		return 0
	}
	return r.varint()
}

func (r *rowReader) date(which uint64) rectify.Day {
	if r.has&which == 0 {
		return 0
	}
	r.day += rectify.Day(r.varint())
	return r.day
}

func (r *rowReader) float(which uint64, to *float64) *float64 {
	if r.has&which == 0 {
		return nil
	}
	*to = r.bytesReader.float()
	return to
}

func (r *rowReader) words(which uint64) string {
	if r.has&which == 0 {
		return ""
	}
	return r.text(int(r.uvarint()))
}

// uidBytes gives a UUID's sixteen bytes; false for what is no UUID in its usual form.
func uidBytes(uid string) (raw [16]byte, is bool) {
	if len(uid) != 36 || uid[8] != '-' || uid[13] != '-' || uid[18] != '-' || uid[23] != '-' {
		return raw, false
	}
	at := 0
	for i := 0; i < len(uid); i += 2 {
		if uid[i] == '-' {
			i++
		}
		high, low := hexDigit(uid[i]), hexDigit(uid[i+1])
		if high|low > 15 {
			return raw, false
		}
		raw[at] = high<<4 | low
		at++
	}
	return raw, true
}

func hexDigit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

func uidText(raw string) string {
	if len(raw) != 16 {
		return raw
	}
	var text [36]byte
	at := 0
	for i := range 16 {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			text[at] = '-'
			at++
		}
		hex.Encode(text[at:], []byte{raw[i]})
		at += 2
	}
	return string(text[:])
}
