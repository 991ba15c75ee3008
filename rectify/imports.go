package rectify

import (
	"context"
	"time"

	"backstreet/geo"
)

// Two imports bring what is no kind of feature; they go through the same staging.
const (
	ImportAreas   KindKey = "area"    // Staged.Ref is the code; Attributes: level, parent (a code), name_en
	ImportContext KindKey = "context" // Attributes: class, rank
)

// Incoming says what is about to be imported.
type Incoming struct {
	ID       ImportID // an import_run that exists already (a job's); 0 makes one
	Kind     KindKey
	Source   string // names where the records come from; `gone` is judged within it
	File     string
	Actor    PersonID // 0 at the command line
	CRS      string   // as it was declared or found: EPSG:4547, GCJ02, BD09
	Encoding string
	Layer    string
	Map      map[string]string // attribute: column
	// District is where records must lie, in EPSG:4326; empty lets them lie anywhere. One that does not meet it
	// is quarantined with FaultOutsideDistrict.
	District geo.MultiPolygon
	// Anywhere takes records outside the areas of level district too. Without it, and without a District, features more
	// than 2 km outside them are quarantined, once there is such an area.
	Anywhere bool
}

// Staging holds the records of one run until Finish. After an error, and in any case of doubt, Abort it:
// until Finish has returned without error nothing but the staging itself has changed.
type Staging interface {
	// Put adds records; their rows ascend within a run.
	Put(ctx context.Context, records []Staged) error
	// Finish transforms, checks, repairs, compares and applies what was put, in one transaction. With DryRun
	// it rolls back and answers the same numbers, except that ImportResult.Run is 0 unless there was a run before. It
	// does the same when not one record can be taken.
	Finish(ctx context.Context, options FinishOptions) (ImportResult, error)
	// Abort forgets what was put. After Finish it does nothing.
	Abort(ctx context.Context)
}

// Staged is one record on its way into the database.
//
// It is the same thing as an existing feature, first match wins: the same UID; the same kind and Ref (a ledger
// number is unique per kind, whatever file it came in); the same kind, source and Key.
type Staged struct {
	Row int // 1 for the first record of the file; the header of a table is not counted

	UID    string // only from a file that Backstreet itself wrote
	Ref    string // 台账编号; empty when the file has none
	Key    string // never empty, unique in the run: what the record is known by in its source
	Name   string
	Status Status // of a new feature: "", compliant, listed or void. Never touches an existing one

	// Attributes are those of the kind, typed by its schema, plus OriginalAttribute with the columns that were
	// not mapped. On an existing feature they are merged: what the file does not have stays.
	Attributes map[string]any

	// Geom is 2D, of a type the kind may have (already promoted to Multi), in the coordinates of SRID, x before
	// y. Rings are closed, have four or more points and shells run counter-clockwise. It may still be invalid.
	Geom geo.Geometry
	SRID int
}

// OriginalAttribute holds what the file says beyond the kind's attributes: {"Owner": "City", …}.
const OriginalAttribute = "original"

// FinishOptions says how to end a run.
type FinishOptions struct {
	DryRun bool
	Gone   GonePolicy
	// NotGone holds the records of the file that were quarantined before they could be put, with no more than UID,
	// Ref and Key: what they stand for is not gone.
	NotGone []Staged
	// Report is called once, before the commit; what it answers is kept in import_run.report.
	Report func(ImportResult) ImportReport
}

// GonePolicy is what happens to features of the same kind and source that are not in this file.
type GonePolicy string

// The policies.
const (
	GoneReport GonePolicy = ""     // they are counted and named, not changed
	GoneVoid   GonePolicy = "void" // they become void by an import event
)

// ImportResult is what became of the records that were put: New + Changed + Unchanged + quarantined fates = put.
type ImportResult struct {
	Run       ImportID
	New       int
	Changed   int
	Unchanged int
	Gone      int
	Repaired  int // of the New, Changed and Unchanged ones: geometry made valid by ST_MakeValid
	// Fates names the records that were not taken as they were: quarantined and repaired ones, and the
	// features that are gone (Row 0).
	Fates   []Fate
	Changes []ChangedRecord // what the Changed ones have that is new
	Notes   []string        // what is to be known of the whole
}

// ChangedRecord names the fields in which a record differs from the feature that it is.
type ChangedRecord struct {
	Row    int      `json:"row"`
	Ref    string   `json:"ref"`
	Fields []string `json:"fields"` // name, ref, geom, attributes.capacity, …
}

// Fate is what became of one record. It is a line of the report.
type Fate struct {
	Row    int    `json:"row"`
	Ref    string `json:"ref"`
	Fate   string `json:"fate"`
	Code   string `json:"code"`
	Reason string `json:"reason"`
	Value  string `json:"value"` // what was refused, shortened
}

// Fates.
const (
	FateQuarantined = "quarantined" // not taken; stays in the report
	FateRepaired    = "repaired"    // taken after its geometry was mended
	FateWarned      = "warned"      // taken, but something is missing or odd
	FateGone        = "gone"        // in the database, of this source, and not in the file
)

