package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"backstreet/geo"
	"backstreet/importer"
	"backstreet/rectify"
)

// geoJSON writes a FeatureCollection for each kind.
type geoJSON struct {
	dir   string
	crs   importer.OutgoingCRS
	paths []string

	out     *output
	columns []column
	rows    int
}

func (g *geoJSON) layer(kind rectify.Kind, columns []column) error {
	if err := g.end(); err != nil {
		return err
	}
	path := filepath.Join(g.dir, string(kind.Key)+".geojson")
	out, err := create(path)
	if err != nil {
		return err
	}
	g.out, g.columns, g.rows, g.paths = out, columns, 0, append(g.paths, path)
	fmt.Fprintf(out, `{"type":"FeatureCollection","name":%q,`, kind.Key)
	if g.crs.SRID != geo.SRID {
		fmt.Fprintf(out, `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::%d"}},`, g.crs.SRID)
	}
	_, err = out.WriteString(`"features":[`)
	return err
}

func (g *geoJSON) add(feature *rectify.Exported) error {
	separator := ",\n"
	if g.rows == 0 {
		separator = "\n"
	}
	g.rows++
	encoded, err := geoJSONFeature(feature, g.columns)
	if err != nil {
		return err
	}
	_, err = g.out.WriteString(separator)
	_, again := g.out.Write(encoded)
	return errors.Join(err, again)
}

// end closes the collection that is being written, if any.
func (g *geoJSON) end() error {
	if g.out == nil {
		return nil
	}
	_, err := g.out.WriteString("\n]}\n")
	return errors.Join(err, g.out.close())
}

func (g *geoJSON) finish(context.Context) (paths []string, notes []rectify.ExportNote, err error) {
	return g.paths, nil, g.end()
}

// geoJSONFeature writes one Feature with the properties in the order of the columns.
func geoJSONFeature(feature *rectify.Exported, columns []column) ([]byte, error) {
	var text bytes.Buffer
	fmt.Fprintf(&text, `{"type":"Feature","id":%q,"properties":{`, feature.UID)
	for i, c := range columns {
		if i > 0 {
			text.WriteByte(',')
		}
		name, err := marshal(c.name)
		if err != nil {
			return nil, err
		}
		value, err := marshal(c.value(feature))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		text.Write(name)
		text.WriteByte(':')
		text.Write(value)
	}
	geometry, err := json.Marshal(geo.GeoJSON{Geometry: feature.Place})
	if err != nil {
		return nil, err
	}
	text.WriteString(`},"geometry":`)
	text.Write(geometry)
	text.WriteByte('}')
	return text.Bytes(), nil
}

// marshal writes JSON in which < > & stay themselves: no page shows it.
func marshal(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}
