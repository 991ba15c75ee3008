package importer

import (
	"fmt"
	"strings"

	"backstreet/geo"
	"backstreet/rectify"
)

// Codes of the faults found before the Sink sees a record. Those of its geometry's shape (empty, nan,
// out_of_range, line_too_short, ring_too_short) are geo's. The Sink's own are in sink.go.
const (
	CodeBadRecord         = "bad_record"     // not what the format says a record is
	CodeBadCoordinate     = "bad_coordinate" // a coordinate that is no number, or a position without two
	CodeNullGeometry      = "null_geometry"
	CodeWrongType         = "wrong_type"         // a geometry the kind is not drawn as
	CodeDuplicateGeometry = "duplicate_geometry" // without a ref, the same place twice is one thing
	CodeBadValue          = "bad_value"          // a value that does not fit its attribute
	CodeRequired          = "required"           // an attribute without which the record means nothing
	CodeBadCRS            = "bad_crs"            // of a single record
	CodeBadText           = "bad_text"           // bytes that mean nothing in the file's encoding, or were lost before
	CodeRingClosed        = "ring_closed"        // a repair
	CodeMissingQuantity   = "missing_quantity"   // a warning: taken, its quantity is not known
	CodeNoCode            = "no_code"            // a warning: the table of codes does not tell which code
	CodeOtherName         = "other_name"         // a warning: the table of codes has another name for the code
	CodeStatusNotTaken    = "status_not_taken"   // a warning: a status that only work can reach
)

// Fault is why one record cannot be taken.
type Fault struct {
	Code   string
	Reason string // for a person: what is wrong
	Value  string // what was refused
}

func (f *Fault) Error() string {
	if f.Value == "" {
		return f.Reason
	}
	return fmt.Sprintf("%s: %s", f.Reason, f.Value)
}

// maxValueRunes keeps a megabyte of coordinates out of the report.
const maxValueRunes = 120

func faultf(code, value, format string, args ...any) *Fault {
	return &Fault{Code: code, Reason: fmt.Sprintf(format, args...), Value: shorten(value)}
}

func shorten(value string) string {
	value = strings.ToValidUTF8(value, "\uFFFD")
	runes := 0
	for i := range value {
		if runes == maxValueRunes {
			return value[:i] + "…"
		}
		runes++
	}
	return value
}

// Refusal codes: why a whole file was not imported.
const (
	RefusedFormat        = "unknown_format"
	RefusedBroken        = "broken_file"
	RefusedLayer         = "layer_needed"
	RefusedEncoding      = "encoding_needed"
	RefusedCRS           = "crs_needed"        // undeclared; Candidates are what the numbers allow
	RefusedUnits         = "units_needed"      // of a drawing; Candidates are what to say with --units
	RefusedContradiction = "crs_contradiction" // the declared CRS cannot have such numbers
	RefusedDatum         = "datum_refused"     // Beijing 1954, Xi'an 1980
	RefusedControl       = "bad_control"       // control points that cannot be read or do not fit
	RefusedMapping       = "bad_mapping"
	RefusedEmpty         = "no_records"
	RefusedLimit         = "too_large"
	RefusedTool          = "tool_missing"
)

// Refusal is why nothing of a file was imported, and what to do about it. It unwraps to rectify.ErrInvalid.
type Refusal struct {
	Code       string
	Message    string
	Candidates []string // what to choose from: CRS names, layers, units or columns
	// Centres are where the file's middle would lie in the candidates that are a CRS and have a known grid.
	Centres map[string]geo.Point
}

func (r *Refusal) Error() string { return r.Message }

func (r *Refusal) Unwrap() error { return rectify.ErrInvalid }

func refuse(code, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Message: fmt.Sprintf(format, args...)}
}
