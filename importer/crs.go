package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"backstreet/geo"
)

// crs is how a file's coordinates become WGS 84: by move, here; or by the Sink, from srid.
type crs struct {
	name string // EPSG:4547, GCJ02, BD09
	srid int    // of the coordinates after move
	move func(geo.Point) geo.Point
	swap bool // the file has y before x
}

// inDegrees says that the coordinates that are read are longitude and latitude.
func (c crs) inDegrees() bool { return c.srid == geo.SRID }

var epsgCode = regexp.MustCompile(`(?i)^(?:EPSG:|urn:ogc:def:crs:EPSG:[^:]*:|https?://www\.opengis\.net/def/crs/EPSG/[^/]+/)(\d+)$`)

// crsNamed understands what --crs takes and what files declare.
func crsNamed(name string) (crs, error) {
	switch strings.ToUpper(strings.NewReplacer("-", "", "_", "", " ", "").Replace(name)) {
	case "GCJ02", "MARS", "火星坐标":
		return crs{name: "GCJ02", srid: geo.SRID, move: geo.WGS84FromGCJ02}, nil
	case "BD09", "BD09LL":
		return crs{name: "BD09", srid: geo.SRID, move: geo.WGS84FromBD09}, nil
	case "WGS84", "CRS84", "OGC:CRS84", "URN:OGC:DEF:CRS:OGC:1.3:CRS84", "URN:OGC:DEF:CRS:OGC::CRS84":
		return crs{name: "EPSG:4326", srid: geo.SRID}, nil
	case "CGCS2000":
		return crs{name: "EPSG:4490", srid: geo.SRID}, nil
	}
	code, err := epsgOf(name)
	if err != nil {
		return crs{}, err
	}
	if datum := oldDatum(code); datum != "" {
		return crs{}, refuseDatum("EPSG:"+strconv.Itoa(code), datum)
	}
	c := crs{name: "EPSG:" + strconv.Itoa(code), srid: code}
	if code == 4490 { // PROJ has nothing but a null step between CGCS2000 and WGS 84
		c.srid = geo.SRID
	}
	return c, nil
}

// epsgOf reads a code, or the name of what has one.
func epsgOf(name string) (int, error) {
	if code := epsgOfName(name); code != 0 {
		return code, nil
	}
	match := epsgCode.FindStringSubmatch(strings.TrimSpace(name))
	if match == nil {
		return 0, refuse(RefusedCRS, "the CRS %q is not known; say --crs EPSG:N, GCJ02 or BD09", shorten(name))
	}
	code, err := strconv.Atoi(match[1])
	if err != nil {
		return 0, refuse(RefusedCRS, "the CRS %q has no EPSG code", name)
	}
	return code, nil
}

// oldDatums are the EPSG codes of systems that PROJ would "transform" by doing almost nothing: there is no published
// transformation from them, and the difference is up to 70 m.
var oldDatums = []struct {
	first, last int
	name        string
}{
	{4214, 4214, "Beijing 1954"},
	{2401, 2442, "Beijing 1954"},
	{21413, 21423, "Beijing 1954"},
	{21453, 21463, "Beijing 1954"},
	{21473, 21483, "Beijing 1954"},
	{4610, 4610, "Xi'an 1980"},
	{2327, 2390, "Xi'an 1980"},
	{4555, 4555, "New Beijing"},
	{4568, 4589, "New Beijing"},
	{4652, 4656, "New Beijing"},
	{4766, 4800, "New Beijing"},
	{4812, 4812, "New Beijing"},
	{4822, 4822, "New Beijing"},
}

func oldDatum(code int) string {
	for _, datum := range oldDatums {
		if code >= datum.first && code <= datum.last {
			return datum.name
		}
	}
	return ""
}

func refuseDatum(crs, datum string) error {
	return refuse(RefusedDatum, "the file is in %s (%s), from which there is no public transformation: positions would be wrong by up to 70 m. "+
		"Have the survey office convert it to CGCS2000 (EPSG:4547 in Luohe) and import that, or name three or more points known in both with --control FILE.csv; "+
		"if it is in truth CGCS2000, say so with --crs EPSG:4547", crs, datum)
}

// oldDatumNames recognise a definition without a code.
var oldDatumNames = map[string][]string{
	"Beijing 1954": {"beijing_1954", "beijing 1954", "beijing54", "krass", "krasov"},
	"Xi'an 1980":   {"xian_1980", "xian 1980", "xian80", "iag 1975", "iag_1975"},
}

// crsOf resolves the CRS of the whole file: fitted to control points, the user's choice, what is declared, or what the
// numbers leave open.
func crsOf(d *dataset, declared string, options Options, numbers numbers) (crs, error) {
	if options.Control != "" {
		return fittedCRS(d, declared, options, numbers)
	}
	name, chosen := firstOf(options.CRS, declared), options.CRS != ""
	if name == "" {
		return undeclaredCRS(d, numbers)
	}
	if code, err := epsgOf(name); err == nil && oldDatum(code) != "" {
		// Whether the numbers can be what is said comes first: a wrong .prj is more likely than an old datum.
		if err := numbers.contradict(&crs{name: firstOf(d.crsName, name), srid: code, swap: options.SwapAxes}, d); err != nil {
			return crs{}, err
		}
	}
	c, err := crsNamed(name)
	if err != nil && !chosen && epsgCode.FindString(name) == "" {
		return crs{}, unknownDefinition(d, name)
	}
	if err != nil {
		return crs{}, err
	}
	if chosen && declared != "" {
		if other, err := crsNamed(declared); err != nil || other.name != c.name {
			d.note("the file declares " + firstOf(d.crsName, declared) + "; " + c.name + " was asked for")
		}
	}
	c.swap = options.SwapAxes
	return c, numbers.contradict(&c, d)
}

func unknownDefinition(d *dataset, definition string) error {
	lower := strings.ToLower(definition)
	for datum, names := range oldDatumNames {
		if slices.ContainsFunc(names, func(name string) bool { return strings.Contains(lower, name) }) {
			return refuseDatum(d.crsName, datum)
		}
	}
	return refuse(RefusedCRS, "the file's CRS %q has no EPSG code; convert the file to EPSG:4326 or EPSG:4547 (QGIS: Export, Save Features As), say --crs if you know it, or name control points with --control FILE.csv",
		shorten(firstOf(d.crsName, definition)))
}

func firstOf(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}
