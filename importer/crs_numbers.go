package importer

import (
	"fmt"
	"math"
	"slices"

	"backstreet/geo"
)

// numbers is what a file's coordinates look like, in the order of the file.
type numbers struct {
	xs, ys  []float64 // of the first position of some thousand records
	degrees int       // records within ±180, ±90
	swapped int       // records that are only if y goes before x
	other   int
}

const maxNumberSamples = 10_000

func (n *numbers) add(g geo.Geometry) {
	bound := geo.BoundOf(g)
	if bound.IsEmpty() {
		return
	}
	if len(n.xs) < maxNumberSamples {
		n.xs, n.ys = append(n.xs, bound.Min[0]), append(n.ys, bound.Min[1])
	}
	switch {
	case within(bound, 180, 90):
		n.degrees++
	case within(bound, 90, 180):
		n.swapped++
	default:
		n.other++
	}
}

func within(b geo.Bound, x, y float64) bool {
	return math.Abs(b.Min[0]) <= x && math.Abs(b.Max[0]) <= x && math.Abs(b.Min[1]) <= y && math.Abs(b.Max[1]) <= y
}

func (n *numbers) count() int { return n.degrees + n.swapped + n.other }

// median is a typical position: a few wild ones do not matter.
func (n *numbers) median() (x, y float64) {
	if len(n.xs) == 0 {
		return 0, 0
	}
	return middle(n.xs), middle(n.ys)
}

func middle(values []float64) float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	return sorted[len(sorted)/2]
}

// undeclaredCRS accepts degrees where they can mean only one thing, and asks otherwise.
func undeclaredCRS(d *dataset, n numbers) (crs, error) {
	wgs84 := crs{name: "EPSG:4326", srid: geo.SRID}
	x, y := n.median()
	switch {
	case n.count() == 0:
		return wgs84, nil
	case d.planar:
		return crs{}, askPlaneCRS(x, y)
	case 2*n.degrees <= n.count():
		return crs{}, askCRS(x, y)
	case d.degrees:
		if inChina(x, y) {
			d.note("GeoJSON without a declared CRS is taken as WGS 84, which its standard says; if it was drawn on AMap or Tencent, say --crs GCJ02")
		}
		return wgs84, nil
	case !inChina(x, y):
		d.note("no CRS is declared; the degrees are taken as WGS 84 (no offset systems are in use there)")
		return wgs84, nil
	}
	candidates := []candidate{{"EPSG:4326", x, y}, {"EPSG:4490", x, y}, {"GCJ02", x, y}, {"BD09", x, y}}
	refusal := refuse(RefusedCRS, "no CRS is declared. The numbers are degrees in China (such as %.6f, %.6f), which WGS 84, GCJ-02 (AMap, Tencent) and BD-09 (Baidu) share, 500 m or more apart; "+
		"the file's middle would lie at %s: look on a map which it is, and say it with --crs", x, y, describe(candidates))
	refusal.offer(candidates)
	return crs{}, refusal
}

func inChina(x, y float64) bool {
	p := geo.Point{x, y}
	return geo.GCJ02FromWGS84(p) != p
}

// askCRS names what metres or swapped degrees may be.
func askCRS(x, y float64) error {
	candidates := candidatesFor(x, y)
	refusal := refuse(RefusedCRS, "no CRS is declared, and the numbers (such as %.3f, %.3f) are no degrees of longitude and latitude: say --crs EPSG:N", x, y)
	if len(candidates) > 0 {
		refusal.Message += "; the file's middle would lie at " + describe(candidates) + ". " + otherGrids(x, y)
		refusal.offer(candidates)
	}
	return refusal
}

// contradict refuses a CRS that cannot have most of the numbers. Where only the order of the axes is wrong and the
// file says no more than X and Y, which Chinese surveyors use for north and east, it is put right.
func (n *numbers) contradict(c *crs, d *dataset) error {
	if n.count() == 0 {
		return nil
	}
	x, y := n.median()
	if c.swap {
		x, y = y, x
	}
	problem := misfit(*c, x, y)
	if problem == "" {
		return nil
	}
	if misfit(*c, y, x) == "" && d.anyAxes && !c.swap {
		c.swap = true
		d.note("X is north and Y is east in this file: the numbers fit " + c.name + " only that way")
		return nil
	}
	refusal := refuse(RefusedContradiction, "the file is said to be in %s, but %s (such as %.6f, %.6f)", c.name, problem, x, y)
	switch candidates := candidatesFor(x, y); {
	case misfit(*c, y, x) == "":
		refusal.Message += "; they fit with the axes swapped: say --swap-axes"
		refusal.offer([]candidate{{c.name + swappedSuffix, y, x}})
	case len(candidates) > 0:
		refusal.Message += "; the file's middle would lie at " + describe(candidates) + ": find out which and say it with --crs"
		refusal.offer(candidates)
	}
	return refusal
}

// misfit says why a position cannot be in the CRS; empty when it can.
func misfit(c crs, x, y float64) string {
	degrees := math.Abs(x) <= 180 && math.Abs(y) <= 90
	zone := int(x / 1e6)
	switch {
	case c.inDegrees() && !degrees:
		return "its numbers are no degrees of longitude and latitude"
	case c.inDegrees() || geographic(c.srid):
		return ""
	case degrees && (x != 0 || y != 0):
		return "its numbers are degrees"
	}
	switch grid, known := gridOfCode(c.srid); {
	case known && grid.prefix != 0 && zone != grid.prefix:
		return fmt.Sprintf("its eastings do not begin with the zone number %d", grid.prefix)
	case known && grid.prefix == 0 && (x < 0 || x > 1e6):
		return "its eastings are not between 0 and 1,000 km"
	}
	return ""
}

// geographic knows the code ranges that EPSG gives to systems in degrees.
func geographic(srid int) bool {
	return srid >= 4001 && srid <= 4999 && (srid < 4400 || srid > 4489) && (srid < 4491 || srid > 4554) && (srid < 4568 || srid > 4589)
}
