package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"backstreet/rectify"
	"backstreet/store"
)

// open marks the few operations that need no sign-in.
const open rectify.Permission = "open"

const permissionKey = "permission"

// maxJSONBytes bounds a body unless an operation says otherwise; a drawn boundary fits easily.
const maxJSONBytes = 2 << 20

// operation declares what an operation is and who may call it.
func operation(id, method, path, summary string, permission rectify.Permission) huma.Operation {
	op := huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary,
		MaxBodyBytes: maxJSONBytes,
		Metadata:     map[string]any{permissionKey: permission},
		Errors:       []int{http.StatusUnprocessableEntity},
	}
	if permission != open {
		op.Security = []map[string][]string{{"session": {}}, {"token": {}}}
		op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden)
		op.Description = "Needs the permission `" + string(permission) + "`."
		op.Extensions = map[string]any{"x-permission": string(permission)}
	}
	return op
}

// register adds an operation; one without a permission does not start.
func register[I, O any](a *API, op huma.Operation, handle func(context.Context, *I) (*O, error)) {
	if permission, _ := op.Metadata[permissionKey].(rectify.Permission); permission == "" {
		panic("operation " + op.OperationID + " declares no permission")
	}
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
	permission, _ := ctx.Operation().Metadata[permissionKey].(rectify.Permission)
	if err := permit(ctx.Context(), permission); err != nil {
		p := problemOf(err)
		_ = huma.WriteErr(a.huma, ctx, p.Status, p.Detail, err)
		return
	}
	next(ctx)
}

// guard is authorise for a plain handler.
func (a *API) guard(permission rectify.Permission, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := permit(r.Context(), permission); err != nil {
			fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func permit(ctx context.Context, permission rectify.Permission) error {
	if permission == open {
		return nil
	}
	caller := callerOf(ctx)
	if caller.person.ID == 0 {
		return rectify.ErrUnauthenticated
	}
	if !rectify.Can(caller.person, permission) {
		return problem(http.StatusForbidden, "role_not_allowed", "your role may not do this")
	}
	return nil
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
