package demo

import (
	"math"
	"math/rand/v2"

	"backstreet/rectify"
)

// course is the way of a batch: the days on which things are meant to happen, however far ahead, and what comes between.
type course struct {
	enters                               rectify.Status // as the file says
	listed, planned, begun, handed, done rectify.Day
	due                                  rectify.Day

	compliant bool // nothing to do there
	lost      bool // without a position: inside a yard the phone finds none
	returned  bool // planned for the wrong unit at first
	withdrawn bool // handed in too early, once
	extended  bool // while there was time
	unstarted bool // handed in without a start
	fails     int  // times sent back
	parked    int  // days suspended
	relapse   int  // days after which it fell back, 0 for not
	rechecked bool
}

// finish is the day on which the batch would be done.
func (c *chronicle) finish(b *batch) rectify.Day {
	w := c.waves[b.street()]
	share := min(0.95, max(0.15, w.share-handicaps[b.kind]))
	const swell = 1.2 // work gains speed
	spent := math.Pow(b.turn/share, 1/swell)
	return w.begins + rectify.Day(spent*float64(c.options.AsOf-w.begins))
}

// course draws the way of a batch.
func (c *chronicle) course(b *batch) course {
	r, unit := b.random, mannerOf(b.unit)
	campaign := c.district.Campaign
	days := func(least, more int) rectify.Day { return rectify.Day(least + r.IntN(more+1)) }
	usual := map[rectify.KindKey]int{
		rectify.KindCompound: 40, rectify.KindBackStreet: 32, rectify.KindPaintedWall: 20, rectify.KindBerth: 14,
	}[b.kind]
	w := course{done: c.finish(b)}
	w.handed = w.done - days(1, 7)
	w.begun = w.handed - rectify.Day(float64(usual)*unit.slow*(0.5+r.Float64()))
	w.draw(r, unit)
	w.planned = w.begun - days(2, 9) - rectify.Day(w.parked)
	w.due = w.handed + days(2, 12)
	if chance(r, unit.late) {
		w.due = w.handed - days(3, 26)
	}
	if b.fate != "" {
		w = fated(b.fate, c.options.AsOf)
	}
	w.due = min(max(w.due, w.planned+7), campaign.EndsOn)
	if w.listed == 0 {
		w.listed = c.surveyed(b, r)
	}
	w.listed = max(campaign.StartsOn+1, min(w.listed, w.planned-2))
	if b.kind == rectify.KindBerth && b.fate == "" {
		w.enters = rectify.Listed // the office counted rows before
	}
	return w
}

// draw decides what comes between.
func (w *course) draw(r *rand.Rand, unit manner) {
	w.compliant = chance(r, 5)
	w.lost = chance(r, 3)
	w.returned = chance(r, 2)
	w.withdrawn = chance(r, 1)
	w.unstarted = chance(r, 20)
	w.rechecked = chance(r, 10)
	w.extended = chance(r, 5)
	if chance(r, 9) {
		w.fails = 1 + r.IntN(4)/3
	}
	if chance(r, 3) {
		w.parked = 20 + r.IntN(50)
	}
	if chance(r, 4) {
		w.relapse = 12 + r.IntN(60)
	}
}

// surveyed is when somebody looks at the batch: its street's survey takes some weeks, and leaves a rest for later.
func (c *chronicle) surveyed(b *batch, r *rand.Rand) rectify.Day {
	w := c.waves[b.street()]
	if chance(r, 3) {
		return c.options.AsOf + 10
	}
	return w.begins - 14 + rectify.Day(r.IntN(50))
}

// fated is the way that stands in the status on the day.
func fated(status rectify.Status, asOf rectify.Day) course {
	w := course{listed: asOf - 70, planned: asOf - 30, begun: asOf - 20, handed: asOf - 9, done: asOf - 3, due: asOf + 20}
	const later = 20
	switch status {
	case rectify.Unsurveyed:
		w.listed, w.planned = asOf+later, asOf+2*later
	case rectify.Compliant:
		w.compliant = true
	case rectify.Listed:
		w.planned = asOf + later
	case rectify.Planned:
		w.begun, w.handed = asOf+later, asOf+later
	case rectify.InProgress: // and late
		w.handed, w.due = asOf+later, asOf-4
	case rectify.Submitted: // at the second try
		w.withdrawn, w.done = true, asOf+later
	case rectify.Rework:
		w.fails, w.done = -1, asOf+later
	case rectify.Suspended:
		w.parked, w.begun, w.handed = 60, asOf+later, asOf+later
	}
	return w
}

func chance(r *rand.Rand, percent int) bool { return r.IntN(100) < percent }
