package importer

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
)

// MapInfo writes the parameters of a system and no name, so PROJ does not say its code. The two families that matter
// have codes in order: UTM, and the zones of CGCS2000, which MapInfo can only write with the datum WGS 84.

var wktParameter = regexp.MustCompile(`PARAMETER\["([^"]*)",(-?[\d.]+)`)

// mercatorName is what a transverse Mercator system of WGS 84 or CGCS2000 is called, "EPSG:4547"; empty for any other.
func mercatorName(wkt string) string {
	if code := mercatorCode(wkt); code != 0 {
		return fmt.Sprintf("EPSG:%d", code)
	}
	return ""
}

func mercatorCode(wkt string) int {
	datum := wktDatum.FindStringSubmatch(wkt)
	if datum == nil || !modernDatum.MatchString(datum[1]) || !transverse.MatchString(wkt) {
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

var (
	modernDatum = regexp.MustCompile(`^(World Geodetic System 1984|China 2000|China_2000|CGCS2000)`)
	transverse  = regexp.MustCompile(`METHOD\["Transverse Mercator"`)
)

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
		return 4534 + int(zone3) - 25
	case easting == zone3*1e6+500_000:
		return 4513 + int(zone3) - 25
	case zone6 == math.Trunc(zone6) && easting == zone6*1e6+500_000:
		return 4491 + int(zone6) - 13
	}
	return 0
}
