package importer

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

func isKML(p probe) bool {
	if p.extension == ".kml" || p.extension == ".ovkml" {
		return !p.directory
	}
	return p.isXML() && bytes.Contains(p.head, []byte("<kml"))
}

func prepareKML(ctx context.Context, p probe, options Options) (*dataset, error) {
	d, err := prepareXML(ctx, p, options, nil)
	if err != nil {
		return nil, err
	}
	ovital := strings.HasPrefix(p.extension, ".ov")
	d.open = func(r io.Reader) Reader { return &kmlReader{xml: newXMLStream(r), declares: !ovital} }
	switch {
	case ovital:
		d.note("each object is taken in the CRS that Ovital wrote with it (OvCoordType)")
	case options.CRS == "":
		d.note("KML is WGS 84 by its standard; if this was drawn on AMap, Tencent or an Ovital map, say --crs GCJ02")
	}
	return d, nil
}

// kmlReader reads placemarks, of KML 2.2 and of what Ovital makes of it. Styles, tours, overlays and links to other
// files are passed over.
type kmlReader struct {
	xml      *xmlStream
	declares bool // the file is WGS 84 unless an object says otherwise; Ovital's is not
	around   []kmlFolder
	row      int
	links    int
}

// kmlFolder is a folder or document round the placemarks.
type kmlFolder struct {
	element, name string
}

// CRS is WGS 84 for plain KML.
func (r *kmlReader) CRS() string {
	if r.declares {
		return "EPSG:4326"
	}
	return ""
}

func (r *kmlReader) Next() (Record, error) {
	for {
		r.xml.renew()
		token, err := r.xml.token()
		if errors.Is(err, io.EOF) && r.row == 0 && r.links > 0 {
			return Record{}, refuse(RefusedEmpty, "it holds no places, only links to other files, which are not followed; open it in Google Earth and save the places as KML")
		}
		if err != nil {
			return Record{}, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "Placemark" {
				return r.placemark(token)
			}
			if err := r.enter(token); err != nil {
				return Record{}, err
			}
		case xml.EndElement:
			if len(r.around) > 0 {
				r.around = r.around[:len(r.around)-1]
			}
		}
	}
}

// enter goes into what holds placemarks and passes over everything else.
func (r *kmlReader) enter(element xml.StartElement) error {
	switch element.Name.Local {
	case "kml", "Document", "Folder":
		r.around = append(r.around, kmlFolder{element: element.Name.Local})
		return nil
	case "name":
		name, err := r.xml.text()
		if len(r.around) > 0 {
			r.around[len(r.around)-1].name = name
		}
		return err
	case "NetworkLink":
		r.links++
	}
	if r.xml.depth == 1 {
		return refuse(RefusedFormat, "its first element is <%s>; this is not KML", shorten(element.Name.Local))
	}
	return r.xml.skip()
}

// folder is the path of folders around a placemark. The document's own name is left out: it is that of the file.
func (r *kmlReader) folder() any {
	var names []string
	for _, outer := range r.around {
		if outer.element == "Folder" && outer.name != "" {
			names = append(names, outer.name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return strings.Join(names, "/")
}
