package rectify

// Colour of a light.
type Colour string

// The colours.
const (
	Green  Colour = "green"
	Yellow Colour = "yellow"
	Red    Colour = "red"
	Grey   Colour = "grey"
)

// Colours holds all of them in the order charts stack them.
var Colours = [...]Colour{Green, Yellow, Red, Grey}

// Index is the place of c in Colours, -1 for a word that is no colour.
func (c Colour) Index() int {
	for i, colour := range Colours {
		if colour == c {
			return i
		}
	}
	return -1
}

// LightRule names the condition that gave a light its colour.
type LightRule string

// The conditions of a feature's light in the order they are asked; the first that holds decides.
const (
	LightParked     LightRule = "parked"      // grey: suspended or void
	LightDone       LightRule = "done"        // green
	LightNoDeadline LightRule = "no_deadline" // grey
	LightOverdue    LightRule = "overdue"     // red
	LightTwoReworks LightRule = "two_reworks" // red
	LightLittleTime LightRule = "little_time" // yellow: LittleTimeShare or less of the time left
	LightPhotoOwed  LightRule = "photo_owed"  // yellow
	LightOneRework  LightRule = "one_rework"  // yellow
	LightOnTime     LightRule = "on_time"     // green
)

// LightRules holds the conditions in the order they are asked.
var LightRules = []LightRule{
	LightParked, LightDone, LightNoDeadline, LightOverdue, LightTwoReworks,
	LightLittleTime, LightPhotoOwed, LightOneRework, LightOnTime,
}

// Little time is littleTimeTenths/10 of the days from planned_on to due_on, or less. Whole tenths
// keep the bound exact.
const littleTimeTenths = 3

// LittleTimeShare is the share of the time below and at which a light turns yellow.
const LittleTimeShare = littleTimeTenths / 10.0

// Light is a feature's colour on a day, with every number its formula used.
type Light struct {
	Colour    Colour    `json:"colour"`
	Rule      LightRule `json:"rule"`
	DaysLeft  int       `json:"days_left"`  // to due_on; negative when overdue; 0 without a deadline
	DaysTotal int       `json:"days_total"` // from planned_on to due_on; 0 without both
	Share     float64   `json:"share"`      // of the time left, 0 to 1
	Reworks   int       `json:"reworks"`
	Owed      int       `json:"owed"` // photos
	Threshold float64   `json:"threshold"`
}

// LightOf gives the feature's light on the day.
func LightOf(f Feature, today Day) Light {
	light := Light{Reworks: f.Reworks, Owed: f.PhotosOwed, Threshold: LittleTimeShare}
	if f.DueOn != 0 {
		light.DaysLeft = int(f.DueOn - today)
		if f.PlannedOn != 0 {
			light.DaysTotal = int(f.DueOn - f.PlannedOn)
		}
	}
	if light.DaysTotal > 0 {
		light.Share = min(1, max(0, float64(light.DaysLeft)/float64(light.DaysTotal)))
	}
	light.Colour, light.Rule = light.judge(f, today)
	return light
}

func (l Light) judge(f Feature, today Day) (Colour, LightRule) {
	switch {
	case f.Status == Suspended || f.Status == Void:
		return Grey, LightParked
	case f.Status.Done():
		return Green, LightDone
	case f.DueOn == 0:
		return Grey, LightNoDeadline
	case f.Overdue(today):
		return Red, LightOverdue
	case l.Reworks >= 2:
		return Red, LightTwoReworks
	case 10*l.DaysLeft <= littleTimeTenths*l.DaysTotal:
		return Yellow, LightLittleTime
	case l.Owed > 0:
		return Yellow, LightPhotoOwed
	case l.Reworks == 1:
		return Yellow, LightOneRework
	}
	return Green, LightOnTime
}
