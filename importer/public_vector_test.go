package importer_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/importer"
	"backstreet/rectify"
)

// fate is what an import of a public file comes to. Refused is a code; else what the report says.
type fate struct {
	Refused, CRS, Encoding string
	Read, Quarantined      int
}

// publicVector is every public file of the formats that this package reads as vector data, and what has to become of
// it. anyKind takes all but collections, so that what is quarantined is the file's fault.
var publicVector = []struct {
	file  string
	given importer.Options
	want  fate
}{
	{"shp/chinese_encoding/chinese_encoding.shp", importer.Options{}, fate{Refused: importer.RefusedCRS}},
	{"shp/chinese_encoding/chinese_encoding.dbf", importer.Options{CRS: "EPSG:4490"}, fate{CRS: "EPSG:4490", Encoding: "GB18030", Read: 78}},
	{"shp/cpg_big5/big5.shp", importer.Options{}, fate{Refused: importer.RefusedCRS}},
	{"shp/cpg_big5/big5.shp", importer.Options{CRS: "EPSG:3857"}, fate{CRS: "EPSG:3857", Encoding: "BIG5", Read: 1}},
	{"shp/dbf_big5.dbf", importer.Options{}, fate{Refused: importer.RefusedBroken}},
	{"shp/dbf_gbk.dbf", importer.Options{}, fate{Refused: importer.RefusedBroken}},
	{"shp/dbf_latin1.dbf", importer.Options{}, fate{Refused: importer.RefusedBroken}},
	{"shp/dbf_utf8.dbf", importer.Options{}, fate{Refused: importer.RefusedBroken}},
	{"shp/gdal_chinese.dbf", importer.Options{}, fate{Refused: importer.RefusedBroken}},
	{"shp/gauss_kruger_sample/gauss_kruger.shp", importer.Options{}, fate{Refused: importer.RefusedContradiction}},
	{"shp/gdal_buggymultiline/buggymultiline.shp", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 1, Quarantined: 1}},
	{"shp/gdal_buggymultipoly/buggymultipoly.shp", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 1, Quarantined: 1}},
	{"shp/gdal_multipolygon_as_invalid_polygon/multipolygon_as_invalid_polygon.shp", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 2}},
	{"shp/gdal_prjwithutf8bom/prjwithutf8bom.shp", importer.Options{}, fate{CRS: "EPSG:4269", Encoding: "UTF-8", Read: 1}},
	{"shp/gdal_slightly_overlapping/slightly_overlapping_polygons.shp", importer.Options{}, fate{Refused: importer.RefusedCRS}},
	{"shp/gdal_slightly_overlapping/slightly_overlapping_polygons.shp", importer.Options{CRS: "EPSG:25832"}, fate{CRS: "EPSG:25832", Encoding: "UTF-8", Read: 1}},
	{"shp/gdal_uppercase_prj/poly.shp", importer.Options{}, fate{CRS: "EPSG:27700", Encoding: "UTF-8", Read: 10}},
	{"shp/holeTouchEdge/holeTouchEdge.shp", importer.Options{}, fate{Refused: importer.RefusedCRS}},
	{"shp/holeTouchEdge/holeTouchEdge.shp", importer.Options{CRS: "EPSG:3005"}, fate{CRS: "EPSG:3005", Encoding: "UTF-8", Read: 1}},
	{"shp/htmlcpg/htmlcpg.shp", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 2}},
	{"shp/zip_badzip.zip", importer.Options{}, fate{Refused: importer.RefusedBroken}},
	{"shp/zip_codepage.zip", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "WINDOWS-1250", Read: 2}},
	{"shp/zip_mixedcase.zip", importer.Options{}, fate{CRS: "EPSG:26986", Encoding: "UTF-8", Read: 40}},
	{"shp/zip_no-dbf.zip", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 14}},
	{"shp/zip_noshp.zip", importer.Options{}, fate{Refused: importer.RefusedBroken}},
	{"shp/zip_train_stations.zip", importer.Options{}, fate{CRS: "EPSG:26986", Encoding: "UTF-8", Read: 361}},
	{"shp/zip_utf.zip", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 2}},
	{"shp/zip_zero-len-line.zip", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 3, Quarantined: 1}},

	{"mapinfo/EXTRACT_POLYGON.mif", importer.Options{}, fate{CRS: "EPSG:3111", Encoding: "UTF-8", Read: 1}},
	{"mapinfo/all_geoms.tab", importer.Options{}, fate{Refused: importer.RefusedCRS}},
	{"mapinfo/all_geoms.tab", importer.Options{CRS: "EPSG:4326"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 16, Quarantined: 4}},
	{"mapinfo/poly_indexed.tab", importer.Options{}, fate{CRS: "EPSG:32632", Encoding: "UTF-8", Read: 10}},
	{"mapinfo/small.mif", importer.Options{}, fate{Refused: importer.RefusedCRS}},
	{"mapinfo/small.mid", importer.Options{CRS: "EPSG:27700"}, fate{CRS: "EPSG:27700", Encoding: "UTF-8", Read: 2}},
	{"mapinfo/tab-win1251.TAB", importer.Options{}, fate{Refused: importer.RefusedDatum}},
	{"mapinfo/tab-win1251.TAB", importer.Options{CRS: "EPSG:28407"}, fate{CRS: "EPSG:28407", Encoding: "WINDOWS-1251", Read: 3}},
	{"mapinfo/utf8.mif", importer.Options{CRS: "EPSG:28407"}, fate{CRS: "EPSG:28407", Encoding: "UTF-8", Read: 3}},
	{"mapinfo/utm31.TAB", importer.Options{}, fate{CRS: "EPSG:32631", Encoding: "UTF-8", Read: 1}},

	{"dxf/AC1018_signature.dwg", importer.Options{}, fate{Refused: importer.RefusedFormat}},
	{"dxf/line_r2000.dwg", importer.Options{}, fate{Refused: importer.RefusedFormat}},
	{"dxf/gdal_bin_dxf_r2000.dxf", importer.Options{}, fate{Refused: importer.RefusedFormat}},
	{"dxf/blocks1.dxf", importer.Options{}, fate{Refused: importer.RefusedCRS}},
	{"dxf/blocks1.dxf", importer.Options{CRS: "EPSG:4326"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 2, Quarantined: 2}},
	{"dxf/closedlwpolylinebug.dxf", importer.Options{CRS: "EPSG:4326"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 1}},
	{"dxf/ezdxf_dxf_unicode.dxf", importer.Options{}, fate{Refused: importer.RefusedEmpty}},
	{"dxf/gdal_closed_polyline_with_bulge.dxf", importer.Options{}, fate{Refused: importer.RefusedCRS}},
	{"dxf/gdal_closed_polyline_with_bulge.dxf", importer.Options{CRS: "EPSG:4528"}, fate{CRS: "EPSG:4528", Encoding: "UTF-8", Read: 1}},
	{"dxf/gdal_entities_only.dxf", importer.Options{CRS: "EPSG:21781"}, fate{CRS: "EPSG:21781", Encoding: "UTF-8", Read: 2}},
	{"dxf/gdal_frozen-off.dxf", importer.Options{CRS: "EPSG:4326"}, fate{Refused: importer.RefusedLayer}},
	{"dxf/gdal_frozen-off.dxf", importer.Options{CRS: "EPSG:4326", Layer: "ONTHAW"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 2, Quarantined: 1}},
	{"dxf/gdal_hatch.dxf", importer.Options{CRS: "EPSG:4326"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 3}},
	{"dxf/gdal_text-fancy.dxf", importer.Options{CRS: "EPSG:28356", Layer: "*"}, fate{CRS: "EPSG:28356", Encoding: "UTF-8", Read: 6, Quarantined: 4}},
	{"dxf/hatches.dxf", importer.Options{CRS: "EPSG:3857"}, fate{CRS: "EPSG:3857", Encoding: "UTF-8", Read: 5}},
	{"dxf/issue53.dxf", importer.Options{CRS: "EPSG:4326"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 121}},
	{"dxf/layers.dxf", importer.Options{CRS: "EPSG:4326", Layer: "dashedred,0"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 8, Quarantined: 3}},
	{"dxf/lwpolylines.dxf", importer.Options{}, fate{Refused: importer.RefusedCRS}},
	{"dxf/testModelPaperSpace.dxf", importer.Options{CRS: "EPSG:4326"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 6, Quarantined: 2}},

	{"filegdb/ESSENCE_NAIPF_ORI_PROV_sub93.gdb.zip", importer.Options{}, fate{Refused: importer.RefusedEmpty}},
	{"filegdb/test_utf16.gdb.zip", importer.Options{}, fate{Refused: importer.RefusedEmpty}},
	{"filegdb/testopenfilegdb.gdb.zip", importer.Options{}, fate{Refused: importer.RefusedLayer}},
	{"filegdb/testopenfilegdb.gdb.zip", importer.Options{Layer: "polygonzm"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 1}},
	{"filegdb/testopenfilegdb.gdb.zip", importer.Options{Layer: "pointm"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 1}},
	{"filegdb/testopenfilegdb.gdb.zip", importer.Options{Layer: "multipatch"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 5, Quarantined: 5}},
	{"filegdb/weird_winding_order_fgdb.zip", importer.Options{CRS: "EPSG:28354"}, fate{CRS: "EPSG:28354", Encoding: "UTF-8", Read: 1}},

	{"gpkg/Oregon_customCRS.gpkg", importer.Options{}, fate{Refused: importer.RefusedCRS}},
	{"gpkg/apeldoorn.gpkg", importer.Options{}, fate{CRS: "EPSG:28992", Encoding: "UTF-8", Read: 1}},
	{"gpkg/empty_geom.gpkg", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 1, Quarantined: 1}},
	{"gpkg/mixed_crs.gpkg", importer.Options{}, fate{Refused: importer.RefusedLayer}},
	{"gpkg/mixed_crs.gpkg", importer.Options{Layer: "oregon_4326"}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 1}},
	{"gpkg/null_crs_gdal.gpkg", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 1}},
	{"gpkg/sf_buildings.gpkg", importer.Options{CRS: "EPSG:31467"}, fate{CRS: "EPSG:31467", Encoding: "UTF-8", Read: 158}},
	{"gpkg/sf_nc.gpkg", importer.Options{}, fate{CRS: "EPSG:4267", Encoding: "UTF-8", Read: 100}},
	{"gpkg/survey_points_no_crs.gpkg", importer.Options{}, fate{Refused: importer.RefusedEmpty}},
	{"gpkg/sync_conflict_base.gpkg", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 3}},
	{"gpkg/sync_conflict_local-change.gpkg", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 3}},
	{"gpkg/sync_conflict_remote-change.gpkg", importer.Options{}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 3}},

	{"osm/andorra_2013.osm.pbf", importer.Options{Kind: importer.ContextKind}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 2325, Quarantined: 2}},
	{"osm/bayfront_singapore.osm.pbf", importer.Options{Kind: importer.ContextKind}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 365, Quarantined: 3}},
	{"osm/bayfront_singapore.osm.pbf", importer.Options{Kind: berthKind}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 2}},
	{"osm/billionlaugh.osm", importer.Options{Kind: importer.ContextKind}, fate{Refused: importer.RefusedBroken}},
	{"osm/gdal_test.osm", importer.Options{Kind: importer.ContextKind}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 2}},
	{"osm/gdal_test.osm.pbf", importer.Options{Kind: importer.ContextKind}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 2}},
	{"osm/monaco.osm.pbf", importer.Options{Kind: importer.ContextKind}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 3662}},
	{"osm/monaco.osm.pbf", importer.Options{Kind: berthKind}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 11}},
	{"osm/monaco.osm.pbf", importer.Options{Kind: wallKind}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 8}},
	{"osm/overpass_muenster.osm", importer.Options{Kind: importer.ContextKind}, fate{CRS: "EPSG:4326", Encoding: "UTF-8", Read: 13}},
}

