package importer

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// shapefileEndings are the files that say something to us; the rest (.sbn, .qix, .xml) are of other programs.
var shapefileEndings = []string{".shp", ".shx", ".dbf", ".prj", ".cpg"}

// isShapefile takes any part for the whole: people pick the .dbf as well as the .shp.
func isShapefile(p probe) bool {
	return !p.directory && slices.Contains(shapefileEndings, p.extension)
}

// prepareShapefile reads a .shp with its neighbours. The parts are linked under one plain name, so that upper-case
// endings, names in GBK and a missing .shx do not matter.
func prepareShapefile(ctx context.Context, p probe, options Options) (*dataset, error) {
	set, err := neighbours(p.path, shapefileEndings)
	if err != nil {
		return nil, err
	}
	if set[".shp"] == "" {
		return nil, refuse(RefusedBroken, "a %s alone has no geometry: put the .shp of the same name beside it", p.extension)
	}
	return withOGR(ctx, "ESRI Shapefile", func(o *ogr) (*dataset, error) { return o.shapefile(ctx, set, options) })
}

// neighbours are the files beside path that have its name and one of the endings, by their ending in lower case.
func neighbours(path string, endings []string) (map[string]string, error) {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	base := stem(path)
	set := map[string]string{}
	for _, entry := range entries {
		ending := strings.ToLower(filepath.Ext(entry.Name()))
		if strings.EqualFold(stem(entry.Name()), base) && slices.Contains(endings, ending) && set[ending] == "" {
			set[ending] = filepath.Join(filepath.Dir(path), entry.Name())
		}
	}
	if ending := strings.ToLower(filepath.Ext(path)); slices.Contains(endings, ending) {
		set[ending] = path // where only case tells two apart
	}
	return set, nil
}

// stem is a file's name without folder and ending.
func stem(path string) string {
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}

func (o *ogr) shapefile(ctx context.Context, set map[string]string, options Options) (*dataset, error) {
	var notes []string
	text, err := shapefileEncoding(set, options.Encoding, &notes)
	if err != nil {
		return nil, err
	}
	if err := o.linkShapefile(set, &notes); err != nil {
		return nil, err
	}
	d, err := o.dataset(ctx, filepath.Join(o.dir, "data.shp"), "", []string{"-oo", "ENCODING=ISO-8859-1"})
	if err != nil {
		return nil, err
	}
	d.open = func(r io.Reader) Reader { return recoded{Reader: newGeoJSONReader(r), text: text} }
	d.encoding, d.recoded, d.layer, d.notes = text, true, stem(set[".shp"]), append(notes, d.notes...)
	return d, nil
}

// linkShapefile puts the parts together under one name and leaves out a .prj that is none, and the .cpg: the encoding
// is decided here.
func (o *ogr) linkShapefile(set map[string]string, notes *[]string) error {
	for _, ending := range []string{".shp", ".shx", ".dbf"} {
		if set[ending] == "" {
			continue
		}
		if _, err := o.link(set[ending], "data"+ending); err != nil {
			return err
		}
	}
	if set[".shx"] == "" {
		// Only then: the driver opens an index that is there for writing, and ours is a link to the user's file.
		o.env = append(o.env, "SHAPE_RESTORE_SHX=YES")
		*notes = append(*notes, "the .shx is missing; it was made anew")
	}
	if set[".dbf"] == "" {
		*notes = append(*notes, "the .dbf is missing: geometry without attributes")
	}
	if set[".prj"] == "" {
		return nil
	}
	prj, err := readHead(set[".prj"])
	if err != nil {
		return err
	}
	prj = bytes.TrimSpace(bytes.TrimPrefix(prj, utf8BOM))
	if bytes.HasPrefix(prj, []byte("<")) {
		*notes = append(*notes, "the .prj holds a web page instead of a CRS; it is left out")
		return nil
	}
	return os.WriteFile(filepath.Join(o.dir, "data.prj"), prj, 0o600)
}

// maxHeadBytes is more than any .prj, .cpg or .tab has.
const maxHeadBytes = 1 << 20

func readHead(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxHeadBytes))
}

// shapefileEncoding decides: the user's choice, .cpg, language driver id, valid UTF-8, GB18030.
func shapefileEncoding(set map[string]string, choice string, notes *[]string) (encoding, error) {
	if set[".dbf"] == "" {
		return utf8Encoding, nil
	}
	var hints []hint
	if set[".cpg"] != "" {
		label, err := readHead(set[".cpg"])
		if err != nil {
			return encoding{}, err
		}
		hints = append(hints, hint{string(bytes.TrimPrefix(label, utf8BOM)), "the .cpg"})
	}
	language, err := dbfLanguage(set[".dbf"])
	if err != nil {
		return encoding{}, err
	}
	if language != "" {
		hints = append(hints, hint{language, "the .dbf"})
	}
	return settle(choice, hints, func(e encoding) (bool, error) { return dbfDecodes(set[".dbf"], e) }, notes)
}
