package rectify

import (
	"math"
	"time"
)

// Command asks for one event on one feature. What an event does not use is ignored.
type Command struct {
	Event       EventName
	OpID        string
	BaseVersion int64     // the version the caller saw
	At          time.Time // when it happened, by the client's clock; zero for now
	SentAt      time.Time // the client's clock when it sent this; zero when not told
	Note        string    // problem, reason or remark
	Reason      Reason    // of a return; without one the note is the reason

	UnitID          UnitID
	DueOn           Day
	ReviewOn        Day
	QuantityPlanned *float64
	QuantityDone    *float64
	Position        *Position
	Photos          []PhotoClaim
}

// Reason says why a unit returns work.
type Reason string

// The reasons. With ReasonOther the note has to tell.
const (
	ReasonNotOurs    Reason = "not_ours"
	ReasonWrongPlace Reason = "wrong_place"
	ReasonDuplicate  Reason = "duplicate"
	ReasonOther      Reason = "other"
)

// Reasons holds all of them in the order a form offers them.
var Reasons = []Reason{ReasonNotOurs, ReasonWrongPlace, ReasonDuplicate, ReasonOther}

// Context is what a rule has to know besides the feature.
type Context struct {
	Actor     Person
	Now       time.Time // server time
	DeviceID  string
	AreaPath  []AreaID // the feature's area and all areas above it
	NewPath   []AreaID // the same of where the geometry of an edit puts it; not asked without one
	Campaigns []Campaign
	Facts     Facts
}

// Today is the server's day.
func (c Context) Today() Day { return DayOf(c.Now) }

// maxClockSkew is how far client and server time may differ before the event is flagged.
const maxClockSkew = 5 * time.Minute

// happened is the time an event counts from: the earlier of client and server time, so that an
// edit made offline keeps its day and a clock set forward gains nothing. What needs a status cannot
// have happened before it: a clock set back gains nothing either.
func (c Context) happened(at time.Time) time.Time {
	if at.IsZero() || at.After(c.Now) {
		return c.Now
	}
	if at.Before(c.Facts.Entered) {
		return c.Facts.Entered
	}
	return at
}

// clockSkewed tells a wrong clock. A command that waited in an outbox is old without being wrong,
// so the time of sending decides where it is told.
func (c Context) clockSkewed(at, sentAt time.Time) bool {
	clock := sentAt
	if clock.IsZero() {
		clock = at
	}
	if clock.IsZero() {
		return false
	}
	return clock.Sub(c.Now).Abs() > maxClockSkew || at.Sub(c.Now) > maxClockSkew ||
		!at.IsZero() && c.Facts.Entered.Sub(at) > maxClockSkew
}

// validate refuses input that is wrong for any event.
func (c Command) validate() *Refusal {
	for field, quantity := range map[string]*float64{"quantity_planned": c.QuantityPlanned, "quantity_done": c.QuantityDone} {
		if quantity != nil && !(*quantity >= 0 && *quantity <= math.MaxFloat64) {
			return refuse(CodeQuantityInvalid, field)
		}
	}
	if c.Position != nil && !c.Position.valid() {
		return refuse(CodePositionInvalid, "position")
	}
	seen := map[string]bool{}
	for _, photo := range c.Photos {
		if !photo.valid() || seen[photo.UID] {
			return refuse(CodePhotoInvalid, "photos")
		}
		seen[photo.UID] = true
	}
	return nil
}
