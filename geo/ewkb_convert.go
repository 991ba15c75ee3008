package geo

import (
	"errors"
	"fmt"

	"github.com/twpayne/go-geom"
)

// toGeom copies g into go-geom's form, two-dimensional and without SRID.
func toGeom(g Geometry) (geom.T, error) {
	switch g := g.(type) {
	case nil:
		return nil, errors.New("geometry is nil")
	case Point:
		return geom.NewPointFlat(geom.XY, g[:]), nil
	case MultiPoint:
		return geom.NewMultiPointFlat(geom.XY, flatten(nil, g)), nil
	case LineString:
		return geom.NewLineStringFlat(geom.XY, flatten(nil, g)), nil
	case MultiLineString:
		flat, ends := flattenPaths(nil, g)
		return geom.NewMultiLineStringFlat(geom.XY, flat, ends), nil
	case Ring:
		return toGeom(Polygon{g})
	case Polygon:
		flat, ends := flattenPaths(nil, g)
		return geom.NewPolygonFlat(geom.XY, flat, ends), nil
	case MultiPolygon:
		var flat []float64
		endss := make([][]int, len(g))
		for i, polygon := range g {
			flat, endss[i] = flattenPaths(flat, polygon)
		}
		return geom.NewMultiPolygonFlat(geom.XY, flat, endss), nil
	case Bound:
		return toGeom(MultiPolygon(partsOf(g).polygons))
	case Collection:
		collection := geom.NewGeometryCollection()
		for _, member := range g {
			t, err := toGeom(member)
			if err != nil {
				return nil, err
			}
			if err := collection.Push(t); err != nil {
				return nil, err
			}
		}
		return collection, nil
	}
	return nil, fmt.Errorf("geometry kind %T is not supported", g)
}

func flatten(flat []float64, points []Point) []float64 {
	for _, p := range points {
		flat = append(flat, p.Lon(), p.Lat())
	}
	return flat
}

// flattenPaths appends the paths to flat; ends holds where each one stops.
func flattenPaths[S ~[]Point](flat []float64, paths []S) (_ []float64, ends []int) {
	for _, path := range paths {
		flat = flatten(flat, path)
		ends = append(ends, len(flat))
	}
	return flat, ends
}
