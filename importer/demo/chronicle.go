package demo

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"backstreet/geo"
	"backstreet/rectify"
)

// chronicle writes the histories of all features into the district.
type chronicle struct {
	options  Options
	random   *rand.Rand
	district *District
	made     uint64 // uids so far
}

func newChronicle(options Options, random *rand.Rand, d *District) *chronicle {
	return &chronicle{options: options, random: random, district: d}
}

// uid is a UUIDv7 of that time, its other bits fixed by seed and order.
func (c *chronicle) uid(at time.Time) string {
	c.made++
	var seed [16]byte
	binary.BigEndian.PutUint64(seed[:8], c.options.Seed)
	binary.BigEndian.PutUint64(seed[8:], c.made)
	sum := sha256.Sum256(seed[:])
	id := sum[:16]
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(at.UnixMilli()))
	copy(id, ms[2:])
	id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// place gives the deepest area there, and it with all above.
func (c *chronicle) place(geom geo.Geometry) (rectify.AreaID, []rectify.AreaID) {
	at := geo.RepresentativePoint(geom)
	var path []rectify.AreaID
	for _, a := range c.district.Areas { // parents come first
		if contains(a.Geom[0][0], at) {
			path = append(path, a.ID)
		}
	}
	if len(path) == 0 {
		return 0, nil
	}
	return path[len(path)-1], path
}

// live takes things of one kind through their histories. The first ones end in each status once, so that none is missing.
func (c *chronicle) live(things []thing) error {
	fates := slices.DeleteFunc(slices.Clone(rectify.Statuses), func(s rectify.Status) bool { return s == rectify.Void })
	for i, t := range things {
		fate := c.fate()
		switch {
		case t.void:
			fate = rectify.Void
		case i > 0 && i <= len(fates):
			fate = fates[i-1]
		}
		if err := c.write(t, fate); err != nil {
			return err
		}
	}
	return nil
}

// fate draws where a feature stands on AsOf, in percent of all.
func (c *chronicle) fate() rectify.Status {
	shares := []struct {
		status  rectify.Status
		percent int
	}{
		{rectify.Verified, 50},
		{rectify.Compliant, 9},
		{rectify.Listed, 10},
		{rectify.Planned, 8},
		{rectify.InProgress, 9},
		{rectify.Submitted, 5},
		{rectify.Rework, 3},
		{rectify.Suspended, 2},
		{rectify.Unsurveyed, 4},
	}
	drawn := c.random.IntN(100)
	for _, s := range shares {
		if drawn -= s.percent; drawn < 0 {
			return s.status
		}
	}
	return rectify.Verified
}

// settle orders all that happened by time and gives ids; photos follow their events.
func (c *chronicle) settle() {
	d := c.district
	slices.SortStableFunc(d.Events, func(a, b rectify.Event) int { return a.At.Compare(b.At) })
	renamed := make(map[rectify.EventID]rectify.EventID, len(d.Events))
	for i := range d.Events {
		id := rectify.EventID(i + 1)
		renamed[d.Events[i].ID], d.Events[i].ID = id, id
	}
	for i := range d.Photos {
		d.Photos[i].EventID = renamed[d.Photos[i].EventID]
	}
	slices.SortStableFunc(d.Photos, func(a, b rectify.Photo) int { return int(a.EventID - b.EventID) })
	for i := range d.Photos {
		d.Photos[i].ID = rectify.PhotoID(i + 1)
	}
}
