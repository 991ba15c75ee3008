package export

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"

	"backstreet/rectify"
)

// geoPackage writes one GeoPackage with a layer for each kind.
type geoPackage struct {
	ogr
	name    string
	current *ogrLayer
}

func (g *geoPackage) layer(kind rectify.Kind, columns []column) error {
	nlt := "GEOMETRY"
	if len(kind.GeometryTypes) == 1 {
		nlt = strings.ToUpper(kind.GeometryTypes[0])
	}
	g.current = &ogrLayer{name: string(kind.Key), title: kind.Name, nlt: nlt, columns: make([]column, len(columns))}
	for i, c := range columns {
		value := c.value
		c.value = func(f *rectify.Exported) any { return documentAsText(value(f)) }
		g.current.columns[i] = c
	}
	return g.begin(g.current)
}

func (g *geoPackage) add(feature *rectify.Exported) error { return g.current.add(feature) }

func (g *geoPackage) finish(ctx context.Context) (paths []string, notes []rectify.ExportNote, err error) {
	path := filepath.Join(g.dir, g.name+".gpkg")
	for i, layer := range g.layers {
		options := []string{"-f", "GPKG", "-lco", "GEOMETRY_NAME=geom", "-lco", "DESCRIPTION=" + layer.title}
		if i > 0 {
			options = append(options, "-update")
		}
		if err := g.convert(ctx, layer, path, options...); err != nil {
			return nil, nil, err
		}
	}
	return []string{path}, nil, nil
}

// documentAsText makes a text of a JSON document. The space before it keeps GDAL, which writes text that looks
// like an object as an object, from rounding the numbers in it.
func documentAsText(value any) any {
	if document, ok := value.(json.RawMessage); ok {
		return " " + string(document)
	}
	return value
}
