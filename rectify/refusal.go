package rectify

import "fmt"

// Code names why a rule refused. Codes are stable: clients translate them, logs count them.
type Code string

// Every code a rule of this package refuses with.
const (
	CodeUnknownEvent   Code = "unknown_event"
	CodeStaleVersion   Code = "stale_version"
	CodeWrongStatus    Code = "wrong_status"
	CodeRoleNotAllowed Code = "role_not_allowed"
	CodeOutsideArea    Code = "outside_area"

	CodeNotYourUnit      Code = "not_your_unit"
	CodeNotLead          Code = "not_lead"
	CodeNotSubmitter     Code = "not_submitter"
	CodeDoerIsVerifier   Code = "doer_is_verifier"
	CodeSameUnit         Code = "same_unit"
	CodeSamePlanner      Code = "same_planner"
	CodeNotProposed      Code = "not_proposed"
	CodeOpenedByVerifier Code = "opened_by_verifier"
	CodePhotoOwed        Code = "photo_owed"
	CodeAlreadyDue       Code = "already_due"
	CodeAlreadyExtended  Code = "already_extended"
	CodeReviewNotDue     Code = "review_not_due"
	CodeHasHistory       Code = "has_history"

	CodeProblemMissing        Code = "problem_missing"
	CodeReasonMissing         Code = "reason_missing"
	CodeReasonUnknown         Code = "reason_unknown"
	CodeOverdueReasonMissing  Code = "overdue_reason_missing"
	CodePresenceReasonMissing Code = "presence_reason_missing"
	CodePhotoMissing          Code = "photo_missing"
	CodePhotoInvalid          Code = "photo_invalid"
	CodeUnitMissing           Code = "unit_missing"
	CodeDeadlineMissing       Code = "deadline_missing"
	CodeDeadlinePast          Code = "deadline_past"
	CodeDeadlineNotLater      Code = "deadline_not_later"
	CodeDeadlineOutside       Code = "deadline_outside_campaign"
	CodeReviewMissing         Code = "review_missing"
	CodeReviewPast            Code = "review_past"
	CodeReviewTooFar          Code = "review_too_far"
	CodeQuantityMissing       Code = "quantity_missing"
	CodeQuantityInvalid       Code = "quantity_invalid"
	CodePositionInvalid       Code = "position_invalid"
	CodeStatusNotImportable   Code = "status_not_importable"
	CodeUIDMissing            Code = "uid_missing"
	CodeGeometryMissing       Code = "geometry_missing"

	CodeLastAdmin Code = "last_admin"
)

// CodeInfo tells what a code means to the layers above and to a person.
type CodeInfo struct {
	Code    Code
	Kind    error  // the sentinel a refusal with this code unwraps to
	Message string // what is wrong and what to do
}

