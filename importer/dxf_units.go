package importer

import (
	"maps"
	"slices"
	"strings"
)

// drawingUnits are metres per unit of --units.
var drawingUnits = map[string]float64{"mm": 0.001, "cm": 0.01, "m": 1, "in": 0.0254, "ft": 0.3048}

// drawingUnit is the user's choice or 1. A drawing in millimetres at its survey place is told by its numbers and asked
// about; the header's $INSUNITS is no help, since templates say millimetres whatever is drawn.
func drawingUnit(choice string, x, y float64) (float64, error) {
	if choice != "" {
		unit, ok := drawingUnits[choice]
		if !ok {
			return 0, refuse(RefusedUnits, "--units %s is not known; say one of %s", shorten(choice), strings.Join(slices.Sorted(maps.Keys(drawingUnits)), ", "))
		}
		return unit, nil
	}
	for _, name := range []string{"mm", "cm"} {
		unit := drawingUnits[name]
		if !fitsGrid(x, y) && fitsGrid(x*unit, y*unit) {
			refusal := refuse(RefusedUnits, "the drawing's numbers (such as %.0f, %.0f) are too large for metres and would fit %s: say --units %s, or --units m if they are metres", x, y, name, name)
			refusal.Candidates = []string{name, "m"}
			return 0, refusal
		}
	}
	return 1, nil
}

// fitsGrid says that a position can be metres of a Gauss-Krüger zone in China, with or without the zone's number, in
// either order of axes.
func fitsGrid(x, y float64) bool {
	easting := func(n float64) bool { return n > 1e5 && n < 1e6 || n > 1.3e7 && n < 4.6e7 }
	northing := func(n float64) bool { return n > 1.5e6 && n < 6.5e6 }
	return easting(x) && northing(y) || easting(y) && northing(x)
}
