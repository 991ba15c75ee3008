package importer_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/importer"
	"backstreet/rectify"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	within(t, what, got, want, 0.1)
}

func within(t *testing.T, what string, got, want, percent float64) {
	t.Helper()
	if math.Abs(got-want) > want*percent/100 {
		t.Errorf("%s: got %.1f, want %.1f within %g %%", what, got, want, percent)
	}
}

// Of 源汇区. As it is, without the way back from GCJ-02, the file is 0.04 % larger.
const (
	yuanhuiM2      = 230_035_872.8
	yuanhuiPercent = 0.01
)

func TestImportXiamenFences(t *testing.T) {
	t.Parallel()
	file := public(t, "berth/xiamen_fences_1_7036.csv")
	t.Run("degrees in China without a CRS are asked about", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, importer.Options{File: file, Kind: berthKind}, importer.RefusedCRS)
		want := []string{"EPSG:4326", "EPSG:4490", "GCJ02", "BD09"}
		if diff := cmp.Diff(want, refusal.Candidates); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("every ring packed in a cell becomes an area", func(t *testing.T) {
		t.Parallel()
		sink, report := take(t, importer.Options{File: file, Kind: berthKind, CRS: "EPSG:4326"})
		if report.Read != 7036 || report.New != 7036 {
			t.Errorf("read %d, new %d of 7036", report.Read, report.New)
		}
		near(t, "area", sink.areaM2(), 82929)
		if got := sink.staged[0].Ref; got != "长乐路0_L_A17001" {
			t.Errorf("ref %q", got)
		}
		if got := codes(report)[importer.CodeMissingQuantity]; got != 7036 {
			t.Errorf("%d warned of no capacity", got)
		}
	})
}

func TestImportCambridgeRacks(t *testing.T) {
	t.Parallel()
	sink, report := take(t, importer.Options{File: public(t, "berth/cambridge_bike_racks.geojson"), Kind: berthKind})
	if report.New != 2892 || sink.capacity() != 6818 {
		t.Errorf("new %d, capacity %d", report.New, sink.capacity())
	}
	if got := codes(report)[importer.CodeMissingQuantity]; got != 12 {
		t.Errorf("%d without capacity, want 12", got)
	}
	want := map[string]string{"ref": "GlobalID", "key": "id", "name": "Location", "capacity": "Capacity"}
	if diff := cmp.Diff(want, report.Map); diff != "" {
		t.Error(diff)
	}
}

func TestImportKonstanz(t *testing.T) {
	t.Parallel()
	sink, report := take(t, importer.Options{File: public(t, "berth/konstanz_bike.geojson"), Kind: berthKind})
	if report.New != 353 || sink.capacity() != 9995 {
		t.Errorf("new %d, capacity %d", report.New, sink.capacity())
	}
	near(t, "area", sink.areaM2(), 10670.8+1979.8)
}

func TestImportLinz(t *testing.T) {
	t.Parallel()
	_, report := take(t, importer.Options{File: public(t, "berth/linz_osm_bicycle_parking.geojson"), Kind: berthKind})
	if report.Read != 285 || report.New != 270 || codes(report)[importer.CodeWrongType] != 15 {
		t.Errorf("read %d, new %d, %v", report.Read, report.New, codes(report))
	}
	if importer.ExitCode(report) != 3 {
		t.Errorf("exit code %d", importer.ExitCode(report))
	}
}

func TestImportNeckarsulm(t *testing.T) {
	t.Parallel()
	file := public(t, "berth/neckarsulm_bike.csv")
	_ = refused(t, importer.Options{File: file, Kind: berthKind}, importer.RefusedCRS)
	sink, report := take(t, importer.Options{File: file, Kind: berthKind, CRS: "EPSG:25832"})
	if report.Read != 236 || codes(report)[importer.CodeNullGeometry] != 1 || sink.staged[0].SRID != 25832 {
		t.Errorf("read %d, %v, SRID %d", report.Read, codes(report), sink.staged[0].SRID)
	}
	if sink.capacity() != 2171 {
		t.Errorf("capacity %d", sink.capacity())
	}
}

