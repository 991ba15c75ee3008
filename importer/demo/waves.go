package demo

import (
	"cmp"
	"maps"
	"slices"

	"backstreet/rectify"
)

// wave is the work of one street: when it begins and how far it has come by AsOf.
type wave struct {
	begins rectify.Day
	share  float64 // of its work that is done on AsOf
}

// The streets' paces, from the one with the most to do down. The plan asks for 0.76: some are ahead, some behind by
// ten points and more, one by over thirty.
var paces = []struct {
	after rectify.Day // the campaign's first day
	share float64
}{
	{22, 0.76}, {48, 0.84}, {110, 0.43}, {80, 0.64}, {36, 0.90}, {60, 0.78}, {90, 0.62}, {15, 0.86},
}

// handicaps say how much less of a kind is done than of all.
var handicaps = map[rectify.KindKey]float64{
	rectify.KindCompound: 0.09, rectify.KindBackStreet: 0.01, rectify.KindPaintedWall: -0.03, rectify.KindBerth: 0.03,
}

// schedule gives each street its wave, and each batch its unit and its turn in the wave of its kind.
func (c *chronicle) schedule(batches []*batch) {
	amount := map[rectify.AreaID]int{}
	groups := map[rectify.AreaID]map[rectify.KindKey][]*batch{}
	for _, b := range batches {
		b.unit = c.roster.unitAt(b.area(), b.at)
		of := b.street()
		if groups[of] == nil {
			groups[of] = map[rectify.KindKey][]*batch{}
		}
		groups[of][b.kind] = append(groups[of][b.kind], b)
		amount[of]++
	}
	streets := slices.SortedFunc(maps.Keys(amount), func(a, b rectify.AreaID) int {
		return cmp.Or(amount[b]-amount[a], int(a-b))
	})
	for i, street := range streets {
		pace := paces[i%len(paces)]
		c.waves[street] = wave{begins: c.district.Campaign.StartsOn + pace.after, share: pace.share}
		for _, kind := range slices.Sorted(maps.Keys(groups[street])) {
			takeTurns(groups[street][kind])
		}
	}
}

// takeTurns lets units begin one after the other, and overlap: neighbours are done at about the same time.
func takeTurns(batches []*batch) {
	const loose = 0.75 // how much of the order is chance
	score := make(map[*batch]float64, len(batches))
	for _, b := range batches {
		unit := float64(b.unit*37%unitCount) / unitCount
		score[b] = loose*b.random.Float64() + (1-loose)*unit
	}
	slices.SortStableFunc(batches, func(a, b *batch) int { return cmp.Compare(score[a], score[b]) })
	for i, b := range batches {
		b.turn = (float64(i) + 0.5) / float64(len(batches))
	}
}

// manner is how a unit works.
type manner struct {
	slow float64 // 1 is usual: how many times longer it takes
	late int     // how many of a hundred deadlines it misses
}

func mannerOf(unit int) manner {
	return []manner{{1, 14}, {0.7, 4}, {1.1, 18}, {1.6, 42}, {0.9, 8}}[unit%5]
}

// busiest is the unit with the most work around AsOf, of those that are behind with some of it: one whose people find
// plenty to do. The next is another, of the same street where there is one.
func (c *chronicle) busiest(batches []*batch) (first, next int) {
	open := make([]int, len(c.roster.units))
	streets := make([]rectify.AreaID, len(c.roster.units))
	for _, b := range batches {
		streets[b.unit] = cmp.Or(streets[b.unit], b.street())
		ahead := c.finish(b) - c.options.AsOf
		switch {
		case ahead <= 0 || ahead > 40 || b.fate != "":
		case b.kind == rectify.KindBerth:
			open[b.unit]++
		default:
			open[b.unit] += 3
		}
	}
	most := func(among func(int) bool) int {
		found := -1
		for unit := len(checkUnits); unit < len(open); unit++ {
			if among(unit) && (found < 0 || open[unit] > open[found]) {
				found = unit
			}
		}
		return found
	}
	first = most(func(unit int) bool { return mannerOf(unit).late > 30 })
	next = most(func(unit int) bool { return unit != first && streets[unit] == streets[first] })
	if next < 0 {
		next = most(func(unit int) bool { return unit != first })
	}
	return first, next
}