// Codes lists every code once, so that a client can translate them all and a test can tell.
var Codes = []CodeInfo{
	{CodeUnknownEvent, ErrInvalid, "no such event; use one of the events the feature allows"},
	{CodeStaleVersion, ErrConflict, "the feature has changed meanwhile; read it again and repeat"},
	{CodeWrongStatus, ErrConflict, "the feature's status does not allow this"},
	{CodeRoleNotAllowed, ErrForbidden, "your role may not do this"},
	{CodeOutsideArea, ErrForbidden, "the feature lies outside your area"},

	{CodeNotYourUnit, ErrForbidden, "another unit is responsible; ask a planner to plan it for yours"},
	{CodeNotLead, ErrForbidden, "only the lead of the unit may return work; ask your lead"},
	{CodeNotSubmitter, ErrForbidden, "only the person who submitted may withdraw"},
	{CodeDoerIsVerifier, ErrForbidden, "you submitted this yourself; another verifier has to pass it"},
	{CodeSameUnit, ErrForbidden, "your own unit submitted this; a verifier of another unit has to pass it"},
	{CodeSamePlanner, ErrForbidden, "you proposed to void this; another planner has to confirm"},
	{CodeNotProposed, ErrConflict, "nobody has proposed to void this; propose it first"},
	{CodeOpenedByVerifier, ErrConflict, "a verifier has already opened this; ask the verifier to send it back"},
	{CodePhotoOwed, ErrConflict, "an announced photo has not arrived yet; wait for the device to send it"},
	{CodeAlreadyDue, ErrConflict, "the deadline has passed and can no longer be extended"},
	{CodeAlreadyExtended, ErrConflict, "the deadline was extended once already"},
	{CodeReviewNotDue, ErrConflict, "the review date has not come yet"},
	{CodeHasHistory, ErrConflict, "work stands on this feature; use propose_void instead"},

	{CodeProblemMissing, ErrInvalid, "say what is wrong here"},
	{CodeReasonMissing, ErrInvalid, "give a reason"},
	{CodeReasonUnknown, ErrInvalid, "the reason is not_ours, wrong_place, duplicate or other"},
	{CodeOverdueReasonMissing, ErrInvalid, "the deadline has passed; say why"},
	{CodePresenceReasonMissing, ErrInvalid, "the position does not show that you are there; say why and submit again"},
	{CodePhotoMissing, ErrInvalid, "take a photo"},
	{CodePhotoInvalid, ErrInvalid, "announce each photo once, with uid, sha256 in hex, bytes and phase"},
	{CodeUnitMissing, ErrInvalid, "choose the unit responsible"},
	{CodeDeadlineMissing, ErrInvalid, "set a deadline"},
	{CodeDeadlinePast, ErrInvalid, "the deadline lies in the past"},
	{CodeDeadlineNotLater, ErrInvalid, "the new deadline must be later than the present one"},
	{CodeDeadlineOutside, ErrInvalid, "the deadline lies outside the campaign"},
	{CodeReviewMissing, ErrInvalid, "set a review date"},
	{CodeReviewPast, ErrInvalid, "the review date must be later than today"},
	{CodeReviewTooFar, ErrInvalid, "the review date is more than 90 days away"},
	{CodeQuantityMissing, ErrInvalid, "say how much was done"},
	{CodeQuantityInvalid, ErrInvalid, "a quantity is a number, 0 or more"},
	{CodePositionInvalid, ErrInvalid, "a position is longitude, latitude and an accuracy of 0 m or more"},
	{CodeStatusNotImportable, ErrInvalid, "a file may say unsurveyed, compliant, listed or void; everything else is earned"},
	{CodeUIDMissing, ErrInvalid, "give the feature a UUID"},
	{CodeGeometryMissing, ErrInvalid, "draw the feature"},

	{CodeLastAdmin, ErrConflict, "nobody else is an administrator; make another one first"},
}

var infoOf = func() map[Code]CodeInfo {
	byCode := make(map[Code]CodeInfo, len(Codes))
	for _, info := range Codes {
		byCode[info.Code] = info
	}
	return byCode
}()

// Refusal is a rule's no. It unwraps to ErrInvalid when other input helps, to ErrConflict when
// another state of the feature would, and to ErrForbidden when another person must act.
type Refusal struct {
	Code    Code
	Message string
	Field   string // the input to change; empty when none helps
	// Features names what stands in the way, by ref, where that is more than the one that was asked about.
	Features []string
}

func (r *Refusal) Error() string { return r.Message }

func (r *Refusal) Unwrap() error { return infoOf[r.Code].Kind }

// RefuseLastAdmin says no to what would leave nobody who can let people in.
func RefuseLastAdmin() *Refusal { return refuse(CodeLastAdmin, "") }

// refuse says no with the code's own message.
func refuse(code Code, field string) *Refusal {
	return &Refusal{Code: code, Message: infoOf[code].Message, Field: field}
}

// refusef adds the particulars to the code's own message.
func refusef(code Code, field, particulars string, args ...any) *Refusal {
	refusal := refuse(code, field)
	refusal.Message += " (" + fmt.Sprintf(particulars, args...) + ")"
	return refusal
}
