package importer

import (
	"fmt"
	"math"
	"strings"

	"backstreet/geo"
)

// swappedSuffix ends the name of a candidate that the numbers fit only with y before x.
const swappedSuffix = " with the axes swapped"

// candidate is a CRS that undeclared numbers may be in, and the middle of the file in it, x before y.
type candidate struct {
	name string
	x, y float64
}

// candidatesFor lists the systems in use in the district that have such numbers, in the order of the file, else in the
// other one: the X of a Chinese surveyor is north.
func candidatesFor(x, y float64) []candidate {
	found := candidatesInOrder(x, y)
	if len(found) > 0 {
		return found
	}
	found = candidatesInOrder(y, x)
	for i := range found {
		found[i].name += swappedSuffix
	}
	return found
}

func candidatesInOrder(x, y float64) []candidate {
	if math.Abs(x) <= 180 && math.Abs(y) <= 90 {
		if !inChina(x, y) {
			return []candidate{{"EPSG:4326", x, y}}
		}
		return []candidate{{"EPSG:4326", x, y}, {"GCJ02", x, y}, {"BD09", x, y}}
	}
	var code int
	zone := int(x / 1e6)
	switch {
	case x > 1.2e7 && x < 1.35e7 && y > 3.9e6 && y < 4.0e6:
		code = 3857
	case y < 1.5e6 || y > 6.5e6:
		return nil
	case zone >= 25 && zone <= 45:
		code = cgcs2000.zone3 + zone - 25
	case zone >= 13 && zone <= 23:
		code = cgcs2000.zone6 + zone - 13
	case x > 4.5e5 && x < 5.5e5:
		code = 4547
	case x > 7e5 && x < 8.5e5:
		code = 4508
	case x > 1.5e5 && x < 3e5:
		code = 4509
	default:
		return nil
	}
	return []candidate{{fmt.Sprintf("EPSG:%d", code), x, y}}
}

// otherGrids reminds of what metres of the same size may be besides.
func otherGrids(x, y float64) string {
	if math.Abs(x) <= 180 || math.Abs(y) <= 180 || candidatesFor(x, y)[0].name == "EPSG:3857" {
		return ""
	}
	return "The grids of Xi'an 1980, of Beijing 1954 and of other meridians have such numbers too: ask whoever drew it; old datums and city grids need --control"
}

// centre is where the file's middle would lie, in degrees.
func (c candidate) centre() (geo.Point, bool) {
	p := geo.Point{c.x, c.y}
	switch name := strings.TrimSuffix(c.name, swappedSuffix); name {
	case "EPSG:4326", "EPSG:4490":
		return p, true
	case "GCJ02":
		return geo.WGS84FromGCJ02(p), true
	case "BD09":
		return geo.WGS84FromBD09(p), true
	case "EPSG:3857":
		const halfWorldMetres = 20037508.342789244
		return geo.FromWorld((p[0]/halfWorldMetres+1)/2, (1-p[1]/halfWorldMetres)/2), true
	default:
		code, err := epsgOf(name)
		grid, known := gridOfCode(code)
		if err != nil || !known {
			return geo.Point{}, false
		}
		plane := geo.GaussKruger{CentralMeridian: grid.meridian, FalseEasting: 500_000 + 1e6*float64(grid.prefix)}
		return plane.Inverse(p), true
	}
}

// describe lists candidates with their centres, longitude before latitude.
func describe(candidates []candidate) string {
	parts := make([]string, len(candidates))
	for i, c := range candidates {
		parts[i] = c.name
		if at, known := c.centre(); known {
			parts[i] = fmt.Sprintf("%.5f, %.5f in %s", at.Lon(), at.Lat(), c.name)
		}
	}
	return strings.Join(parts, "; ")
}

// offer makes candidates what the refusal asks to choose from.
func (r *Refusal) offer(candidates []candidate) {
	r.Candidates, r.Centres = make([]string, len(candidates)), map[string]geo.Point{}
	for i, c := range candidates {
		r.Candidates[i] = c.name
		if at, known := c.centre(); known {
			r.Centres[c.name] = at
		}
	}
}

// Choice splits the name of a candidate into what to say as CRS and whether to swap the axes.
func Choice(candidate string) (crs string, swapAxes bool) {
	return strings.CutSuffix(candidate, swappedSuffix)
}
