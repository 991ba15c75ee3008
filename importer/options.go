package importer

import (
	"path/filepath"
	"strings"

	"backstreet/rectify"
)

// Options say what to import and how to read it. File and Kind are needed; the rest is found in the file or asked
// for by a Refusal.
type Options struct {
	File     string
	Kind     rectify.Kind // one of the register, or AreaKind, or ContextKind
	Layer    string
	CRS      string            // EPSG:N, GCJ02, BD09
	SwapAxes bool              // the file has north before east
	Units    string            // of a drawing's numbers: a key of drawingUnits; empty for metres, or to be asked
	Encoding string            // of text files and .dbf
	Map      map[string]string // attribute: column, or attribute: "=value" for every record
	Source   string            // default: the file's name without its ending
	AreaFrom string            // a boundary file; records outside it are quarantined
	// AreaCRS is the CRS of AreaFrom where it does not say it.
	AreaCRS  string
	Anywhere bool   // records outside the district that is in the database are taken too
	Codes    string // of areas: a table of codes and names, where the file has only names
	// Control is a file of control points, x,y,lon,lat a line, to which the file's own grid is fitted.
	Control string
	// ControlTolerance is how well they must fit: the greatest root mean square in metres. 0 is 0.5.
	ControlTolerance float64
	DryRun           bool
	Gone             GonePolicy
	Run              rectify.ImportID // an import_run that exists already
	Actor            rectify.PersonID
}

func (o Options) source() string {
	if o.Source != "" {
		return o.Source
	}
	name := filepath.Base(filepath.Clean(o.File))
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// ParseMap reads "ref=编号,capacity=泊位数", as --map has it.
func ParseMap(text string) (map[string]string, error) {
	mapping := map[string]string{}
	for _, pair := range strings.Split(text, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		attribute, column, found := strings.Cut(pair, "=")
		if !found {
			return nil, refuse(RefusedMapping, "--map takes attribute=Column, not %q", pair)
		}
		mapping[strings.TrimSpace(attribute)] = strings.TrimSpace(column)
	}
	return mapping, nil
}
