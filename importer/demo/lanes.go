package demo

import (
	"fmt"

	"backstreet/geo"
	"backstreet/rectify"
)

// addLane enters a back street between two streets, given on the plan.
func (t *town) addLane(quarter int, from, to spot) {
	i := len(t.lanes)
	line := bentLine([]spot{from, to}, 12)
	t.kerb(i, line)
	t.lanes = append(t.lanes, thing{
		kind: rectify.KindBackStreet, ref: fmt.Sprintf("BJ-%04d", i+1), name: t.laneNames.next(),
		geom: geo.MultiLineString{lineString(line)}, void: i >= laneCount,
		attributes: map[string]any{
			"width_m": 4 + 0.5*float64(t.random.IntN(5)), "lighting": t.random.IntN(3) > 0,
			"surface": pick(t.random, []string{"水泥", "沥青", "砖铺"}),
		},
	})
}
