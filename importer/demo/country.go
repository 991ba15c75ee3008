package demo

import (
	"math"
	"slices"
	"strings"
)

// village is a cluster of yards in the middle of its community's land.
type village struct {
	name   string
	at     spot // on the ground
	radius float64
	angle  float64 // of its lanes
	ring   []spot
	downhill
}

// downhill is how a village is joined to the town: by the road to another place, which more villages may use.
type downhill struct {
	to      spot
	next    int // the village there, -1 for a street of the town
	joined  bool
	through int // villages that come this way
}

// buildCountry sets the villages, leads roads between them and to the town, and lays out the fields.
func (t *town) buildCountry() {
	t.settleVillages()
	t.joinVillages()
	for i := range t.villages {
		t.buildVillage(&t.villages[i])
	}
	for _, f := range t.net.fields {
		t.fields(f.cell)
	}
}

// settleVillages finds each a place: near the middle of its land, dry, and outside the town.
func (t *town) settleVillages() {
	seats := []string{"大刘村", "阴东村", "空冢郭村", "问十村"}
	for _, q := range t.divided.quarters {
		if !strings.HasSuffix(q.name, "村") {
			continue
		}
		v := village{name: q.name, radius: t.vary(120, 215), angle: t.vary(-0.25, 0.25)}
		if slices.Contains(seats, q.name) {
			v.radius = 390
		}
		west, south, east, north := bounds(q.ring)
		best := math.Inf(-1)
		for range 120 {
			p := spot{t.vary(west, east), t.vary(south, north)}
			if !p.within(q.ring) || t.net.urban(p) > -0.1 {
				continue
			}
			room := 1e9
			for k, a := range q.ring {
				room = min(room, p.toSegment(a, q.ring[(k+1)%len(q.ring)]))
			}
			if score := min(room, 2*v.radius) * t.vary(0.8, 1); score > best && t.net.dry(p, v.radius*1.25) {
				best, v.at = score, bend(p)
			}
		}
		if !math.IsInf(best, -1) {
			v.ring = t.villageRing(v)
			t.villages = append(t.villages, v)
		}
	}
}

// villageRing is nearly a rectangle with worn corners.
func (t *town) villageRing(v village) []spot {
	const corners = 22
	long, wide := t.vary(0.95, 1.3), t.vary(0.65, 0.9)
	var ring []spot
	for k := range corners {
		angle := (float64(k) + t.vary(-0.25, 0.25)) / corners * 2 * math.Pi
		cos, sin := math.Cos(angle), math.Sin(angle)
		out := v.radius / math.Pow(cos*cos*cos*cos+sin*sin*sin*sin, 0.25)
		ring = append(ring, v.at.plus(spot{cos * out * long, sin * out * wide}.turned(v.angle)))
	}
	return ring
}
