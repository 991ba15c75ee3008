package tiles_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"backstreet/geo"
	"backstreet/tiles"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/paulmach/orb/geojson"
)

// TestAwkwardGeometriesAreThoseOfPostGIS draws what others made to break readers of geometries, mended as an import
// mends it, each shrunk to 150 metres and with a place of its own.
func TestAwkwardGeometriesAreThoseOfPostGIS(t *testing.T) {
	t.Parallel()
	r := newReference(t)
	var features []tiles.Feature
	for _, text := range awkward(t) {
		n := len(features)
		g, ok := r.mended(t, text, lon+0.003*float64(n%40), lat+0.003*float64(n/40))
		if !ok {
			continue
		}
		layer := "compound"
		if g.Dimensions() == 1 {
			layer = "back_street"
		}
		features = append(features, tiles.Feature{Layer: layer, ID: int64(n + 1), Geom: g, Status: "listed", Quantity: 1})
	}
	if len(features) < 700 {
		t.Errorf("only %d geometries could be mended", len(features))
	}
	zooms := []uint8{10, 16}
	if *every {
		zooms = []uint8{8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}
	}
	compareTilesOf(t, r, features, over(features, zooms))
}

// awkward is every geometry of the shared sets, as WKT.
func awkward(t *testing.T) []string {
	t.Helper()
	root := filepath.Join("..", "..", "shared", "data", "public")
	if _, err := os.Stat(filepath.Join(root, "geom_invalid")); err != nil {
		t.Skip("shared data not present")
	}
	var texts []string
	for _, dir := range []string{"geom_invalid", "mvt"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Name() == "fixtures" {
				return fs.SkipDir // bytes to break decoders, orb's too, not geometries
			}
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			switch filepath.Ext(path) {
			case ".xml":
				texts = append(texts, inXML(content)...)
			case ".json":
				texts = append(texts, inJSON(content)...)
			case ".mvt", ".pbf":
				texts = append(texts, inTiles(content)...)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return texts
}

var inTag = regexp.MustCompile(`(?s)<[ab]>\s*([A-Z][^<]*?)\s*</[ab]>`)

func inXML(content []byte) (texts []string) {
	for _, found := range inTag.FindAllSubmatch(content, -1) {
		texts = append(texts, string(found[1]))
	}
	return texts
}

// inJSON takes rings alone, as earcut's fixtures have them, and GeoJSON; of the rest, nothing.
func inJSON(content []byte) (texts []string) {
	var rings orb.Polygon
	if json.Unmarshal(content, &rings) == nil {
		for i, ring := range rings {
			if len(ring) > 0 && !ring.Closed() {
				rings[i] = append(ring, ring[0])
			}
		}
		return []string{wkt.MarshalString(rings)}
	}
	if collection, err := geojson.UnmarshalFeatureCollection(content); err == nil {
		for _, f := range collection.Features {
			if f.Geometry != nil {
				texts = append(texts, wkt.MarshalString(f.Geometry))
			}
		}
		return texts
	}
	if g, err := geojson.UnmarshalGeometry(content); err == nil && g.Geometry() != nil {
		texts = append(texts, wkt.MarshalString(g.Geometry()))
	}
	return texts
}

// inTiles takes the first few of each layer of a tile.
func inTiles(content []byte) (texts []string) {
	layers, err := mvt.Unmarshal(content)
	if err != nil {
		layers, _ = mvt.UnmarshalGzipped(content)
	}
	for _, l := range layers {
		for _, f := range l.Features[:min(len(l.Features), 4)] {
			texts = append(texts, wkt.MarshalString(f.Geometry))
		}
	}
	return texts
}

// mended is the geometry as an import would have it, 150 metres wide at a place. What PostGIS cannot read, points, and
// lines that run back on themselves, of which its clipping loses parts, are not there.
func (r *reference) mended(t *testing.T, text string, lon, lat float64) (geo.Geometry, bool) {
	t.Helper()
	const side = 0.0015
	var encoded []byte
	err := r.conn.QueryRow(t.Context(), `
		WITH read AS (SELECT ST_MakeValid(ST_Force2D(ST_GeomFromText($1))) AS g),
		part AS (SELECT ST_CollectionExtract(g, ST_Dimension(g) + 1) AS g FROM read WHERE ST_Dimension(g) > 0),
		size AS (SELECT g, greatest(ST_XMax(g) - ST_XMin(g), ST_YMax(g) - ST_YMin(g)) AS wide FROM part WHERE NOT ST_IsEmpty(g)),
		small AS (SELECT ST_SetSRID(ST_Translate(ST_Scale(ST_Translate(g, -ST_XMin(g), -ST_YMin(g)), $2 / wide, $2 / wide), $3, $4), 4326) AS g
			FROM size WHERE wide > 0 AND wide < 1e9)
		SELECT ST_AsEWKB(g) FROM small WHERE ST_IsValid(g) AND (ST_Dimension(g) = 2 OR ST_IsSimple(g))`, strings.TrimSpace(text), side, lon, lat).Scan(&encoded)
	if err != nil {
		return nil, false
	}
	g, err := geo.UnmarshalEWKB(encoded)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return g, true
}

// over are the tiles that features lie in.
func over(features []tiles.Feature, zooms []uint8) []tiles.Address {
	var all []tiles.Address
	seen := map[tiles.Address]bool{}
	for _, f := range features {
		bound := geo.BoundOf(f.Geom)
		for _, z := range zooms {
			from, to := tileAt(z, bound.Min.Lon(), bound.Max.Lat()), tileAt(z, bound.Max.Lon(), bound.Min.Lat())
			for x := from.X; x <= to.X; x++ {
				for y := from.Y; y <= to.Y; y++ {
					if a := (tiles.Address{Z: z, X: x, Y: y}); !seen[a] {
						seen[a] = true
						all = append(all, a)
					}
				}
			}
		}
	}
	return all
}
