package rectify

import "math"

// RuleAreaGap is the one rule of an area's light.
const RuleAreaGap LightRule = "area_gap"

// Thresholds of an area's light in percentage points of gap: below Yellow it is green, above Red
// it is red, and yellow between, both bounds included.
type Thresholds struct {
	Yellow float64
	Red    float64
}

// DefaultThresholds are those that Yinchuan published.
var DefaultThresholds = Thresholds{Yellow: 10, Red: 30}

// AreaGap is an area's light, with every number its formula used.
type AreaGap struct {
	Colour    Colour    `json:"colour"`
	Rule      LightRule `json:"rule"`
	PlanShare float64   `json:"plan_share"` // 0 to 1, what should be done by now (序时进度)
	DoneShare float64   `json:"done_share"` // 0 and more, what is
	Gap       float64   `json:"gap"`        // plan − done in percentage points; negative when ahead
	Yellow    float64   `json:"yellow"`
	Red       float64   `json:"red"`
}

// AreaLight compares what is done with what should be done by now.
func AreaLight(planShare, doneShare float64, thresholds Thresholds) AreaGap {
	light := AreaGap{
		Colour: Yellow, Rule: RuleAreaGap,
		PlanShare: planShare, DoneShare: doneShare, Gap: gapPoints(planShare, doneShare),
		Yellow: thresholds.Yellow, Red: thresholds.Red,
	}
	switch {
	case light.Gap < thresholds.Yellow:
		light.Colour = Green
	case light.Gap > thresholds.Red:
		light.Colour = Red
	}
	return light
}

// ToGreen is how many more whole units (berths, m², …) done would turn the light green today; 0
// when it is green already.
func ToGreen(planShare, done, target float64, thresholds Thresholds) float64 {
	if target <= 0 {
		return 0
	}
	green := func(more float64) bool { return gapPoints(planShare, (done+more)/target) < thresholds.Yellow }
	if green(0) {
		return 0
	}
	more := math.Max(1, math.Floor((planShare-thresholds.Yellow/100)*target-done))
	for !green(more) {
		more++
	}
	return more
}

// DoneShare is done ÷ target; 1 where nothing is asked.
func DoneShare(done, target float64) float64 {
	if target <= 0 {
		return 1
	}
	return done / target
}

// gapPoints is rounded to a billionth of a point, so that 0.4 − 0.3 is ten points and not a hair more.
func gapPoints(planShare, doneShare float64) float64 {
	return math.Round((planShare-doneShare)*100*1e9) / 1e9
}