// Codes of the fates that staging gives. The importer has more of its own.
const (
	FaultRepaired        = "repaired"         // ST_MakeValid; the reason is ST_IsValidReason's
	FaultInvalidGeometry = "invalid_geometry" // could not be mended to the kind's type
	FaultOutsideDistrict = "outside_district"
	FaultOutOfRange      = "out_of_range"   // no place on earth after the transformation
	FaultBadAttribute    = "bad_attribute"  // refused by the kind's JSON Schema
	FaultDuplicateRef    = "duplicate_ref"  // two records of the file turn out to be the same feature
	FaultUnknownParent   = "unknown_parent" // of an area
	FaultGone            = "gone"
	FaultVoid            = "void"               // a warning: what is void here stays void and keeps what it has
	FaultDuplicate       = "possible_duplicate" // a warning: it covers about the same ground as another
	FaultOverlap         = "overlap"            // a warning: an area and its neighbour share ground
	FaultGap             = "gap"                // a warning: ground between areas that is in none of them
)

// ImportReport says what an import did, or would do. It is kept in import_run.report and written by --report.
type ImportReport struct {
	Run         ImportID `json:"run"` // 0 after a dry run at the command line, which leaves none
	File        string   `json:"file"`
	Kind        KindKey  `json:"kind"`
	Read        int      `json:"read"`
	New         int      `json:"new"`
	Changed     int      `json:"changed"`
	Unchanged   int      `json:"unchanged"`
	Gone        int      `json:"gone"`
	Quarantined int      `json:"quarantined"`
	Repaired    int      `json:"repaired"`
	CRS         string   `json:"crs"`
	Encoding    string   `json:"encoding"`
	Seconds     float64  `json:"seconds"`

	Format  string            `json:"format,omitempty"`
	Layer   string            `json:"layer,omitempty"`
	Map     map[string]string `json:"map,omitempty"` // attribute: column, as it was used
	Guessed bool              `json:"guessed"`       // Map was guessed, not given
	Notes   []string          `json:"notes,omitempty"`
	// Columns are those of the file, and Attributes what they can be mapped to.
	Columns    []ImportColumn `json:"columns,omitempty"`
	Attributes []string       `json:"attributes,omitempty"`

	Records []Fate          `json:"records"`           // every record that was not taken as it was
	Changes []ChangedRecord `json:"changes,omitempty"` // every record that changed a feature, and in what
}

// ImportColumn is a column of the file, with its first values, shortened.
type ImportColumn struct {
	Name   string   `json:"name"`
	Sample []string `json:"sample"`
}

// ImportState is how far an import has come.
type ImportState string

// The states. An import at the command line is applied at once; an uploaded one is read, looked at and then applied.
const (
	ImportQueued    ImportState = "queued"
	ImportReading   ImportState = "reading"
	ImportPreviewed ImportState = "previewed" // the report says what applying it would do
	ImportApplying  ImportState = "applying"
	ImportApplied   ImportState = "applied"
	ImportFailed    ImportState = "failed"
	ImportDiscarded ImportState = "discarded"
	ImportReverted  ImportState = "reverted"
)

// Import is one run of the importer over one file: a row of the table import_run.
type Import struct {
	ID         ImportID
	File       string // its name, as it was uploaded
	Source     string
	Kind       KindKey
	State      ImportState
	Progress   float64 // 0 to 1, of the present state
	Options    ImportOptions
	Object     string        // the uploaded file's key in the bucket; empty at the command line
	Report     *ImportReport // nothing until it was read
	Error      *ImportError  // why it failed
	ActorID    PersonID
	ActorName  string
	CreatedAt  time.Time
	FinishedAt time.Time // zero while something is still going to happen
}

// ImportOptions are how a file is to be read, as they were asked for; what is empty is found in the file.
type ImportOptions struct {
	CRS      string            `json:"crs,omitempty"`
	Encoding string            `json:"encoding,omitempty"`
	Layer    string            `json:"layer,omitempty"`
	Map      map[string]string `json:"map,omitempty"` // attribute: column
	Gone     GonePolicy        `json:"gone,omitempty"`
	Anywhere bool              `json:"anywhere,omitempty"` // records outside the district too
	SwapAxes bool              `json:"swap_axes,omitempty"`
	Units    string            `json:"units,omitempty"`   // of a drawing's numbers: mm, cm, m, in, ft
	Control  string            `json:"control,omitempty"` // control points: x,y,lon,lat a line
}

// ImportError says why nothing was imported, and what to do about it.
type ImportError struct {
	Code       string            `json:"code"`
	Detail     string            `json:"detail"`
	Candidates []ImportCandidate `json:"candidates,omitempty"` // what to choose from when the file is read again
}

// ImportCandidate is one way to read a file that cannot be read without being told: a CRS, a layer, a unit or a
// column, as the error's code has it.
type ImportCandidate struct {
	Value    string     `json:"value"`
	SwapAxes bool       `json:"swap_axes,omitempty"` // only with the file's north before its east
	Centre   *geo.Point `json:"centre,omitempty"`    // of a CRS, where known: where the file's middle would lie, longitude and latitude
}
