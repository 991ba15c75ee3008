package importer_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"backstreet/importer"
)

// outcome is what becomes of a public file: records read and taken, or the code of the refusal.
type outcome struct {
	file, crs   string
	read, taken int
	refused     string
}

// publicFolders hold the formats that are read without GDAL. Each of their files has its outcome below.
var publicFolders = []string{"csv", "codes", "xlsx", "kml", "ovital", "gpx", "geom_invalid", "poi", "geojson"}

var publicOutcomes = []outcome{
	{"csv/bielefeld_parking.csv", "", 853, 853, ""},
	{"csv/umap_upload.csv", "", 2, 2, ""},
	// Latitude and longitude with minutes in one cell, without a mark for the last seconds.
	{"csv/gdal_double_quotes_in_middle_of_field.csv", "EPSG:4326", 1, 1, ""},
	{"csv/gdal_double_quotes_in_middle_of_field.csv", "", 0, 0, importer.RefusedCRS},
	// A comma in the unquoted WKT puts it outside of its column.
	{"csv/gdal_csv_with_utf8_bom.csv", "", 0, 0, importer.RefusedMapping},
	{"csv/gdal_header_with_line_break.csv", "", 0, 0, importer.RefusedMapping},
	{"csv/gdal_testtypeautodetect.csv", "", 0, 0, importer.RefusedMapping},
	{"csv/gdal_unbalanced_double_quotes.csv", "", 0, 0, importer.RefusedMapping},
	{"codes/411102_streets_2023.csv", "", 0, 0, importer.RefusedMapping},
	{"codes/411102_villages_2023.csv", "", 0, 0, importer.RefusedMapping},
	{"codes/henan_areas_2023.csv", "", 0, 0, importer.RefusedMapping},
	{"xlsx/ellwangen.xlsx", "", 48, 48, ""}, // of 313 rows that are formatted
	{"xlsx/goldbeck.xlsx", "", 11, 11, ""},  // of 82
	{"xlsx/keltern.xlsx", "", 175, 175, ""},
	{"xlsx/gdal_inlineStr.xlsx", "EPSG:4326", 1, 1, ""},
	{"xlsx/gdal_inlineStr.xlsx", "", 0, 0, importer.RefusedCRS}, // degrees in Taiwan
	{"xlsx/gdal_not_all_columns_present.xlsx", "", 0, 0, importer.RefusedMapping},
	{"xlsx/gdal_test.xlsx", "", 0, 0, importer.RefusedLayer},
	{"xlsx/gdal_test_missing_row1_data.xlsx", "", 0, 0, importer.RefusedMapping},
	{"xlsx/gdal_with_xml_prefix.xlsx", "", 0, 0, importer.RefusedMapping},
	{"kml/addresses.kml", "", 15, 2, ""}, // tracks of a telephone: 8 without a position, 5 with one
	{"kml/bad.kml", "", 3, 0, ""},
	{"kml/cdata.kml", "", 1, 1, ""},
	{"kml/extended_data.kml", "", 1, 1, ""},
	{"kml/gdal_duplicate_folder_name.kml", "", 2, 2, ""},
	{"kml/gdal_empty.kml", "", 0, 0, importer.RefusedEmpty},
	{"kml/gdal_samples.kml", "", 20, 19, ""},
	{"kml/gdal_truncated.kml", "", 0, 0, importer.RefusedBroken},
	{"kml/gxmultitrack.kml", "", 3, 3, ""},
	{"kml/multigeometry.kml", "", 1, 1, ""},
	{"kml/networklink.kml", "", 0, 0, importer.RefusedEmpty},
	{"kml/nogeomplacemark.kml", "", 1, 0, ""},
	{"kml/null_geometry.kml", "", 1, 0, ""},
	{"kml/polygon.kml", "", 1, 1, ""},
	{"kml/schema.kml", "", 1, 1, ""},
	{"kml/simpledata.kml", "", 2, 2, ""},
	{"kml/style_url.kml", "", 1, 1, ""},
	{"kml/umap_upload.kml", "", 3, 3, ""},
	{"ovital/测试点.ovkml", "", 3, 3, ""},
	{"ovital/测试点.ovkmz", "", 3, 3, ""},
	{"ovital/测试点.ovjsn", "", 3, 3, ""},
	{"ovital/测试点.ovobj", "", 0, 0, importer.RefusedFormat},
	{"ovital/多边形.ovkml", "", 1, 1, ""},
	{"ovital/多边形.ovkmz", "", 1, 1, ""},
	{"ovital/多边形.ovjsn", "", 1, 1, ""},
	{"ovital/多边形.ovobj", "", 0, 0, importer.RefusedFormat},
	{"gpx/run.gpx", "", 1, 1, ""},
	{"gpx/opencpn.gpx", "", 1, 1, ""},
	{"gpx/wpt.gpx", "", 40, 29, ""}, // 11 stand where another stands
	{"gpx/bad.gpx", "", 4, 0, ""},
	{"gpx/trek_no_rtept.gpx", "", 1, 0, ""},
	{"poi/henan_airport_poi_dual_coords_even.geojson", "", 50, 50, ""},
	{"geojson/gdal_nullvalues.geojson", "", 2, 0, ""},
	{"geojson/gdal_point_with_utf8bom.json", "", 1, 1, ""},
	{"geojson/gdal_sparse_fields.geojson", "", 14, 0, ""},
	{"geojson/gdal_srs_name.geojson", "", 0, 0, importer.RefusedContradiction},
	{"geom_invalid/mapshaper_openring.json", "", 1, 1, ""},
	{"geom_invalid/tm_multi_polygon.json", "", 0, 0, importer.RefusedCRS}, // web mercator, undeclared
	{"geom_invalid/tm_multi_polygon.json", "EPSG:3857", 1, 1, ""},
	{"geom_invalid/tm_self_intersecting_aoi.json", "", 0, 0, importer.RefusedBroken}, // two collections in an object of its program
	{"geom_invalid/umap_test_upload_empty_coordinates.json", "", 3, 0, ""},
	{"geom_invalid/umap_test_upload_non_linear_ring.json", "", 1, 1, ""},
	{"geom_invalid/earcut_bad-hole.json", "", 0, 0, importer.RefusedBroken}, // these are bare rings on a plane
	{"geom_invalid/earcut_degenerate.json", "", 0, 0, importer.RefusedBroken},
	{"geom_invalid/earcut_hourglass.json", "", 0, 0, importer.RefusedBroken},
	{"geom_invalid/earcut_issue142.json", "", 0, 0, importer.RefusedBroken},
	{"geom_invalid/earcut_outside-ring.json", "", 0, 0, importer.RefusedBroken},
	{"geom_invalid/earcut_self-tangent-1.json", "", 0, 0, importer.RefusedBroken},
	{"geom_invalid/earcut_self-touching.json", "", 0, 0, importer.RefusedBroken},
	{"geom_invalid/earcut_shared-points.json", "", 0, 0, importer.RefusedBroken},
	{"geom_invalid/earcut_touching-holes.json", "", 0, 0, importer.RefusedBroken},
}