func TestPublicVectorFiles(t *testing.T) {
	t.Parallel()
	for _, c := range publicVector {
		t.Run(c.file+" "+c.given.CRS+c.given.Layer+string(c.given.Kind.Key), func(t *testing.T) {
			t.Parallel()
			options := c.given
			if options.File = public(t, c.file); options.Kind.Key == "" {
				options.Kind = anyKind
			}
			sink := &recordingSink{}
			report, err := importer.Import(t.Context(), options, sink, nil)
			got := fate{CRS: report.CRS, Encoding: report.Encoding, Read: report.Read, Quarantined: report.Quarantined}
			var refusal *importer.Refusal
			if errors.As(err, &refusal) {
				got.Refused = refusal.Code
			} else if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s\n%v %+v", diff, err, report.Records)
			}
			readable(t, sink.staged)
		})
	}
}

// readable wants text without what decoding wrongly leaves: replacement and control characters.
func readable(t *testing.T, staged []rectify.Staged) {
	t.Helper()
	for _, s := range staged {
		texts := []any{s.Name, s.Ref}
		original, _ := s.Attributes[importer.OriginalAttribute].(map[string]any)
		for name, value := range original {
			texts = append(texts, name, value)
		}
		for _, value := range texts {
			text, _ := value.(string)
			bad := func(char rune) bool {
				return char == '\uFFFD' || char < ' ' && char != '\t' && char != '\n' || char >= 0x80 && char < 0xA0
			}
			if strings.ContainsFunc(text, bad) {
				t.Fatalf("record %d: text %q", s.Row, text)
			}
		}
	}
}

// No file is forgotten: what is not in the table is a part of one that is.
func TestPublicVectorFilesAreAll(t *testing.T) {
	t.Parallel()
	root := public(t, "")
	listed := map[string]bool{}
	for _, c := range publicVector {
		listed[strings.TrimSuffix(c.file, filepath.Ext(c.file))] = true
	}
	folders := []string{"shp", "mapinfo", "dxf", "filegdb", "gpkg", "osm"}
	if len(listed) < 60 || slices.Contains(folders, "") {
		t.Errorf("%d files are listed", len(listed))
	}
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			name, err := filepath.Rel(root, path)
			if name = filepath.ToSlash(name); !listed[strings.TrimSuffix(name, filepath.Ext(name))] {
				t.Errorf("%s is not in the table", name)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
