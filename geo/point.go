package geo

import (
	"math"
	"slices"
)

// RepresentativePoint is a place to put a label, a marker or a route's end:
// inside the largest polygon of g and well off its edges, else half-way along
// its longest line, else its first point. An area without extent (all its
// positions on one line) is treated as a line. An empty geometry has no such
// place and gives the zero Point: ask Validate first.
func RepresentativePoint(g Geometry) Point {
	parts := partsOf(g)
	switch {
	case len(parts.polygons) > 0:
		return pointInPolygon(largest(parts.polygons, polygonM2))
	case len(parts.lines) > 0:
		return halfWay(largest(parts.lines, lineMetres))
	case len(parts.points) > 0:
		return parts.points[0]
	}
	return Point{}
}

// largest is the first of the items with the greatest size.
func largest[T any](items []T, size func(T) float64) T {
	best, bestSize := items[0], -1.0
	for _, item := range items {
		if len(items) == 1 {
			break
		}
		if s := size(item); s > bestSize {
			best, bestSize = item, s
		}
	}
	return best
}

func halfWay(line LineString) Point {
	left := lineMetres(line) / 2
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		metres := DistanceMetres(a, b)
		if metres >= left && metres > 0 {
			t := left / metres
			return Point{a.Lon() + t*(b.Lon()-a.Lon()), a.Lat() + t*(b.Lat()-a.Lat())}
		}
		left -= metres
	}
	return line[0]
}

// pointInPolygon lays a few parallels through the polygon, takes the middle of
// the widest stretch inside on each, and keeps the one farthest from any edge.
func pointInPolygon(polygon Polygon) Point {
	bound := BoundOf(polygon)
	scale := metresPerDegree(bound.Center().Lat())
	best, bestRoom := Point{}, 0.0
	for _, share := range []float64{0.5, 0.375, 0.625, 0.25, 0.75} {
		lat := betweenVertices(polygon, bound.Min.Lat()+share*(bound.Max.Lat()-bound.Min.Lat()))
		candidate, found := middleOfWidest(crossings(polygon, lat), lat)
		if !found {
			continue
		}
		if room := roomAround(candidate, polygon, scale, bestRoom); room > bestRoom {
			best, bestRoom = candidate, room
		}
	}
	if bestRoom == 0 {
		return halfWay(LineString(polygon[0]))
	}
	return best
}

// betweenVertices is a latitude near lat on which no vertex lies, so that a
// parallel there crosses edges and touches none.
func betweenVertices(polygon Polygon, lat float64) float64 {
	below, above := math.Inf(-1), math.Inf(1)
	for _, ring := range polygon {
		for _, p := range ring {
			if p.Lat() <= lat {
				below = max(below, p.Lat())
			} else {
				above = min(above, p.Lat())
			}
		}
	}
	return below + (above-below)/2
}

// crossings are the longitudes, ascending, at which edges cross the parallel.
func crossings(polygon Polygon, lat float64) []float64 {
	var lons []float64
	for _, ring := range polygon {
		for i, b := range ring {
			a := ring[(i+len(ring)-1)%len(ring)]
			if (a.Lat() > lat) != (b.Lat() > lat) {
				t := (lat - a.Lat()) / (b.Lat() - a.Lat())
				lons = append(lons, a.Lon()+t*(b.Lon()-a.Lon()))
			}
		}
	}
	slices.Sort(lons)
	return lons
}

// middleOfWidest reads crossings as in, out, in, out.
func middleOfWidest(lons []float64, lat float64) (middle Point, found bool) {
	var widest float64
	for i := 1; i < len(lons); i += 2 {
		if width := lons[i] - lons[i-1]; width > widest {
			middle, widest = Point{lons[i-1] + width/2, lat}, width
		}
	}
	return middle, widest > 0
}

// roomAround is the squared distance in metres from p to the nearest edge, in a plane: near enough to compare places in
// one polygon. It stops looking where there is no more than enough.
func roomAround(p Point, polygon Polygon, scale Point, enough float64) float64 {
	room := math.Inf(1)
	for _, ring := range polygon {
		if len(ring) == 0 {
			continue
		}
		last := ring[len(ring)-1]
		ax, ay := scale[0]*(last[0]-p[0]), scale[1]*(last[1]-p[1])
		for _, b := range ring {
			bx, by := scale[0]*(b[0]-p[0]), scale[1]*(b[1]-p[1])
			room = min(room, squaredToSegment(ax, ay, bx, by))
			if room <= enough {
				return room
			}
			ax, ay = bx, by
		}
	}
	return room
}

// squaredToSegment is the squared distance from the origin to the segment from a to b.
func squaredToSegment(ax, ay, bx, by float64) float64 {
	dx, dy := bx-ax, by-ay
	if along := dx*dx + dy*dy; along > 0 {
		t := min(max(-(ax*dx+ay*dy)/along, 0), 1)
		ax, ay = ax+t*dx, ay+t*dy
	}
	return ax*ax + ay*ay
}
