package api

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"backstreet/rectify"
	"backstreet/store"
)

// open marks the few operations that need no sign-in.
const open rectify.Permission = "open"

// What an operation declares is kept in its metadata.
const (
	permissionKey = "permission"
	scopeKey      = "scope"
	plainKey      = "plain" // it is no huma operation but a handler of our own
)

// maxJSONBytes bounds a body unless an operation says otherwise; a drawn boundary fits easily.
const maxJSONBytes = 2 << 20

// operation declares what an operation is, who may call it and what area scope means to it. The answers that every
// operation of its kind can give are listed; what is particular is added with also.
func operation(id, method, path, summary string, permission rectify.Permission, within scope) huma.Operation {
	op := huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary,
		MaxBodyBytes: maxJSONBytes,
		Metadata:     map[string]any{permissionKey: permission, scopeKey: within},
		Errors:       []int{http.StatusUnprocessableEntity, http.StatusServiceUnavailable},
	}
	if strings.Contains(path, "{") {
		op.Errors = append(op.Errors, http.StatusNotFound)
	}
	if method != http.MethodGet && method != http.MethodDelete {
		op.Errors = append(op.Errors, http.StatusConflict, http.StatusRequestEntityTooLarge)
	}
	if permission != open {
		op.Security = []map[string][]string{{"session": {}}, {"token": {}}}
		op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden)
		op.Description = "Needs the permission `" + string(permission) + "`; area scope: " + string(within) + "."
		op.Extensions = map[string]any{"x-permission": string(permission), "x-area-scope": string(within)}
	}
	return op
}

// also adds the statuses of problems that only this operation answers with.
func also(op huma.Operation, statuses ...int) huma.Operation {
	op.Errors = append(op.Errors, statuses...)
	return op
}

// declared holds that an operation says who may call it, and what area scope means to it; one that does not say so
// does not start.
func declared(op huma.Operation) (rectify.Permission, scope) {
	permission, _ := op.Metadata[permissionKey].(rectify.Permission)
	if permission == "" {
		panic("operation " + op.OperationID + " declares no permission")
	}
	within, _ := op.Metadata[scopeKey].(scope)
	if !within.known() {
		panic("operation " + op.OperationID + " declares no area scope")
	}
	return permission, within
}

// register adds an operation.
func register[I, O any](a *API, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	declared(op)
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, a.refuse(ctx, err)
		}
		return out, nil
	})
}

// refuse is the one place where an operation's error becomes an answer, and where it is logged when
// it is our own.
func (a *API) refuse(ctx context.Context, err error) error {
	p := *problemOf(err)
	p.Instance = requestID(ctx)
	if p.Status >= http.StatusInternalServerError {
		a.Log.ErrorContext(ctx, "request failed", "id", p.Instance, "error", err)
	}
	var throttled *store.Throttled
	if errors.As(err, &throttled) {
		seconds := strconv.Itoa(int(math.Ceil(throttled.Wait.Seconds())))
		return huma.ErrorWithHeaders(&p, http.Header{"Retry-After": {seconds}})
	}
	return &p
}

// authorise lets an operation's caller through when it has the permission that is declared.
func (a *API) authorise(ctx huma.Context, next func(huma.Context)) {
	if err := permit(ctx.Context(), *ctx.Operation()); err != nil {
		p := problemOf(err)
		_ = huma.WriteErr(a.huma, ctx, p.Status, p.Detail, err)
		return
	}
	next(ctx)
}

func permit(ctx context.Context, op huma.Operation) error {
	permission, within := declared(op)
	if permission == open {
		return nil
	}
	caller := callerOf(ctx)
	if caller.person.ID == 0 {
		return rectify.ErrUnauthenticated
	}
	if !rectify.Can(caller.person, permission) {
		return problem(http.StatusForbidden, string(rectify.CodeRoleNotAllowed), "your role may not do this")
	}
	return within.admits(caller.person)
}

// opOf makes the idempotency key of a write: its id, and what was asked under it.
func opOf(id, what string, body []byte) (store.Op, error) {
	if id == "" {
		return store.Op{}, &rectify.Invalid{
			Field: "op_id", Rule: "op_id_missing",
			Message: "give each write an op_id, or the header Idempotency-Key: a UUID made before it is sent",
		}
	}
	parsed, err := uuid.Parse(id)
	if err != nil {
		return store.Op{}, &rectify.Invalid{Field: "op_id", Rule: "op_id", Message: "an op_id is a UUID"}
	}
	return store.Op{ID: parsed.String(), BodySHA256: sha256.Sum256(fmt.Appendf(nil, "%s\n%s", what, body))}, nil
}

// opOfJSON is opOf for what is not compared byte by byte.
func opOfJSON(id, what string, asked any) (store.Op, error) {
	body, err := json.Marshal(asked)
	if err != nil {
		return store.Op{}, fmt.Errorf("%s: %w", what, err)
	}
	return opOf(id, what, body)
}

// list is the envelope of every list.
type list[T any] struct {
	Body struct {
		Items []T    `json:"items"`
		Next  string `json:"next_cursor,omitempty" doc:"Ask for the next page with it; absent on the last"`
	}
}

func listOf[T any](items []T) *list[T] {
	out := &list[T]{}
	out.Body.Items = items
	if items == nil {
		out.Body.Items = []T{}
	}
	return out
}

// orNull turns the zero value, which means none, into null.
func orNull[T comparable](value T) *T {
	var none T
	if value == none {
		return nil
	}
	return &value
}

// dayOrNull writes a day, and none as null.
func dayOrNull(day rectify.Day) *string { return orNull(day.String()) }

// converted maps a slice.
func converted[A, B any](from []A, to func(A) B) []B {
	out := make([]B, len(from))
	for i := range from {
		out[i] = to(from[i])
	}
	return out
}
