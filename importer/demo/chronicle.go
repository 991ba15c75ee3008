package demo

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"time"

	"backstreet/rectify"
)

// chronicle writes the histories of all features into the district.
type chronicle struct {
	options  Options
	district *District
	roster   *roster
	staff    *staff
	waves    map[rectify.AreaID]wave // by street
}

// newChronicle decides who works where and when; nothing has happened yet.
func newChronicle(options Options, d *District, batches []*batch) *chronicle {
	c := &chronicle{options: options, district: d, roster: pair(d.Areas, batches), waves: map[rectify.AreaID]wave{}}
	c.schedule(batches)
	first, second := c.busiest(batches)
	c.staff = hire(c.roster, d.Areas, first, second)
	d.Units, d.People = c.roster.units, c.staff.people
	return c
}

// live takes every thing through its history.
func (c *chronicle) live(batches []*batch) error {
	for _, b := range batches {
		course := c.course(b)
		for i, thing := range b.things {
			if err := c.write(b, i, thing, course); err != nil {
				return err
			}
		}
	}
	return nil
}

// uid is a UUIDv7 of that time, its other bits fixed by the seed, the feature and the count of its uids.
func (t *tale) uid(at time.Time) string {
	t.made++
	var seed [24]byte
	binary.BigEndian.PutUint64(seed[:8], t.c.options.Seed)
	binary.BigEndian.PutUint64(seed[8:16], uint64(t.id))
	binary.BigEndian.PutUint64(seed[16:], t.made)
	sum := sha256.Sum256(seed[:])
	id := sum[:16]
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(at.UnixMilli()))
	copy(id, ms[2:])
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	var text [36]byte
	for i, part := range [][2]int{{0, 4}, {4, 6}, {6, 8}, {8, 10}, {10, 16}} {
		start := 2*part[0] + i
		hex.Encode(text[start:], id[part[0]:part[1]])
		if i > 0 {
			text[start-1] = '-'
		}
	}
	return string(text[:])
}

// settle orders all that happened by time and gives ids; photos follow their events.
func (c *chronicle) settle() {
	d := c.district
	slices.SortStableFunc(d.Events, func(a, b rectify.Event) int { return a.At.Compare(b.At) })
	renamed := make([]rectify.EventID, len(d.Events)+1)
	for i := range d.Events {
		id := rectify.EventID(i + 1)
		renamed[d.Events[i].ID], d.Events[i].ID = id, id
	}
	for i := range d.Photos {
		d.Photos[i].EventID = renamed[d.Photos[i].EventID]
	}
	slices.SortStableFunc(d.Photos, func(a, b rectify.Photo) int { return cmp.Compare(a.EventID, b.EventID) })
	for i := range d.Photos {
		d.Photos[i].ID = rectify.PhotoID(i + 1)
	}
}
