package importer

import (
	"context"

	"backstreet/rectify"
)

// A Sink takes the records of one import. The store is one: what passes between the two is rectify's.
type Sink interface {
	Begin(ctx context.Context, run rectify.Incoming) (rectify.Staging, error)
}

// What passes to and from a Sink.
type (
	Run           = rectify.Incoming
	Staging       = rectify.Staging
	Staged        = rectify.Staged
	FinishOptions = rectify.FinishOptions
	GonePolicy    = rectify.GonePolicy
	Result        = rectify.ImportResult
	Fate          = rectify.Fate
	Report        = rectify.ImportReport
)

// Two imports are not of a feature kind but go through the same Sink.
const (
	KindArea    = rectify.ImportAreas
	KindContext = rectify.ImportContext
)

// OriginalAttribute holds what the file says beyond the kind's attributes: {"Owner": "City", …}.
const OriginalAttribute = rectify.OriginalAttribute

// What happens to features that are not in the file any more.
const (
	GoneReport = rectify.GoneReport
	GoneVoid   = rectify.GoneVoid
)

// Fates of a record.
const (
	FateQuarantined = rectify.FateQuarantined
	FateRepaired    = rectify.FateRepaired
	FateWarned      = rectify.FateWarned
	FateGone        = rectify.FateGone
)

// Codes of the fates a Sink gives. The rest are in fault.go.
const (
	CodeRepaired        = rectify.FaultRepaired
	CodeOutsideDistrict = rectify.FaultOutsideDistrict
	CodeDuplicateRef    = rectify.FaultDuplicateRef
)
