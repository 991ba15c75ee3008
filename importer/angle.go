package importer

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"backstreet/geo"
)

// An angle as people write it: 113°58'12.3"E, 东经113度58分12秒, N33°34.205′, 113.97°. The hemisphere stands before or
// after; the last unit may be missing.
const (
	angleNumber  = `\d+(?:[.,]\d+)?`
	anglePattern = `(东经|西经|北纬|南纬|经度|纬度|(?i:longitude|latitude|lng|lon|lat)|[EWNSewns东西南北])?\s*[:：=]?\s*` +
		`([+-]?` + angleNumber + `)` +
		`(?:\s*[°º˚度]\s*(?:(` + angleNumber + `)\s*['′’‘＇分]\s*(?:(` + angleNumber + `)\s*(?:''|′′|’’|["″”“＂秒])?)?)?)?` +
		`\s*([EWNSewns东西南北])?`
)

var (
	angle  = regexp.MustCompile(anglePattern)
	angled = regexp.MustCompile(`^` + anglePattern + `$`)
)

// parseAngle reads degrees, minutes and seconds or a plain number. axis is 'E' or 'N' where the text says which it is,
// else 0. West and south are negative.
func parseAngle(text string) (degrees float64, axis byte, ok bool) {
	text = strings.TrimSpace(text)
	if number, ok := parseCoordinate(text); ok {
		return number, 0, true
	}
	match := angled.FindStringSubmatch(text)
	if match == nil {
		return 0, 0, false
	}
	return angleOf(match)
}

func angleOf(match []string) (degrees float64, axis byte, ok bool) {
	var parts [3]float64
	for i, text := range match[2:5] {
		if text == "" {
			continue
		}
		number, ok := parseCoordinate(text)
		if !ok || i > 0 && number >= 60 {
			return 0, 0, false
		}
		parts[i] = math.Abs(number)
	}
	negative := strings.HasPrefix(match[2], "-")
	degrees = parts[0] + parts[1]/60 + parts[2]/3600
	for _, word := range []string{match[1], match[5]} {
		named, west := hemisphere(word)
		if named != 0 && axis != 0 && named != axis {
			return 0, 0, false
		}
		axis, negative = max(axis, named), negative || west
	}
	if axis == 'N' && degrees > 90 || degrees > 180 {
		return 0, 0, false
	}
	if negative {
		degrees = -degrees
	}
	return degrees, axis, true
}

// hemisphere is the axis that a word names, and whether its degrees count downwards.
func hemisphere(word string) (axis byte, negative bool) {
	switch strings.ToLower(word) {
	case "东经", "经度", "longitude", "lng", "lon", "e", "东":
		return 'E', false
	case "西经", "w", "西":
		return 'E', true
	case "北纬", "纬度", "latitude", "lat", "n", "北":
		return 'N', false
	case "南纬", "s", "南":
		return 'N', true
	}
	return 0, false
}

// parseCoordinate takes a decimal point or comma and a degree sign.
func parseCoordinate(text string) (float64, bool) {
	text = strings.TrimSuffix(strings.TrimSpace(text), "°")
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	return parseDecimal(text)
}

// parseDecimal is strict where strconv is generous (hexadecimal, "inf", underscores).
func parseDecimal(text string) (float64, bool) {
	if text == "" || strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, false
	}
	number, err := strconv.ParseFloat(text, 64)
	return number, err == nil
}

// looksLikeAngles says that a cell is one position whose two angles say which is which, or have minutes.
func looksLikeAngles(cell string) bool {
	_, marked, ok := angles(cell)
	return ok && marked
}

func cellAngles(cell string, _ bool) (geo.Geometry, string, bool, *Fault) {
	p, _, ok := angles(cell)
	if !ok {
		return nil, "", false, faultf(CodeBadCoordinate, cell, "the cell is no longitude and latitude")
	}
	return p, "", false, nil
}

// angles reads two angles in one cell. Where neither is named, longitude comes first, unless only the second can be
// one. marked tells a position from any two numbers.
func angles(cell string) (p geo.Point, marked, ok bool) {
	matches := angle.FindAllStringSubmatch(cell, 3)
	if len(matches) != 2 || strings.Trim(angle.ReplaceAllString(cell, ""), " \t\n\r,，;；、/|()（）") != "" {
		return geo.Point{}, false, false
	}
	first, axis, okFirst := angleOf(matches[0])
	second, other, okSecond := angleOf(matches[1])
	if !okFirst || !okSecond || axis != 0 && axis == other {
		return geo.Point{}, false, false
	}
	marked = axis != 0 && other != 0 || matches[0][3] != "" && matches[1][3] != ""
	if axis == 'N' || other == 'E' || axis == 0 && other == 0 && first >= -90 && first <= 90 && (second > 90 || second < -90) {
		return geo.Point{second, first}, marked, true
	}
	return geo.Point{first, second}, marked, true
}
