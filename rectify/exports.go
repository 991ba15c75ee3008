package rectify

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"backstreet/geo"
)

// ExportID identifies a file that somebody asked for; zero means none.
type ExportID int64

// ExportFormat is a way to write features into a file.
type ExportFormat string

// The formats. The first two are lossless: importing them again changes nothing.
const (
	FormatGeoJSON    ExportFormat = "geojson"
	FormatGeoPackage ExportFormat = "gpkg"
	FormatShapefile  ExportFormat = "shp"
	FormatKML        ExportFormat = "kml"
	FormatCSV        ExportFormat = "csv"
	FormatXLSX       ExportFormat = "xlsx"
)

// ExportFormats holds the formats in the order of menus.
var ExportFormats = []ExportFormat{FormatGeoJSON, FormatGeoPackage, FormatShapefile, FormatKML, FormatCSV, FormatXLSX}

// ExportOptions say how a file is written.
type ExportOptions struct {
	Format   ExportFormat `json:"format"`
	Encoding string       `json:"encoding,omitempty"` // UTF-8, which is the default, or GBK; of shp and csv
	CRS      string       `json:"crs,omitempty"`      // EPSG:N, GCJ02 or BD09; empty is EPSG:4326
}

var exportCRS = regexp.MustCompile(`^(EPSG:[1-9][0-9]{3,5}|GCJ02|BD09)$`)

// Checked gives the options in their normal spelling, or says which of them cannot be.
func (o ExportOptions) Checked() (ExportOptions, error) {
	o.Format = ExportFormat(strings.ToLower(string(o.Format)))
	o.Encoding = strings.ToUpper(o.Encoding)
	o.CRS = strings.ToUpper(strings.ReplaceAll(o.CRS, "-", ""))
	if o.Encoding == "UTF8" || o.Encoding == "UTF-8" {
		o.Encoding = ""
	}
	if o.CRS == "EPSG:4326" || o.CRS == "WGS84" {
		o.CRS = ""
	}
	switch {
	case !slices.Contains(ExportFormats, o.Format):
		return o, &Invalid{Field: "format", Rule: "format", Message: fmt.Sprintf("choose one of %v", ExportFormats)}
	case o.Encoding != "" && o.Encoding != "GBK":
		return o, &Invalid{Field: "encoding", Rule: "encoding", Message: "choose UTF-8 or GBK"}
	case o.Encoding != "" && o.Format != FormatShapefile && o.Format != FormatCSV:
		return o, &Invalid{Field: "encoding", Rule: "encoding_fixed", Message: fmt.Sprintf("%s is always UTF-8; leave the encoding out", o.Format)}
	case o.CRS != "" && !exportCRS.MatchString(o.CRS):
		return o, &Invalid{Field: "crs", Rule: "crs", Message: "write the CRS as EPSG:N, GCJ02 or BD09"}
	case o.CRS != "" && o.Format == FormatKML:
		return o, &Invalid{Field: "crs", Rule: "crs_fixed", Message: "KML is always WGS 84; leave the CRS out"}
	}
	return o, nil
}

// ExportQuery says which features an export holds, for whom.
type ExportQuery struct {
	Filter  Filter
	Today   Day      // by which lights and deadlines are judged
	ActorID PersonID // whose area and unit limit what goes out; none at the command line, where all does
	SRID    int      // of Exported.Place
}

// Exported is a feature on its way into a file.
type Exported struct {
	Feature  // with numbers among the attributes as json.Number, so that no digit is lost
	Place    geo.Geometry
	AreaName string
	UnitName string
	Light    Colour
}

// ExportSink takes what an export reads: each kind, and then its features by id.
type ExportSink interface {
	Layer(kind Kind) error
	Add(feature *Exported) error
}

// ExportTally is what became of the features that a filter means.
type ExportTally struct {
	Rows    int // written
	LeftOut int // outside the areas or the unit of who asked
}

// ExportNote is something that the file does not hold as it is here.
type ExportNote struct {
	Code   string `json:"code"`
	N      int    `json:"n"` // how many times; 0 where it is of the whole file
	Detail string `json:"detail"`
}

// ExportState is how far an export has come.
type ExportState string

// The states.
const (
	ExportQueued    ExportState = "queued"
	ExportWriting   ExportState = "writing"
	ExportReady     ExportState = "ready"
	ExportFailed    ExportState = "failed"
	ExportDiscarded ExportState = "discarded" // given up, or older than ExportLifetime: the file is gone
)

// ExportLifetime is how long a file is kept for its download.
const ExportLifetime = 24 * time.Hour

// Export is one file that somebody asked for.
type Export struct {
	ID         ExportID
	Options    ExportOptions
	Filter     Filter
	Today      Day
	State      ExportState
	Progress   float64 // 0 to 1
	Rows       int
	Notes      []ExportNote
	Error      *ImportError
	File       string // the name to save it under
	Object     string // its key in the bucket
	Bytes      int64
	ActorID    PersonID
	CreatedAt  time.Time
	FinishedAt time.Time // zero while something is still going to happen
}
