package rectify

import (
	"time"

	"backstreet/geo"
)

// EventID identifies a row of the history; zero means not stored yet.
type EventID int64

// EventName says what happened to a feature.
type EventName string

// Events that a person fires; Transitions has their rules.
const (
	EventSurveyOK    EventName = "survey_ok"
	EventList        EventName = "list"
	EventPlan        EventName = "plan"
	EventStart       EventName = "start"
	EventSubmit      EventName = "submit"
	EventWithdraw    EventName = "withdraw"
	EventPass        EventName = "pass"
	EventFail        EventName = "fail"
	EventReturn      EventName = "return"
	EventSuspend     EventName = "suspend"
	EventResume      EventName = "resume"
	EventExtend      EventName = "extend"
	EventRecheckOK   EventName = "recheck_ok"
	EventRegress     EventName = "regress"
	EventProposeVoid EventName = "propose_void"
	EventVoid        EventName = "void"
	EventRestore     EventName = "restore"
)

// Events that only the history knows: they come from other operations than a transition.
const (
	EventCreate EventName = "create"
	EventImport EventName = "import"
	EventEdit   EventName = "edit"
	EventAssign EventName = "assign"
	EventRevert EventName = "revert"
)

// Flag marks an event that somebody should look at: "presence=unproven".
type Flag string

// The flags. A return carries its reason as "reason=not_ours".
const (
	FlagPresenceUnproven Flag = "presence=unproven" // too far from the geometry, or no position
	FlagClockSkewed      Flag = "clock_skew"        // client and server time differ by more than five minutes
)

// Position is where a device was, with the radius of its own uncertainty.
type Position struct {
	Point     geo.Point
	AccuracyM float64 // metres, 0 or more
}

// Change is the value of one field before and after; JSON carries it as [old, new].
type Change [2]any

// Event is one entry of the append-only history: a row of the table event.
type Event struct {
	ID         EventID
	FeatureID  FeatureID
	OpID       string // idempotency key of the command
	Event      EventName
	From       Status // empty for the first entry
	To         Status
	ActorID    PersonID // nobody for a direct edit of the database
	Role       Role     // in which the actor acted
	UnitID     UnitID   // of the actor, at that time
	DeviceID   string
	Cycle      int       // after the event
	At         time.Time // when it happened: client time, never after RecordedAt; deadlines go by it
	RecordedAt time.Time // server time
	Position   *Position
	Flags      []Flag
	Note       string
	Changes    map[string]Change // by column; geometry included
	ImportID   ImportID          // the run that did it
}