func TestImportYuanhuiBoundary(t *testing.T) {
	t.Parallel()
	sink, report := take(t, importer.Options{File: public(t, "boundary/yuanhui_411102_datav_v2.geojson"), Kind: importer.AreaKind, CRS: "GCJ02"})
	if report.New != 1 {
		t.Fatalf("%+v", report)
	}
	within(t, "area", sink.areaM2(), yuanhuiM2, yuanhuiPercent)
	got := sink.staged[0]
	want := importer.Staged{
		Row: 1, Ref: "411102", Key: "411102", Name: "源汇区",
		Attributes: map[string]any{"level": "district", "parent": "411100"}, SRID: geo.SRID, Geom: got.Geom,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestImportLinesForAreas(t *testing.T) {
	t.Parallel()
	_, report := take(t, importer.Options{File: public(t, "compound/cambridge_subparcel_lines_fy2026.geojson"), Kind: compoundKind})
	if report.Quarantined != 1953 || importer.ExitCode(report) != 1 {
		t.Errorf("quarantined %d, exit %d", report.Quarantined, importer.ExitCode(report))
	}
}

func TestImportStreets(t *testing.T) {
	t.Parallel()
	sink, report := take(t, importer.Options{File: public(t, "street/cambridge_centerlines.geojson"), Kind: streetKind})
	var metres float64
	for _, staged := range sink.staged {
		metres += geo.LengthMetres(staged.Geom)
	}
	if report.New != 2643 {
		t.Errorf("new %d: %v", report.New, codes(report))
	}
	near(t, "length", metres, 251600.7)
}

func TestImportShapefiles(t *testing.T) {
	t.Parallel()
	t.Run("GBK by the language driver id", func(t *testing.T) {
		t.Parallel()
		file := public(t, "shp/chinese_encoding/chinese_encoding.shp")
		sink, report := take(t, importer.Options{File: file, Kind: compoundKind, CRS: "EPSG:4326", Map: map[string]string{"name": "NAME99"}})
		if report.New != 78 || report.Encoding != "GB18030" || sink.staged[0].Name != "天长市" {
			t.Errorf("new %d, encoding %s, name %q", report.New, report.Encoding, sink.staged[0].Name)
		}
	})
	t.Run("an old datum that the numbers contradict is asked about", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, importer.Options{File: public(t, "shp/gauss_kruger_sample/gauss_kruger.shp"), Kind: anyKind}, importer.RefusedContradiction)
		if diff := cmp.Diff([]string{"EPSG:4326"}, refusal.Candidates); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("degrees are not metres whatever the user says", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: public(t, "shp/gauss_kruger_sample/gauss_kruger.shp"), Kind: anyKind, CRS: "EPSG:4547"}, importer.RefusedContradiction)
	})
	t.Run("projected coordinates are left for the sink", func(t *testing.T) {
		t.Parallel()
		sink, report := take(t, importer.Options{File: public(t, "street/spearfish_roads"), Kind: streetKind})
		if report.Read != 825 || report.CRS != "EPSG:26713" || sink.staged[0].SRID != 26713 {
			t.Errorf("read %d, CRS %s", report.Read, report.CRS)
		}
	})
	for name, want := range map[string]int{"zip_codepage.zip": 2, "zip_utf.zip": 2, "zip_mixedcase.zip": 40, "zip_train_stations.zip": 361} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, report := take(t, importer.Options{File: public(t, "shp/"+name), Kind: anyKind})
			if report.Read != want {
				t.Errorf("read %d, want %d", report.Read, want)
			}
		})
	}
	for _, name := range []string{"zip_badzip.zip", "zip_noshp.zip"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_ = refused(t, importer.Options{File: public(t, "shp/"+name), Kind: anyKind}, importer.RefusedBroken)
		})
	}
}

func TestImportGeoPackages(t *testing.T) {
	t.Parallel()
	t.Run("several layers are asked about", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, importer.Options{File: public(t, "gpkg/mixed_crs.gpkg"), Kind: compoundKind}, importer.RefusedLayer)
		if diff := cmp.Diff([]string{"oregon_2269", "oregon_4326"}, refusal.Candidates); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("the chosen layer brings its CRS", func(t *testing.T) {
		t.Parallel()
		sink, _ := take(t, importer.Options{File: public(t, "gpkg/mixed_crs.gpkg"), Layer: "oregon_2269", Kind: compoundKind})
		if got := sink.staged[0].SRID; got != 2269 {
			t.Errorf("SRID %d", got)
		}
	})
	t.Run("a layer without CRS outside China is WGS 84", func(t *testing.T) {
		t.Parallel()
		_, report := take(t, importer.Options{File: public(t, "gpkg/null_crs_gdal.gpkg"), Kind: compoundKind})
		if report.CRS != "EPSG:4326" || report.New != 1 {
			t.Errorf("%+v", report)
		}
	})
	t.Run("an empty geometry is quarantined", func(t *testing.T) {
		t.Parallel()
		_, report := take(t, importer.Options{File: public(t, "gpkg/empty_geom.gpkg"), Kind: compoundKind})
		if report.Quarantined != 1 || codes(report)[string(geo.FaultEmpty)] != 1 {
			t.Errorf("%v", codes(report))
		}
	})
}

func TestImportWarnsWithoutLosing(t *testing.T) {
	t.Parallel()
	sink, report := take(t, importer.Options{Kind: berthKind, File: write(t, "b.csv", "编号,lon,lat,泊位数,状态\nA1,10,50,5,已建账\nA2,10.1,50,x,已销号\nA1,10.2,50,7,\nA3,,,1,\nA4,10.3,50,,已销号\nA5,10.4,50,3,\nA6,10.5,50,3,\nA7,10.6,50,3,\nA8,10.7,50,3,\nA9,10.8,50,3,\nA10,10.9,50,3,\n"), Map: map[string]string{"ref": "编号"}})
	want := map[string]int{
		importer.CodeBadValue: 1, importer.CodeDuplicateRef: 1, importer.CodeNullGeometry: 1,
		importer.CodeMissingQuantity: 1, importer.CodeStatusNotTaken: 1,
	}
	if diff := cmp.Diff(want, codes(report)); diff != "" {
		t.Error(diff)
	}
	if sink.staged[0].Status != rectify.Listed {
		t.Errorf("status %q", sink.staged[0].Status)
	}
}

func wantPoint(t *testing.T, staged importer.Staged, lon, lat float64) {
	t.Helper()
	p, ok := staged.Geom.(geo.Point)
	if !ok || math.Abs(p[0]-lon) > 1e-9 || math.Abs(p[1]-lat) > 1e-9 {
		t.Errorf("record %d stands at %v, want %v, %v", staged.Row, staged.Geom, lon, lat)
	}
}
