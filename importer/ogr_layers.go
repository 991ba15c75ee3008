package importer

import (
	"bytes"
	"context"
	"regexp"
	"strconv"
	"strings"
)

// ogrLayer is one layer of a dataset as ogrinfo describes it.
type ogrLayer struct {
	name     string
	geometry bool   // it has any
	records  int    // as GDAL counts them; -1 when it does not
	wkt      string // of its CRS, empty when undeclared
	planar   bool   // declared to be on a plane of its own, not on the Earth
}

const maxInfoBytes = 4 << 20

// layers lists what is in the dataset.
func (o *ogr) layers(ctx context.Context, path string, extra ...string) ([]ogrLayer, error) {
	var out bytes.Buffer
	args := append([]string{"-ro", "-so", "-al", "-noextent", "-nomd"}, extra...)
	if err := o.run(ctx, &out, maxInfoBytes, "ogrinfo", append(args, path)...); err != nil {
		return nil, err
	}
	return parseLayers(out.String()), nil
}

// parseLayers reads the text of `ogrinfo -so -al`; GDAL writes it as JSON only from 3.7 on.
func parseLayers(info string) []ogrLayer {
	var layers []ogrLayer
	for _, section := range strings.Split("\n"+info, "\nLayer name: ")[1:] {
		name, rest, _ := strings.Cut(section, "\n")
		layer := ogrLayer{name: name, records: -1}
		geometry := infoLine(rest, "Geometry")
		layer.geometry = geometry != "" && geometry != "None"
		if count, err := strconv.Atoi(infoLine(rest, "Feature Count")); err == nil {
			layer.records = count
		}
		if _, wkt, found := strings.Cut("\n"+rest, "\nLayer SRS WKT:\n"); found {
			wkt, _, _ = strings.Cut(wkt, "\nData axis")
			layer.wkt = strings.TrimSpace(wkt)
		}
		layer.planar = planarWKT.MatchString(layer.wkt)
		if noWKT.MatchString(layer.wkt) {
			layer.wkt = ""
		}
		layers = append(layers, layer)
	}
	return layers
}

// infoLine is what a line "label: value" of ogrinfo says.
func infoLine(info, label string) string {
	_, value, _ := strings.Cut("\n"+info, "\n"+label+": ")
	value, _, _ = strings.Cut(value, "\n")
	return value
}

// A CRS that is none: nothing at all, a GeoPackage's -1 and 0, a MapInfo table or drawing that is not of the Earth.
var (
	noWKT     = regexp.MustCompile(`^(\(unknown\)|ENGCRS|LOCAL_CS|GEOGCRS\["Undefined )`)
	planarWKT = regexp.MustCompile(`^(ENGCRS|LOCAL_CS)\["(Undefined Cartesian|Nonearth)`)
)

// chooseLayer takes the one the user named, or the only one that has geometry.
func chooseLayer(layers []ogrLayer, choice string) (ogrLayer, error) {
	var names []string
	var only ogrLayer
	for _, layer := range layers {
		if choice != "" && layer.name == choice {
			return layer, nil
		}
		if layer.geometry {
			names = append(names, layer.name)
			only = layer
		}
	}
	if choice == "" && len(names) == 1 {
		return only, nil
	}
	if len(names) == 0 {
		return ogrLayer{}, refuse(RefusedEmpty, "there is no layer with geometry in it")
	}
	refusal := refuse(RefusedLayer, "the file has the layers %s; choose one with --layer", strings.Join(names, ", "))
	if choice != "" {
		refusal.Message = "there is no layer " + choice + "; " + refusal.Message
	}
	refusal.Candidates = names
	return ogrLayer{}, refusal
}

// declaredCRS is the CRS of a layer: "EPSG:n" when PROJ knows it, else its definition. name is for people.
func (l ogrLayer) declaredCRS() (crs, name string) {
	wkt := l.wkt
	if _, bound, found := strings.Cut(wkt, "SOURCECRS["); found { // with its own shift to WGS 84: EPSG's is better
		bound, _, _ = strings.Cut(bound, "TARGETCRS[")
		wkt = strings.TrimSpace(strings.TrimSuffix(strings.TrimRight(bound, ", \n"), "]"))
	}
	name = definitionName(wkt)
	if code := epsgOfDefinition(wkt); code != 0 {
		return "EPSG:" + strconv.Itoa(code), name
	}
	return wkt, name
}
