package export

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"backstreet/importer"
	"backstreet/rectify"
)

// ogr hands features to GDAL: each layer as a file of newline-delimited GeoJSON, and beside it a description (VRT)
// of what its columns hold, which GDAL would otherwise guess: a ledger number for a number, a text for a day.
type ogr struct {
	dir    string
	crs    importer.OutgoingCRS
	layers []*ogrLayer
}

// ogrLayer is a layer on its way. Columns are written under their own names.
type ogrLayer struct {
	name    string
	title   string
	nlt     string // the geometry type as ogr2ogr calls it
	columns []column
	widths  []int // bytes of text columns, where the format wants them; else nil
	out     *output
}

func (o *ogr) begin(layer *ogrLayer) (err error) {
	layer.out, err = create(o.path(layer, ".geojsonl"))
	if err != nil {
		return err
	}
	o.layers = append(o.layers, layer)
	return nil
}

func (o *ogr) path(layer *ogrLayer, ending string) string {
	return filepath.Join(o.dir, layer.name+ending)
}

func (l *ogrLayer) add(feature *rectify.Exported) error {
	encoded, err := geoJSONFeature(feature, l.columns)
	if err != nil {
		return err
	}
	_, err = l.out.Write(append(encoded, '\n'))
	return err
}

// ogrTypes are the columns' types in GDAL's words.
var ogrTypes = map[columnType]string{
	textColumn: "String", wholeColumn: "Integer64", numberColumn: "Real", truthColumn: "Integer", dayColumn: "Date",
}

// vrt describes a layer to GDAL.
func (o *ogr) vrt(layer *ogrLayer) error {
	var text strings.Builder
	fmt.Fprintf(&text, `<OGRVRTDataSource><OGRVRTLayer name="%s"><SrcDataSource relativeToVRT="1">%s</SrcDataSource>`,
		escaped(layer.name), escaped(layer.name+".geojsonl"))
	fmt.Fprintf(&text, `<OpenOptions><OOI key="DATE_AS_STRING">YES</OOI></OpenOptions><SrcLayer>%s</SrcLayer>`, escaped(layer.name))
	text.WriteString("\n")
	for i, c := range layer.columns {
		fmt.Fprintf(&text, `<Field name="%s" type="%s"`, escaped(c.name), ogrTypes[c.holds])
		if c.holds == truthColumn {
			text.WriteString(` subtype="Boolean"`)
		}
		if layer.widths != nil && c.holds == textColumn {
			fmt.Fprintf(&text, ` width="%d"`, max(layer.widths[i], 1))
		}
		text.WriteString("/>\n")
	}
	text.WriteString("</OGRVRTLayer></OGRVRTDataSource>\n")
	return os.WriteFile(o.path(layer, ".vrt"), []byte(text.String()), 0o600)
}

// convert lets ogr2ogr write a layer, and removes what it was made of.
func (o *ogr) convert(ctx context.Context, layer *ogrLayer, to string, options ...string) error {
	if err := errors.Join(layer.out.close(), o.vrt(layer)); err != nil {
		return err
	}
	srs := o.crs.Name
	if o.crs.Move != nil {
		srs = "none" // no EPSG code means it, and WGS 84 would be a lie
	}
	args := append([]string{"-a_srs", srs, "-nln", layer.name, "-nlt", layer.nlt, "-gt", "20000"}, options...)
	if err := importer.RunGDAL(ctx, o.dir, "ogr2ogr", append(args, to, o.path(layer, ".vrt"), layer.name)...); err != nil {
		return err
	}
	return errors.Join(os.Remove(o.path(layer, ".vrt")), os.Remove(o.path(layer, ".geojsonl")))
}
