package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"backstreet/geo"
	"backstreet/rectify"
)

// besideLon is how far apart districts lie, in degrees: a district is 0.254 wide, and its river runs on for a
// kilometre at both ends. All lie on the same latitude, so that every length and area is that of the first.
const besideLon = 0.28

// MaxScale is how many districts there can be: that many lie between the first and 180° east.
const MaxScale = 200

// Beside is the district again, n places to the east: the same town with the same history, but ids, uids, refs, codes
// and names of its own. Whoever belongs to no unit, such as planners, works in all districts and is not in the copy. It
// has no campaign: that of the first counts all districts. Images are those of the first.
func (d *District) Beside(n int) *District {
	if n == 0 {
		return d
	}
	m := mover{d: d, n: int64(n)}
	return &District{
		Areas:     mapped(d.Areas, m.area),
		Units:     mapped(d.Units, m.unit),
		People:    mapped(slices.DeleteFunc(slices.Clone(d.People), everywhere), m.person),
		Backdrops: mapped(d.Backdrops, m.backdrop),
		Features:  mapped(d.Features, m.feature),
		Events:    mapped(d.Events, m.event),
		Photos:    mapped(d.Photos, m.photo),
	}
}

// Scaled counts the quantities of the campaign's targets so many times.
func (d *District) Scaled(districts int) rectify.Campaign {
	campaign := d.Campaign
	campaign.Targets = slices.Clone(campaign.Targets)
	for i := range campaign.Targets {
		campaign.Targets[i].Quantity *= float64(districts)
	}
	return campaign
}

func mapped[T any](all []T, change func(T) T) []T {
	out := make([]T, len(all))
	for i, one := range all {
		out[i] = change(one)
	}
	return out
}

// mover carries what belongs to the first district to the nth beside it.
type mover struct {
	d *District
	n int64
}

// Ids are taken in blocks, one a district; none stays none.
func moved[T ~int64](id T, n int64, block int) T {
	if id == 0 {
		return 0
	}
	return id + T(n)*T(block)
}

func (m mover) areaID(id rectify.AreaID) rectify.AreaID { return moved(id, m.n, len(m.d.Areas)) }
func (m mover) unitID(id rectify.UnitID) rectify.UnitID { return moved(id, m.n, len(m.d.Units)) }

func (m mover) personID(id rectify.PersonID) rectify.PersonID {
	if id == 0 || everywhere(m.d.People[id-1]) {
		return id
	}
	return moved(id, m.n, len(m.d.People))
}

// everywhere tells whether a person belongs to no unit, and so works in all districts.
func everywhere(p rectify.Person) bool { return p.UnitID == 0 }

func (m mover) point(p geo.Point) geo.Point { return geo.Point{p[0] + besideLon*float64(m.n), p[1]} }

// uid adds to the twelve random bits that follow the time; the rest keeps uids apart.
func (m mover) uid(uid string) string {
	bits, err := strconv.ParseUint(uid[15:18], 16, 16)
	if err != nil {
		return uid
	}
	return fmt.Sprintf("%s%03x%s", uid[:15], (bits+uint64(m.n))%4096, uid[18:])
}

func (m mover) name(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf("%s·%d", name, m.n+1)
}

// ref has the district's number after the letters: XQ-2-0001.
func (m mover) ref(ref string) string {
	letters, number, _ := strings.Cut(ref, "-")
	return fmt.Sprintf("%s-%d-%s", letters, m.n+1, number)
}
