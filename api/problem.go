package api

import (
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"backstreet/rectify"
	"backstreet/store"
)

// Problem is an RFC 9457 problem document. Code is stable; Detail is for a person and tells no
// internals.
type Problem struct {
	Type     string         `json:"type" doc:"/problems/<code>"`
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Code     string         `json:"code" doc:"Stable name of the problem; clients translate it"`
	Detail   string         `json:"detail,omitempty"`
	Instance string         `json:"instance,omitempty" doc:"The request's id, as in the server's log"`
	Errors   []ProblemError `json:"errors,omitempty"`
}

// locationFeature is where a problem points when the message is the ref of a feature that stands in the way.
const locationFeature = "feature"

// ProblemError points at one input.
type ProblemError struct {
	Location string `json:"location"`
	Message  string `json:"message"`

	At *[2]float64 `json:"at,omitempty" doc:"Where in a geometry the fault is: longitude, latitude"`
}

func (p *Problem) Error() string                { return p.Code + ": " + p.Detail }
func (p *Problem) GetStatus() int               { return p.Status }
func (p *Problem) ContentType(ct string) string { return "application/problem+json" }

func problem(status int, code, detail string) *Problem {
	return &Problem{Type: "/problems/" + code, Title: http.StatusText(status), Status: status, Code: code, Detail: detail}
}

// sentinels says how each kind of error is answered. The first that matches counts.
var sentinels = []struct {
	err    error
	status int
	code   string
	detail string
}{
	{rectify.ErrNotFound, http.StatusNotFound, "not_found", "there is no such thing"},
	{rectify.ErrUnauthenticated, http.StatusUnauthorized, "unauthenticated", "sign in first"},
	{rectify.ErrForbidden, http.StatusForbidden, "forbidden", "you may not do this"},
	{rectify.ErrConflict, http.StatusConflict, "conflict", "it conflicts with what is there; read it again"},
	{rectify.ErrTooLarge, http.StatusRequestEntityTooLarge, "too_large", "send less"},
	{rectify.ErrInvalid, http.StatusUnprocessableEntity, "invalid", "the request is not valid"},
	{rectify.ErrUnavailable, http.StatusServiceUnavailable, "unavailable", "try again in a moment"},
}

// problemOf turns an error into what the client is told. What it does not know is a 500 without
// particulars.
func problemOf(err error) *Problem {
	var ready *Problem
	if errors.As(err, &ready) {
		return ready
	}
	var refusal *rectify.Refusal
	if errors.As(err, &refusal) {
		p := problem(statusOf(err), string(refusal.Code), refusal.Message)
		if refusal.Code == rectify.CodeStaleVersion {
			p.Status, p.Title = http.StatusConflict, http.StatusText(http.StatusConflict)
		}
		p = p.at(refusal.Field, refusal.Message)
		for _, ref := range refusal.Features {
			p.Errors = append(p.Errors, ProblemError{Location: locationFeature, Message: ref})
		}
		return p
	}
	var invalid *rectify.Invalid
	if errors.As(err, &invalid) {
		p := problem(http.StatusUnprocessableEntity, codeOf(invalid), invalid.Message).at(invalid.Field, invalid.Message)
		if invalid.At != nil {
			p.Errors[0].At = (*[2]float64)(invalid.At)
		}
		return p
	}
	var throttled *store.Throttled
	if errors.As(err, &throttled) {
		return problem(http.StatusTooManyRequests, "too_many_tries", throttled.Error())
	}
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			return problem(s.status, s.code, s.detail)
		}
	}
	return problem(http.StatusInternalServerError, "internal", "something broke here; the log has the particulars")
}

// codeOf is the rule that was broken, but for attributes: their rules are the keywords of a JSON Schema, which a kind
// may have any of.
func codeOf(invalid *rectify.Invalid) string {
	if strings.HasPrefix(invalid.Field, "attributes.") {
		return codeAttribute
	}
	return invalid.Rule
}

func statusOf(err error) int {
	for _, s := range sentinels {
		if errors.Is(err, s.err) {
			return s.status
		}
	}
	return http.StatusInternalServerError
}

func (p *Problem) at(field, message string) *Problem {
	if field != "" {
		p.Errors = []ProblemError{{Location: field, Message: message}}
	}
	return p
}

// unkeepable reports whether the body was refused for a zero byte, which huma takes for broken JSON.
func unkeepable(errs []error) bool {
	return slices.ContainsFunc(errs, func(err error) bool {
		var detail *huma.ErrorDetail
		return errors.As(err, &detail) && detail.Message == errZeroByte.Error()
	})
}

// unknownEvent reports whether the event asked for is the word that is not in the description.
func unknownEvent(errs []error) bool {
	return slices.ContainsFunc(errs, func(err error) bool {
		var detail *huma.ErrorDetail
		return errors.As(err, &detail) && detail.Location == "body.event"
	})
}

// fail answers a plain handler's request with a problem document and logs what is our own fault.
func fail(w http.ResponseWriter, r *http.Request, err error) {
	p := *problemOf(err)
	p.Instance = requestID(r.Context())
	if p.Status >= http.StatusInternalServerError {
		slog.ErrorContext(r.Context(), "request failed", "id", p.Instance, "error", err)
	}
	var throttled *store.Throttled
	if errors.As(err, &throttled) {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(throttled.Wait.Seconds()))))
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // a client that has gone needs no answer
}

// humaError replaces huma's own error documents, which put a plain error's text into the answer and
// echo rejected values.
func humaError(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
	var detail *huma.ErrorDetail
	if len(errs) == 1 && !errors.As(errs[0], &detail) {
		p := *problemOf(errs[0])
		if ctx != nil {
			p.Instance = requestID(ctx.Context())
		}
		if p.Status >= http.StatusInternalServerError && ctx != nil {
			slog.ErrorContext(ctx.Context(), "request failed", "id", p.Instance, "error", errs[0])
		}
		return &p
	}
	if unkeepable(errs) {
		status, message = http.StatusUnprocessableEntity, errZeroByte.Message
	}
	code := "bad_request"
	switch status {
	case http.StatusUnprocessableEntity:
		code = "invalid"
		if unknownEvent(errs) {
			code = string(rectify.CodeUnknownEvent)
		}
	case http.StatusRequestEntityTooLarge:
		code = "too_large"
	case http.StatusUnsupportedMediaType:
		code = "unsupported_media_type"
	case http.StatusNotAcceptable:
		code = "not_acceptable"
	}
	if message == errZeroByte.Message {
		code = errZeroByte.Rule
	}
	p := problem(status, code, message)
	if ctx != nil {
		p.Instance = requestID(ctx.Context())
	}
	for _, err := range errs {
		if errors.As(err, &detail) {
			p.Errors = append(p.Errors, ProblemError{Location: detail.Location, Message: detail.Message})
		}
	}
	return p
}
