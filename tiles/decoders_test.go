package tiles_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"backstreet/tiles"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/project"
)

// MapLibre's decoder, GDAL's and orb's share no code: what all three read is
// what the tile says.
func TestDecodersAgree(t *testing.T) {
	t.Parallel()
	e := engineWith(district()...)
	for _, zoom := range []uint8{0, 7, 8, 10, 11, 12, 13, 14, 16, 18, 22} {
		a := tileAt(zoom, lon, lat)
		path := filepath.Join(t.TempDir(), "tile.mvt")
		if err := os.WriteFile(path, e.MVT(a), 0o644); err != nil {
			t.Fatal(err)
		}
		want := byOrb(t, e, a)
		t.Run(fmt.Sprintf("z%d/maplibre", zoom), func(t *testing.T) {
			if diff := cmp.Diff(want, byMapLibre(t, path)); diff != "" {
				t.Errorf("orb's (-) and MapLibre's (+) differ:\n%s", diff)
			}
		})
		t.Run(fmt.Sprintf("z%d/gdal", zoom), func(t *testing.T) {
			if diff := cmp.Diff(want, byGDAL(t, path, a, e.Layers())); diff != "" {
				t.Errorf("orb's (-) and GDAL's (+) differ:\n%s", diff)
			}
		})
	}
}

func byOrb(t *testing.T, e *tiles.Engine, a tiles.Address) []string {
	var read []string
	for _, l := range decode(t, e, a) {
		for _, f := range l.Features {
			read = append(read, describeFeature(l.Name, f.ID, f.Properties, pathsOf(f.Geometry)))
		}
	}
	slices.Sort(read)
	return read
}

func byMapLibre(t *testing.T, path string) []string {
	modules := filepath.Join("..", "web", "node_modules")
	if _, err := os.Stat(filepath.Join(modules, "@mapbox", "vector-tile")); err != nil {
		t.Skipf("web packages not installed: %v", err)
	}
	var features []struct {
		Layer      string
		ID         any
		Properties map[string]any
		Geometry   [][]struct{ X, Y float64 }
	}
	output(t, &features, "node", "testdata/decode.mjs", modules, path)
	var read []string
	for _, f := range features {
		var paths [][]orb.Point
		for _, path := range f.Geometry {
			var points []orb.Point
			for _, p := range path {
				points = append(points, orb.Point{p.X, p.Y})
			}
			paths = append(paths, points)
		}
		read = append(read, describeFeature(f.Layer, f.ID, f.Properties, paths))
	}
	slices.Sort(read)
	return read
}

func byGDAL(t *testing.T, path string, a tiles.Address, layers []string) []string {
	var read []string
	for _, layer := range layers {
		var collection struct {
			Features []struct {
				Properties map[string]any
				Geometry   geojson.Geometry
			}
		}
		output(t, &collection, "ogr2ogr", "-f", "GeoJSON", "/vsistdout/", path, "-skipfailures", "-dialect", "OGRSQL",
			"-oo", fmt.Sprintf("X=%d", a.X), "-oo", fmt.Sprintf("Y=%d", a.Y), "-oo", fmt.Sprintf("Z=%d", a.Z), "-oo", "CLIP=NO",
			"-sql", "SELECT * FROM "+layer)
		for _, f := range collection.Features {
			id := f.Properties["mvt_id"]
			delete(f.Properties, "mvt_id")
			read = append(read, describeFeature(layer, id, f.Properties, pathsOf(inTile(f.Geometry.Geometry(), a))))
		}
	}
	slices.Sort(read)
	return read
}

// output runs the program and reads the JSON it prints; nothing printed is nothing there.
func output(t *testing.T, into any, program string, arguments ...string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skip(err)
	}
	out, err := exec.Command(program, arguments...).Output()
	if len(out) == 0 && err != nil && program == "ogr2ogr" {
		return // the tile has no such layer
	}
	if err != nil {
		t.Fatalf("%s: %v", program, err)
	}
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatalf("%s printed %.200s: %v", program, out, err)
	}
}

// inTile takes metres of EPSG:3857, which GDAL tells, to the tile's units.
func inTile(g orb.Geometry, a tiles.Address) orb.Geometry {
	const half = 20037508.342789244
	side := 2 * half / float64(uint32(1)<<a.Z)
	return project.Geometry(g, func(p orb.Point) orb.Point {
		return orb.Point{
			math.Round((p[0]+half-float64(a.X)*side)/side*4096) + 0,
			math.Round((half-p[1]-float64(a.Y)*side)/side*4096) + 0,
		}
	})
}

// pathsOf are the points, lines or rings of a geometry in order, however they are grouped.
func pathsOf(g orb.Geometry) [][]orb.Point {
	var paths [][]orb.Point
	switch g := g.(type) {
	case orb.Point:
		return [][]orb.Point{{g}}
	case orb.MultiPoint:
		return [][]orb.Point{g}
	case orb.LineString:
		return [][]orb.Point{g}
	case orb.MultiLineString:
		for _, line := range g {
			paths = append(paths, line)
		}
	case orb.Polygon:
		for _, ring := range g {
			paths = append(paths, ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			paths = append(paths, pathsOf(polygon)...)
		}
	}
	return paths
}

func describeFeature(layer string, id any, properties map[string]any, paths [][]orb.Point) string {
	var b strings.Builder
	fmt.Fprint(&b, layer, " ", id)
	for _, k := range slices.Sorted(maps.Keys(properties)) {
		if v := properties[k]; v != nil {
			fmt.Fprintf(&b, " %s=%v", k, v)
		}
	}
	for _, path := range paths {
		fmt.Fprint(&b, " ", path)
	}
	return b.String()
}
