package rectify

import (
	"encoding/hex"
	"slices"
	"time"
)

// PhotoID identifies a photo's row; zero means none.
type PhotoID int64

// Phase says what a photo shows.
type Phase string

// The phases.
const (
	PhaseBefore Phase = "before"
	PhaseAfter  Phase = "after"
	PhaseCheck  Phase = "check"
)

// Phases holds all of them in the order a dossier shows them.
var Phases = []Phase{PhaseBefore, PhaseAfter, PhaseCheck}

// Valid reports whether p is one of Phases.
func (p Phase) Valid() bool { return slices.Contains(Phases, p) }

// PhotoState follows the bytes, which come after the row.
type PhotoState string

// A photo is expected until its bytes are stored; damaged when they no longer match their hash.
const (
	PhotoExpected PhotoState = "expected"
	PhotoStored   PhotoState = "stored"
	PhotoDamaged  PhotoState = "damaged"
)

// Photo is one piece of evidence: a row of the table photo.
type Photo struct {
	ID        PhotoID
	UID       string // UUIDv7, made by the device
	FeatureID FeatureID
	EventID   EventID // the event that announced it
	Phase     Phase
	Cycle     int
	State     PhotoState
	SHA256    string // lower-case hex, taken at capture
	Bytes     int64
	Position  *Position // at capture
	TakenAt   time.Time
	StoredAt  time.Time
	DeviceID  string
	ActorID   PersonID

	ContentType string // of the stored bytes: "image/jpeg", "image/png" or "image/webp"
}

// PhotoClaim announces a photo whose bytes follow.
type PhotoClaim struct {
	UID    string
	SHA256 string // lower-case hex of the bytes as captured
	Bytes  int64
	Phase  Phase
}

func (c PhotoClaim) valid() bool {
	hash, err := hex.DecodeString(c.SHA256)
	return c.UID != "" && err == nil && len(hash) == 32 && c.Bytes > 0 && c.Phase.Valid()
}
