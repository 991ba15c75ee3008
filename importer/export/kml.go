package export

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"backstreet/geo"
	"backstreet/rectify"
)

// kml writes one KML with a folder for each kind.
type kml struct {
	path string
	name string

	out     *output
	columns []column
	folder  bool // one is open
}

func (k *kml) layer(kind rectify.Kind, columns []column) error {
	if k.out == nil {
		var err error
		if k.out, err = create(k.path); err != nil {
			return err
		}
		fmt.Fprintf(k.out, "%s<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>%s</name>\n", xml.Header, escaped(k.name))
	}
	k.endFolder()
	k.columns, k.folder = columns, true
	_, err := fmt.Fprintf(k.out, "<Folder><name>%s</name>\n", escaped(kind.Name))
	return err
}

func (k *kml) endFolder() {
	if k.folder {
		fmt.Fprint(k.out, "</Folder>\n")
	}
}

func (k *kml) add(feature *rectify.Exported) error {
	name := feature.Name
	if name == "" {
		name = feature.Ref
	}
	fmt.Fprintf(k.out, `<Placemark id="f%d"><name>%s</name><ExtendedData>`, feature.ID, escaped(name))
	for _, c := range k.columns {
		content, there := cell(c.value(feature))
		if !there {
			continue
		}
		fmt.Fprintf(k.out, `<Data name="%s">`, escaped(c.name))
		if c.title != "" {
			fmt.Fprintf(k.out, "<displayName>%s</displayName>", escaped(c.title))
		}
		fmt.Fprintf(k.out, "<value>%s</value></Data>", escaped(content))
	}
	fmt.Fprint(k.out, "</ExtendedData>")
	kmlGeometry(k.out, feature.Place)
	_, err := fmt.Fprint(k.out, "</Placemark>\n") // a bufio.Writer keeps its first error
	return err
}

func (k *kml) finish(context.Context) (paths []string, notes []rectify.ExportNote, err error) {
	k.endFolder()
	_, err = fmt.Fprint(k.out, "</Document></kml>\n")
	return []string{k.path}, []rectify.ExportNote{note(noteUntyped, 0)}, errors.Join(err, k.out.close())
}

// escaped puts U+FFFD for what XML cannot hold.
func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}

func kmlGeometry(to io.Writer, g geo.Geometry) {
	switch g := g.(type) {
	case geo.Point:
		fmt.Fprintf(to, "<Point>%s</Point>", kmlPositions(geo.LineString{g}))
	case geo.LineString:
		fmt.Fprintf(to, "<LineString>%s</LineString>", kmlPositions(g))
	case geo.Polygon:
		fmt.Fprint(to, "<Polygon>")
		for i, ring := range g {
			boundary := [2]string{"outerBoundaryIs", "innerBoundaryIs"}[min(i, 1)]
			fmt.Fprintf(to, "<%s><LinearRing>%s</LinearRing></%s>", boundary, kmlPositions(geo.LineString(ring)), boundary)
		}
		fmt.Fprint(to, "</Polygon>")
	case geo.MultiPoint:
		kmlMembers(to, g)
	case geo.MultiLineString:
		kmlMembers(to, g)
	case geo.MultiPolygon:
		kmlMembers(to, g)
	}
}

func kmlMembers[S ~[]E, E geo.Geometry](to io.Writer, members S) {
	fmt.Fprint(to, "<MultiGeometry>")
	for _, member := range members {
		kmlGeometry(to, member)
	}
	fmt.Fprint(to, "</MultiGeometry>")
}

func kmlPositions(line geo.LineString) string {
	text := []byte("<coordinates>")
	for i, p := range line {
		if i > 0 {
			text = append(text, ' ')
		}
		text = append(strconv.AppendFloat(text, p[0], 'f', -1, 64), ',')
		text = strconv.AppendFloat(text, p[1], 'f', -1, 64)
	}
	return string(append(text, "</coordinates>"...))
}
