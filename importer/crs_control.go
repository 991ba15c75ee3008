package importer

import (
	"fmt"
	"math"
	"strings"

	"backstreet/geo"
)

// What is asked of a fit.
const (
	defaultControlMetres = 0.5 // how well they must fit, root mean square
	controlReach         = 5   // how many times their own extent a file may lie away from them
	controlReachMetres   = 5_000
)

// fittedCRS is the grid of the file moved, turned and scaled onto the three-degree zone of CGCS2000 that its control
// points lie in. It is for grids to which no public transformation leads: old datums, city grids, drawings without CRS.
func fittedCRS(d *dataset, declared string, options Options, numbers numbers) (crs, error) {
	name := "local"
	if wanted := firstOf(options.CRS, declared); wanted != "" {
		if c, err := crsNamed(wanted); err == nil && c.move != nil {
			return crs{}, refuse(RefusedControl, "%s bends, which control points cannot undo; leave out --control", c.name)
		}
		name = shorten(firstOf(options.CRS, d.crsName, declared))
	}
	points, err := readControl(options.Control)
	if err != nil {
		return crs{}, err
	}
	lift := planeOf(points, numbers)
	from, to := make([]geo.Point, len(points)), make([]geo.Point, len(points))
	zone := zoneOf(points)
	for i, p := range points {
		from[i] = p.plane
		if options.SwapAxes {
			from[i] = geo.Point{p.plane[1], p.plane[0]}
		}
		from[i], to[i] = lift(from[i]), zone.grid.Forward(p.at)
	}
	fit, err := judgeFit(d, from, to, options)
	if err != nil {
		return crs{}, err
	}
	c := crs{
		name: fmt.Sprintf("%s, fitted to EPSG:%d", name, zone.code), srid: zone.code, swap: options.SwapAxes,
		move: func(p geo.Point) geo.Point { return fit.Apply(lift(p)) },
	}
	return c, nearControl(c, from, lift, numbers)
}

// judgeFit fits and refuses what does not fit well enough. The residuals go into the report either way.
func judgeFit(d *dataset, from, to []geo.Point, options Options) (geo.Similarity, error) {
	fit, residuals, rms, err := fitControl(from, to)
	if err != nil {
		return fit, refuse(RefusedControl, "the control points lie in one place; choose them at the file's corners")
	}
	told := make([]string, len(residuals))
	for i, residual := range residuals {
		told[i] = fmt.Sprintf("%d: %.3f m", i+1, residual)
	}
	summary := fmt.Sprintf("%d control points fit with RMS %.3f m, scale %.7f; point by point %s", len(residuals), rms, fit.Scale(), strings.Join(told, ", "))
	tolerance := options.ControlTolerance
	if tolerance == 0 {
		tolerance = defaultControlMetres
	}
	if rms <= tolerance {
		d.note(summary)
		return fit, nil
	}
	refusal := refuse(RefusedControl, "%s: more than %g m is not taken; look for the wrong point, or allow it with --control-tolerance", summary, tolerance)
	turned := make([]geo.Point, len(from))
	for i, p := range from {
		turned[i] = geo.Point{p[1], p[0]}
	}
	if _, _, other, err := fitControl(turned, to); err == nil && other <= tolerance {
		refusal.Message += fmt.Sprintf(". With the axes swapped the RMS is %.3f m: say --swap-axes", other)
	}
	return fit, refusal
}

func fitControl(from, to []geo.Point) (fit geo.Similarity, residuals []float64, rms float64, err error) {
	if fit, err = geo.FitSimilarity(from, to); err != nil {
		return fit, nil, 0, err
	}
	residuals = make([]float64, len(from))
	for i, p := range from {
		got := fit.Apply(p)
		residuals[i] = math.Hypot(got[0]-to[i][0], got[1]-to[i][1])
		rms += residuals[i] * residuals[i] / float64(len(from))
	}
	return fit, residuals, math.Sqrt(rms), nil
}

// nearControl refuses a file that lies far from its control points: they say nothing there.
func nearControl(c crs, from []geo.Point, lift func(geo.Point) geo.Point, numbers numbers) error {
	if numbers.count() == 0 {
		return nil
	}
	x, y := numbers.median()
	if c.swap {
		x, y = y, x
	}
	bound := geo.BoundOf(geo.MultiPoint(from))
	middle, here := bound.Center(), lift(geo.Point{x, y})
	extent := math.Hypot(bound.Max[0]-bound.Min[0], bound.Max[1]-bound.Min[1])
	away := math.Hypot(here[0]-middle[0], here[1]-middle[1])
	if away > max(controlReach*extent, controlReachMetres) {
		return refuse(RefusedContradiction, "the control points are of another place or another grid: the file (such as %.3f, %.3f) lies %.0f km away from them", x, y, away/1000)
	}
	return nil
}

// planeOf makes a plane of a file in degrees; metres are one already.
func planeOf(points []controlPoint, n numbers) func(geo.Point) geo.Point {
	inDegrees := n.count() == 0 || 2*(n.degrees+n.swapped) > n.count()
	for _, p := range points {
		inDegrees = inDegrees && math.Abs(p.plane[0]) <= 180 && math.Abs(p.plane[1]) <= 180
	}
	if inDegrees {
		return zoneOf(points).grid.Forward
	}
	return func(p geo.Point) geo.Point { return p }
}

type zone struct {
	code int // EPSG
	grid geo.GaussKruger
}

// zoneOf is the three-degree zone of CGCS2000 that most nearly holds the points.
func zoneOf(points []controlPoint) zone {
	var lon float64
	for _, p := range points {
		lon += p.at.Lon() / float64(len(points))
	}
	number := math.Round(lon / 3)
	return zone{cgcs2000.meridian3 + int(number) - 25, geo.GaussKruger{CentralMeridian: 3 * number, FalseEasting: 500_000}}
}
