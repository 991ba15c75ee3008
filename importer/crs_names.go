package importer

import (
	"regexp"
	"strconv"
	"strings"
)

// gridCodes: EPSG numbers the zones of China in runs, by zone number or by central meridian, 3° or 6° wide.
type gridCodes struct {
	name                               string
	zone3, meridian3, zone6, meridian6 int // the codes of zone 25, 75° E, zone 13, 75° E
}

var (
	cgcs2000     = gridCodes{"CGCS2000", 4513, 4534, 4491, 4502}
	chineseGrids = map[string]gridCodes{
		"cgcs2000":    cgcs2000,
		"xian1980":    {"Xi'an 1980", 2349, 2370, 2327, 2338},
		"beijing1954": {"Beijing 1954", 2401, 2422, 21413, 21453},
	}
)

var (
	// Of a name in lower case without punctuation, "gausskruger" shortened.
	gridName = regexp.MustCompile(`^(cgcs2000|xian1980|beijing1954)(3degree|6degree)?gk(cm|zone)(\d{2,3})e?$`)
	utmName  = regexp.MustCompile(`^wgs(?:1984|84)utmzone(\d{1,2})([ns])$`)

	namePlain   = strings.NewReplacer("_", "", " ", "", "-", "", "/", "", "(", "", ")", "", "'", "", ".", "", "gauss", "g", "kruger", "k", "krüger", "k")
	namesInFull = map[string]int{
		"gcschinageodeticcoordinatesystem2000": 4490, "chinageodeticcoordinatesystem2000": 4490, "gcscgcs2000": 4490, "cgcs2000": 4490,
		"gcsxian1980": 4610, "xian1980": 4610, "gcsbeijing1954": 4214, "beijing1954": 4214,
		"gcswgs1984": 4326, "wgs1984": 4326, "gcswgs84": 4326, "wgs84": 4326,
		"wgs1984webmercatorauxiliarysphere": 3857, "wgs84pseudomercator": 3857, "wgs1984webmercator": 3857,
	}
)

// epsgOfName knows the code of a CRS by the name that Esri's or EPSG's lists give it, 0 for none.
func epsgOfName(name string) int {
	plain := namePlain.Replace(strings.ToLower(name))
	if code, ok := namesInFull[plain]; ok {
		return code
	}
	if match := utmName.FindStringSubmatch(plain); match != nil {
		zone, _ := strconv.Atoi(match[1])
		if zone < 1 || zone > 60 {
			return 0
		}
		return map[string]int{"n": 32600, "s": 32700}[match[2]] + zone
	}
	match := gridName.FindStringSubmatch(plain)
	if match == nil {
		return 0
	}
	number, _ := strconv.Atoi(match[4])
	grid, wide := chineseGrids[match[1]], match[2] != "3degree"
	switch {
	case match[3] == "cm" && wide && onGrid(number, 75, 135, 6):
		return grid.meridian6 + (number-75)/6
	case match[3] == "cm" && !wide && onGrid(number, 75, 135, 3):
		return grid.meridian3 + (number-75)/3
	case match[3] == "zone" && wide && onGrid(number, 13, 23, 1):
		return grid.zone6 + number - 13
	case match[3] == "zone" && !wide && onGrid(number, 25, 45, 1):
		return grid.zone3 + number - 25
	}
	return 0
}

func onGrid(number, first, last, step int) bool {
	return number >= first && number <= last && (number-first)%step == 0
}

// chineseGrid is what the code of a Gauss-Krüger zone of China stands for.
type chineseGrid struct {
	datum    string
	meridian float64
	prefix   int // the zone number in front of the eastings, 0 for none
}

func gridOfCode(code int) (chineseGrid, bool) {
	for _, grid := range chineseGrids {
		switch {
		case onGrid(code, grid.zone3, grid.zone3+20, 1):
			zone := code - grid.zone3 + 25
			return chineseGrid{grid.name, float64(3 * zone), zone}, true
		case onGrid(code, grid.meridian3, grid.meridian3+20, 1):
			return chineseGrid{grid.name, float64(75 + 3*(code-grid.meridian3)), 0}, true
		case onGrid(code, grid.zone6, grid.zone6+10, 1):
			zone := code - grid.zone6 + 13
			return chineseGrid{grid.name, float64(6*zone - 3), zone}, true
		case onGrid(code, grid.meridian6, grid.meridian6+10, 1):
			return chineseGrid{grid.name, float64(75 + 6*(code-grid.meridian6)), 0}, true
		}
	}
	return chineseGrid{}, false
}
