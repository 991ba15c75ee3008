package rectify

import (
	"errors"
	"fmt"

	"backstreet/geo"
)

// What every layer above distinguishes. Each error that leaves rectify or store wraps one of them.
var (
	ErrNotFound        = errors.New("not found")
	ErrInvalid         = errors.New("invalid")
	ErrConflict        = errors.New("conflict")
	ErrForbidden       = errors.New("forbidden")
	ErrUnauthenticated = errors.New("not signed in")
	ErrTooLarge        = errors.New("too large")
	ErrUnavailable     = errors.New("unavailable")
)

// Invalid says which input broke which rule. It unwraps to ErrInvalid.
type Invalid struct {
	Field   string   // path of the input, such as "due_on" or "attributes.height_m"; empty for the whole
	Rule    string   // stable snake_case code, such as "required"
	Message string   // what is wrong and what to do, for a person
	Choices []string // values that would do, where they are known

	At *geo.Point // where in a geometry; nil where it has no place
}

func (e *Invalid) Error() string {
	if e.Field == "" {
		return e.Message
	}
	return fmt.Sprintf("%s: %s", e.Field, e.Message)
}

func (e *Invalid) Unwrap() error { return ErrInvalid }
