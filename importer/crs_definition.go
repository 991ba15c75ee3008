package importer

import (
	"math"
	"regexp"
	"strconv"
)

// What definitions of a CRS say, in WKT 2 as PROJ writes it or in Esri's WKT 1.
var (
	wktID        = regexp.MustCompile(`ID\["EPSG",(\d+)\]\]$`) // the last thing, where PROJ recognised the whole
	wktName      = regexp.MustCompile(`^\w+\["([^"]*)"`)
	wktDatum     = regexp.MustCompile(`DATUM\["([^"]*)"`)
	wktMeridian  = regexp.MustCompile(`(?i)"(?:longitude of natural origin|central_meridian)",\s*(-?[\d.]+)`)
	wktParameter = regexp.MustCompile(`PARAMETER\["([^"]*)",(-?[\d.]+)`)
	modernDatum  = regexp.MustCompile(`^(World Geodetic System 1984|China 2000|China_2000|CGCS2000)`)
	transverse   = regexp.MustCompile(`METHOD\["Transverse Mercator"`)
)

// definitionName is what a definition calls itself, for people.
func definitionName(wkt string) string {
	name := firstGroup(wktName, wkt)
	if datum := firstGroup(wktDatum, wkt); datum != "" && name == "unnamed" { // MapInfo names none
		return "a system of the datum " + datum
	}
	return name
}

func firstGroup(pattern *regexp.Regexp, text string) string {
	if match := pattern.FindStringSubmatch(text); match != nil {
		return match[1]
	}
	return ""
}

// epsgOfDefinition is the EPSG code of a definition, 0 when it is not known: the one that it has, that of its name, or
// that of its parameters. A name is not believed when the central meridian is not the one of that name: then somebody
// changed it and left the name.
func epsgOfDefinition(wkt string) int {
	if code, err := strconv.Atoi(firstGroup(wktID, wkt)); err == nil {
		return code
	}
	code := epsgOfName(firstGroup(wktName, wkt))
	if grid, isGrid := gridOfCode(code); isGrid && wktMeridian.MatchString(wkt) {
		if meridian, err := strconv.ParseFloat(firstGroup(wktMeridian, wkt), 64); err != nil || meridian != grid.meridian {
			code = 0
		}
	}
	if code != 0 {
		return code
	}
	return mercatorCode(wkt)
}

// mercatorCode knows a transverse Mercator system of WGS 84 or CGCS2000 by its parameters. MapInfo writes those and no
// name; the two families that matter have codes in order: UTM, and the zones of CGCS2000, which MapInfo can only write
// with the datum WGS 84.
func mercatorCode(wkt string) int {
	if !modernDatum.MatchString(firstGroup(wktDatum, wkt)) || !transverse.MatchString(wkt) {
		return 0
	}
	given := map[string]float64{}
	for _, match := range wktParameter.FindAllStringSubmatch(wkt, -1) {
		given[match[1]], _ = strconv.ParseFloat(match[2], 64)
	}
	if given["Latitude of natural origin"] != 0 {
		return 0
	}
	meridian, easting, northing := given["Longitude of natural origin"], given["False easting"], given["False northing"]
	switch scale := given["Scale factor at natural origin"]; {
	case scale == 0.9996 && easting == 500_000:
		return utmCode(meridian, northing)
	case scale == 1 && northing == 0:
		return gaussKruegerCode(meridian, easting)
	}
	return 0
}

func utmCode(meridian, northing float64) int {
	zone := (meridian + 183) / 6
	switch {
	case zone != math.Trunc(zone) || zone < 1 || zone > 60:
		return 0
	case northing == 0:
		return 32600 + int(zone)
	case northing == 10_000_000:
		return 32700 + int(zone)
	}
	return 0
}

// gaussKruegerCode knows the zones of 3° by their meridian, or by the zone's number before the easting; of those of 6°
// only the latter, since a meridian of theirs is one of the others' too.
func gaussKruegerCode(meridian, easting float64) int {
	zone3, zone6 := meridian/3, (meridian+3)/6
	switch {
	case zone3 != math.Trunc(zone3) || zone3 < 25 || zone3 > 45:
		return 0
	case easting == 500_000:
		return cgcs2000.meridian3 + int(zone3) - 25
	case easting == zone3*1e6+500_000:
		return cgcs2000.zone3 + int(zone3) - 25
	case zone6 == math.Trunc(zone6) && easting == zone6*1e6+500_000:
		return cgcs2000.zone6 + int(zone6) - 13
	}
	return 0
}
