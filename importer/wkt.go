package importer

import (
	"strconv"
	"strings"

	"backstreet/geo"
)

// wktGeometry decodes WKT, with the SRID prefix and the Z and M forms of PostGIS. Third and fourth coordinates are
// left out. srid is 0 without a prefix.
func wktGeometry(text string) (g geo.Geometry, srid int, hasZ bool, fault *Fault) {
	text = strings.TrimSpace(text)
	if prefix, rest, found := strings.Cut(text, ";"); found && len(prefix) > 5 && strings.EqualFold(prefix[:5], "SRID=") {
		n, err := strconv.Atoi(prefix[5:])
		if err != nil {
			return nil, 0, false, faultf(CodeBadCoordinate, text, "the SRID is no number")
		}
		srid, text = n, rest
	}
	p := wktParser{text: text}
	g, fault = p.geometry(0)
	if fault == nil && p.peek() != 0 {
		fault = p.bad("the text goes on after the geometry")
	}
	return g, srid, p.hasZ, fault
}

// looksLikeWKT is enough to choose a column by.
func looksLikeWKT(text string) bool {
	text = strings.ToUpper(strings.TrimSpace(text))
	if strings.HasPrefix(text, "SRID=") {
		_, text, _ = strings.Cut(text, ";")
	}
	for _, kind := range []string{"POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"} {
		if rest, found := strings.CutPrefix(text, kind); found {
			return strings.HasSuffix(rest, ")") || strings.HasSuffix(rest, "EMPTY")
		}
	}
	return false
}

type wktParser struct {
	text string
	at   int
	hasZ bool
}

func (p *wktParser) bad(reason string) *Fault {
	return faultf(CodeBadCoordinate, p.text, "WKT, character %d: %s", p.at+1, reason)
}

func (p *wktParser) peek() byte {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *wktParser) accept(wanted byte) bool {
	if p.peek() != wanted {
		return false
	}
	p.at++
	return true
}

func (p *wktParser) word() string {
	p.peek()
	start := p.at
	for p.at < len(p.text) && (p.text[p.at]|0x20 >= 'a' && p.text[p.at]|0x20 <= 'z') {
		p.at++
	}
	return strings.ToUpper(p.text[start:p.at])
}

func (p *wktParser) geometry(depth int) (geo.Geometry, *Fault) {
	if depth > maxNesting {
		return nil, p.bad("too many collections in one another")
	}
	kind := p.word()
	afterKind := p.at
	if dimension := p.word(); dimension != "Z" && dimension != "M" && dimension != "ZM" {
		p.at = afterKind
	}
	switch kind {
	case "POINT":
		points, fault := wktList(p, p.position)
		if len(points) == 1 {
			return points[0], fault
		}
		return geo.MultiPoint(points), fault
	case "MULTIPOINT":
		points, fault := wktList(p, p.wrappedPosition)
		return geo.MultiPoint(points), fault
	case "LINESTRING":
		return p.line()
	case "MULTILINESTRING":
		lines, fault := wktList(p, p.line)
		return geo.MultiLineString(lines), fault
	case "POLYGON":
		return p.polygon()
	case "MULTIPOLYGON":
		polygons, fault := wktList(p, p.polygon)
		return geo.MultiPolygon(polygons), fault
	case "GEOMETRYCOLLECTION":
		members, fault := wktList(p, func() (geo.Geometry, *Fault) { return p.geometry(depth + 1) })
		return geo.Collection(members), fault
	}
	return nil, p.bad("a geometry type is expected, such as POINT or POLYGON")
}

func (p *wktParser) line() (geo.LineString, *Fault) { return wktList(p, p.position) }

func (p *wktParser) polygon() (geo.Polygon, *Fault) {
	return wktList(p, func() (geo.Ring, *Fault) {
		line, fault := p.line()
		return geo.Ring(line), fault
	})
}

// wrappedPosition reads both forms of a MULTIPOINT: ((1 2), (3 4)) and (1 2, 3 4).
func (p *wktParser) wrappedPosition() (geo.Point, *Fault) {
	wrapped := p.accept('(')
	position, fault := p.position()
	if fault == nil && wrapped && !p.accept(')') {
		fault = p.bad("a closing bracket is expected")
	}
	return position, fault
}

func (p *wktParser) position() (geo.Point, *Fault) {
	var position geo.Point
	for count := 0; ; count++ {
		c := p.peek()
		if c == ',' || c == ')' {
			if count < 2 {
				return position, p.bad("a position has two numbers")
			}
			p.hasZ = p.hasZ || count > 2
			return position, nil
		}
		start := p.at
		for p.at < len(p.text) && strings.IndexByte(" \t\r\n,()", p.text[p.at]) < 0 {
			p.at++
		}
		number, err := strconv.ParseFloat(p.text[start:p.at], 64)
		if err != nil {
			return position, p.bad("a number is expected")
		}
		if count < 2 {
			position[count] = number
		}
	}
}

// wktList reads EMPTY or (item, item, …).
func wktList[T any](p *wktParser, item func() (T, *Fault)) ([]T, *Fault) {
	list := []T{}
	if !p.accept('(') {
		if p.word() == "EMPTY" {
			return list, nil
		}
		return nil, p.bad("an opening bracket is expected")
	}
	for {
		read, fault := item()
		if fault != nil {
			return nil, fault
		}
		list = append(list, read)
		if p.accept(')') {
			return list, nil
		}
		if !p.accept(',') {
			return nil, p.bad("a comma or a closing bracket is expected")
		}
	}
}
