package demo

import "slices"

// The outline is drawn by hand, in kilometres east and north of the origin, and only roughly where the
// district's is: shore is the course of the Sha from west to east, border the way back by the south.
var (
	shore = []spot{
		{-7.9, 8.7},
		{-6.9, 9.15},
		{-5.9, 9.1},
		{-4.9, 8.2},
		{-3.6, 7.7},
		{-2.6, 7.2},
		{-2.0, 6.55},
		{-1.3, 7.0},
		{-0.7, 8.1},
		{0.2, 7.95},
		{1.2, 7.5},
		{1.9, 7.1},
		{2.4, 6.2},
		{3.0, 6.5},
		{3.5, 7.1},
		{4.2, 6.4},
		{5.0, 6.3},
		{5.9, 5.7},
		{7.0, 5.7},
		{8.4, 5.35},
		{9.7, 5.65},
		{11.0, 5.75},
	}
	border = []spot{
		{10.7, 2.6},
		{10.5, 0.3},
		{10.0, -0.6},
		{8.6, -0.9},
		{8.3, -2.0},
		{6.9, -2.2},
		{6.6, -3.3},
		{5.5, -4.6},
		{4.2, -5.2},
		{2.8, -6.1},
		{1.7, -7.0},
		{0.6, -6.8},
		{-0.8, -5.9},
		{-3.7, -5.5},
		{-6.4, -5.7},
		{-7.4, -6.9},
		{-9.0, -7.7},
		{-10.4, -8.7},
		{-11.6, -9.1},
		{-12.5, -7.6},
		{-12.4, -4.2},
		{-11.5, -2.9},
		{-9.8, -3.2},
		{-8.2, -2.5},
		{-7.4, -1.4},
		{-6.2, -0.6},
		{-5.8, 0.9},
		{-6.4, 2.7},
		{-6.7, 4.2},
		{-6.6, 7.6},
	}
)

// Metres on either side of a river's middle: the water, and the road on the embankment.
const (
	liWater, liRoad   = 46.0, 84.0
	shaWater, shaRoad = 72.0, 114.0
)

func metres(kilometres []spot) []spot {
	line := make([]spot, len(kilometres))
	for i, s := range kilometres {
		line[i] = s.times(1000)
	}
	return line
}

// survey is the ground before anybody built on it.
type survey struct {
	outline []spot  // on the ground, counter-clockwise, its first corner not repeated
	sha     []spot  // the middle of the Sha, from west to east
	mouth   float64 // the plan's u where the Li flows into the Sha
}

func newSurvey() survey {
	s := survey{sha: rounded(metres(shore), 9)}
	back := stepped(slices.Concat(s.sha[len(s.sha)-1:], metres(border), s.sha[:1]), 200)
	s.outline = append(slices.Clone(s.sha), back[1:len(back)-1]...)
	slices.Reverse(s.outline)
	for s.mouth = 9000; s.mouth < 12_000 && s.toSha(bend(spot{s.mouth, 0})) > shaWater*0.6; {
		s.mouth += 5
	}
	return s
}

// toSha measures from a place on the ground; what is farther than a kilometre is only estimated.
func (s survey) toSha(g spot) float64 {
	const every = 6
	estimate, nearest := 1e9, 0
	for i := 0; i < len(s.sha); i += every {
		if d := g.distance(s.sha[i]); d < estimate {
			estimate, nearest = d, i
		}
	}
	if estimate > 1000 {
		return estimate
	}
	return g.toLine(s.sha[max(0, nearest-2*every):min(len(s.sha), nearest+2*every+1)])
}

// dry tells whether a place of the plan may be built on: in the district, so many metres from its edge and from
// the roads on the embankments.
func (s survey) dry(p spot, metres float64) bool {
	if abs(p.v) < liRoad+metres-0.5 && p.u < s.mouth+60 {
		return false
	}
	g := bend(p)
	return g.within(s.outline) && s.toSha(g) > shaRoad+metres-0.5 && (metres < 1 || g.toLine(s.outline) > metres)
}

func abs(x float64) float64 { return max(x, -x) }