func TestPublicTablesAndDrawings(t *testing.T) {
	t.Parallel()
	for _, want := range publicOutcomes {
		t.Run(want.file+" "+want.crs, func(t *testing.T) {
			t.Parallel()
			options := importer.Options{File: public(t, want.file), Kind: anyKind, CRS: want.crs}
			sink := &recordingSink{}
			report, err := importer.Import(t.Context(), options, sink, nil)
			var refusal *importer.Refusal
			switch {
			case errors.As(err, &refusal):
				if refusal.Code != want.refused {
					t.Errorf("refused with %s, want %q: %v", refusal.Code, want.refused, err)
				}
			case err != nil:
				t.Fatal(err)
			case want.refused != "" || report.Read != want.read || report.New != want.taken || report.Read != report.New+report.Quarantined:
				t.Errorf("read %d, took %d, want %+v: %v", report.Read, report.New, want, codes(report))
			}
			for _, staged := range sink.staged {
				if strings.ContainsRune(staged.Name+staged.Ref, '\uFFFD') {
					t.Errorf("record %d: %q %q", staged.Row, staged.Name, staged.Ref)
				}
			}
		})
	}
}

// A file that is added to the data is not passed over.
func TestPublicOutcomesAreComplete(t *testing.T) {
	t.Parallel()
	for _, folder := range publicFolders {
		entries, err := os.ReadDir(public(t, folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			file := folder + "/" + entry.Name()
			known := slices.ContainsFunc(publicOutcomes, func(o outcome) bool { return o.file == file })
			if !entry.IsDir() && filepath.Ext(file) != ".xml" && !known {
				t.Errorf("%s: what becomes of it?", file)
			}
		}
	}
}

func TestPublicValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, crs, name string
		row             int
		lon, lat        float64
	}{
		{"xlsx/ellwangen.xlsx", "", "P1 Schießwasen", 1, 10.126734, 48.962311},
		{"xlsx/goldbeck.xlsx", "", "Klinik Plattenwald", 1, 9.236027777777776, 49.21144444444445},
		{"xlsx/gdal_inlineStr.xlsx", "EPSG:4326", "", 1, 120.3797148, 23.6247122},
		{"csv/gdal_double_quotes_in_middle_of_field.csv", "EPSG:4326", "", 1, 116 + 42.0/60 + 4.4/3600, 50 + 46.0/60 + 6.6/3600},
		{"kml/simpledata.kml", "", "Easy trail", 1, -122, 37.002},
		{"ovital/测试点.ovkmz", "", "", 3, 100.27144432, 29.65956523},
		{"ovital/测试点.ovjsn", "", "", 3, 100.27144432, 29.65956523},
		{"gpx/wpt.gpx", "", "", 1, 6.679844, 51.197953},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			sink, _ := take(t, importer.Options{File: public(t, c.file), Kind: anyKind, CRS: c.crs})
			got := sink.staged[c.row-1]
			wantPoint(t, got, c.lon, c.lat)
			if got.Row != c.row || got.Name != c.name {
				t.Errorf("record %d is called %q, want %q", got.Row, got.Name, c.name)
			}
		})
	}
}
