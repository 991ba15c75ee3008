package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func isShapefile(p probe) bool {
	if p.directory {
		parts, err := shapefileParts(p.path)
		return err == nil && len(parts) > 0
	}
	return p.extension == ".shp" || p.extension == ".zip"
}

// shapefileSet maps lower-case extensions with the dot to paths: the files that are one Shapefile.
type shapefileSet map[string]string

// prepareShapefile reads a .shp with its neighbours, a folder, or a zip of them. The parts are linked under one
// plain name, so that upper-case endings, names in GBK and a missing .shx do not matter.
func prepareShapefile(ctx context.Context, p probe, options Options) (*dataset, error) {
	child, err := newOGR()
	if err != nil {
		return nil, err
	}
	d, err := child.shapefile(ctx, p, options)
	if err != nil {
		child.close()
		return nil, err
	}
	return d, nil
}

func (o *ogr) shapefile(ctx context.Context, p probe, options Options) (*dataset, error) {
	folder := filepath.Dir(p.path)
	choice := strings.TrimSuffix(filepath.Base(p.path), filepath.Ext(p.path))
	switch {
	case p.directory:
		folder, choice = p.path, options.Layer
	case p.extension == ".zip":
		folder, choice = filepath.Join(o.dir, "unzipped"), options.Layer
		if err := unzip(p.path, folder); err != nil {
			return nil, err
		}
	}
	sets, err := shapefileParts(folder)
	if err != nil {
		return nil, err
	}
	name, err := chooseShapefile(sets, choice)
	if err != nil {
		return nil, err
	}
	var notes []string
	linked, err := o.link(sets[name], &notes)
	if err != nil {
		return nil, err
	}
	text, err := shapefileEncoding(sets[name], options.Encoding, &notes)
	if err != nil {
		return nil, err
	}
	d, err := o.dataset(ctx, linked, "", []string{"-oo", "ENCODING=" + text.name})
	if err != nil {
		return nil, err
	}
	d.encoding, d.recoded, d.layer, d.notes = text, true, name, notes
	return d, nil
}

// shapefileParts finds the Shapefiles below a folder by their base names.
func shapefileParts(folder string) (map[string]shapefileSet, error) {
	sets := map[string]shapefileSet{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if path != folder && strings.HasPrefix(entry.Name(), "__MACOSX") {
				return filepath.SkipDir
			}
			return nil
		}
		extension := filepath.Ext(path)
		base := strings.TrimSuffix(filepath.Base(path), extension)
		if sets[base] == nil {
			sets[base] = shapefileSet{}
		}
		sets[base][strings.ToLower(extension)] = path
		return nil
	})
	for base, set := range sets {
		if set[".shp"] == "" {
			delete(sets, base)
		}
	}
	return sets, err
}

func chooseShapefile(sets map[string]shapefileSet, choice string) (string, error) {
	names := make([]string, 0, len(sets))
	for name := range sets {
		names = append(names, name)
	}
	slices.Sort(names)
	switch {
	case len(names) == 0:
		return "", refuse(RefusedBroken, "there is no .shp in it")
	case choice != "" && sets[choice] != nil:
		return choice, nil
	case choice == "" && len(names) == 1:
		return names[0], nil
	}
	refusal := refuse(RefusedLayer, "there are the Shapefiles %s; choose one with --layer", strings.Join(names, ", "))
	refusal.Candidates = names
	return "", refusal
}

// link puts the parts together under one name and leaves out a .prj that is none. The .cpg is always left out:
// the encoding is decided here and told to the driver.
func (o *ogr) link(set shapefileSet, notes *[]string) (string, error) {
	for _, extension := range []string{".shp", ".shx", ".dbf"} {
		if set[extension] == "" {
			continue
		}
		path, err := filepath.Abs(set[extension])
		if err != nil {
			return "", err
		}
		if err := os.Symlink(path, filepath.Join(o.dir, "data"+extension)); err != nil {
			return "", fmt.Errorf("link %s: %w", filepath.Base(path), err)
		}
	}
	if set[".shx"] == "" {
		// Only then: the driver opens an index that is there for writing, and ours is a link to the user's file.
		o.env = append(o.env, "SHAPE_RESTORE_SHX=YES")
	}
	if set[".dbf"] == "" {
		*notes = append(*notes, "the .dbf is missing: geometry without attributes")
	}
	if set[".prj"] != "" {
		prj, err := os.ReadFile(set[".prj"])
		if err != nil {
			return "", err
		}
		prj = bytes.TrimSpace(bytes.TrimPrefix(prj, utf8BOM))
		if bytes.HasPrefix(prj, []byte("<")) {
			*notes = append(*notes, "the .prj holds a web page instead of a CRS; it is left out")
		} else if err := os.WriteFile(filepath.Join(o.dir, "data.prj"), prj, 0o600); err != nil {
			return "", err
		}
	}
	return filepath.Join(o.dir, "data.shp"), nil
}

// shapefileEncoding decides: the user's choice, .cpg, language driver id, valid UTF-8, GB18030.
func shapefileEncoding(set shapefileSet, choice string, notes *[]string) (encoding, error) {
	if choice != "" {
		return encodingChosen(choice)
	}
	if set[".cpg"] != "" {
		label, err := os.ReadFile(set[".cpg"])
		if err != nil {
			return encoding{}, err
		}
		if named, ok := encodingNamed(string(bytes.TrimPrefix(label, utf8BOM))); ok {
			return named, nil
		}
		*notes = append(*notes, "the .cpg names no known encoding; it is left out")
	}
	if set[".dbf"] == "" {
		return utf8Encoding, nil
	}
	found, err := dbfEncoding(set[".dbf"])
	if errors.Is(err, fs.ErrNotExist) {
		return utf8Encoding, nil
	}
	return found, err
}
