package api

import (
	"net/http"
	"slices"

	"backstreet/rectify"
)

// scope says what limits the caller of an operation who may write in some areas only. Every operation declares
// one beside its permission; a test calls each write of another scope than none from outside.
type scope string

// The scopes. What is more than whole is asked by the store, in the transaction of the write.
const (
	scopeNone    scope = "none"    // it reads the map, which everybody may, or is the caller's own affair
	scopeWhole   scope = "whole"   // it is the whole district's: closed to everybody who is limited to areas
	scopeFeature scope = "feature" // where the feature lies, and where it is moved to
	scopePhoto   scope = "photo"   // where the feature of the photo lies
	scopeImport  scope = "import"  // where each record and what it changes lies, and who began the run
	scopePeople  scope = "people"  // the areas of the people
)

var scopes = []scope{scopeNone, scopeWhole, scopeFeature, scopePhoto, scopeImport, scopePeople}

func (s scope) known() bool { return slices.Contains(scopes, s) }

// admits refuses a caller whom the scope closes the operation to, whatever is asked.
func (s scope) admits(person rectify.Person) error {
	if s == scopeWhole && len(person.AreaIDs) > 0 {
		return problem(http.StatusForbidden, string(rectify.CodeOutsideArea),
			"this is the whole district's; ask somebody who works in the whole district")
	}
	return nil
}
