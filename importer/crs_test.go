package importer_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/geo"
	"backstreet/importer"
)

var luohe = geo.GaussKruger{CentralMeridian: 114, FalseEasting: 500_000}

func TestUndeclaredNumbersAreAskedAbout(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, header, row string
		candidates        []string
		middle            string // where the message says that the first of them lies
	}{
		{"a zone without its number", "东坐标,北坐标", "493000,3713000", []string{"EPSG:4547"}, "113.92463, 33.54323"},
		{"a zone with its number", "东坐标,北坐标", "38493000,3713000", []string{"EPSG:4526"}, "113.92463, 33.54323"},
		{"north before east", "东坐标,北坐标", "3713000,493000", []string{"EPSG:4547 with the axes swapped"}, "113.92463, 33.54323"},
		{"six degrees, zone 19", "东坐标,北坐标", "19771000,3717000", []string{"EPSG:4497"}, "113.91742, 33.54493"},
		{"six degrees, no number", "东坐标,北坐标", "771000,3717000", []string{"EPSG:4508"}, "113.91742, 33.54493"},
		{"web mercator", "东坐标,北坐标", "12680000,3965000", []string{"EPSG:3857"}, "113.90638, 33.52352"},
		{"degrees", "lon,lat", "113.92,33.54", []string{"EPSG:4326", "EPSG:4490", "GCJ02", "BD09"}, "113.92000, 33.54000"},
		{"latitude first", "lon,lat", "33.54,113.92", []string{
			"EPSG:4326 with the axes swapped", "GCJ02 with the axes swapped", "BD09 with the axes swapped",
		}, "113.92000, 33.54000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			refusal := refused(t, importer.Options{File: write(t, "a.csv", "id,"+c.header+"\n1,"+c.row+"\n"), Kind: berthKind}, importer.RefusedCRS)
			if diff := cmp.Diff(c.candidates, refusal.Candidates); diff != "" {
				t.Error(diff)
			}
			if !strings.Contains(refusal.Message, c.middle+" in "+c.candidates[0]) {
				t.Errorf("the message does not say %s: %s", c.middle, refusal.Message)
			}
		})
	}
}

func TestACRSByItsName(t *testing.T) {
	t.Parallel()
	file := write(t, "a.csv", "id,东坐标,北坐标\n1,493000,3713000\n")
	_, report := take(t, importer.Options{File: file, Kind: berthKind, CRS: "CGCS2000_3_Degree_GK_CM_114E"})
	if report.CRS != "EPSG:4547" {
		t.Errorf("CRS %s", report.CRS)
	}
	_ = refused(t, importer.Options{File: file, Kind: berthKind, CRS: "Xian_1980_3_Degree_GK_CM_114E"}, importer.RefusedDatum)
	_ = refused(t, importer.Options{File: file, Kind: berthKind, CRS: "Beijing 1954 / 3-degree Gauss-Kruger zone 38"}, importer.RefusedContradiction)
}

// Each .prj is as Esri's programs write it, beside a Shapefile in degrees.
func TestPrjFiles(t *testing.T) {
	t.Parallel()
	const (
		cgcs   = `GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
		xian   = `GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
		zone38 = `PROJCS["CGCS2000_3_Degree_GK_Zone_38",` + cgcs + `,PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",38500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]`
	)
	shapefile := func(t *testing.T, prj string) importer.Options {
		t.Helper()
		folder := t.TempDir()
		if err := os.CopyFS(folder, os.DirFS(filepath.Join("testdata", "suite", "shp_UTF-8"))); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "compounds.prj"), []byte(prj), 0o600); err != nil {
			t.Fatal(err)
		}
		return importer.Options{File: filepath.Join(folder, "compounds.shp"), Kind: compoundKind}
	}
	t.Run("CGCS2000", func(t *testing.T) {
		t.Parallel()
		if _, report := take(t, shapefile(t, cgcs)); report.CRS != "EPSG:4490" {
			t.Errorf("CRS %s", report.CRS)
		}
	})
	t.Run("Xi'an 1980", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, shapefile(t, xian), importer.RefusedDatum)
	})
	t.Run("a zone that the numbers contradict", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, shapefile(t, zone38), importer.RefusedContradiction)
		if diff := cmp.Diff([]string{"EPSG:4326", "GCJ02", "BD09"}, refusal.Candidates); diff != "" {
			t.Error(diff)
		}
	})
}

// cityGrid is a grid of a city's own: turned, and with an origin in the middle of the district.
func cityGrid(p geo.Point) geo.Point {
	plane := luohe.Forward(p)
	sin, cos := math.Sincos(0.01)
	x, y := plane[0]-493_000, plane[1]-3_713_000
	return geo.Point{10_000 + cos*x - sin*y, 20_000 + sin*x + cos*y}
}

var corners = []geo.Point{{113.90, 33.52}, {113.95, 33.52}, {113.95, 33.57}, {113.90, 33.57}}

// control is a file of the corners, the first of them wrong by so many metres.
func control(t *testing.T, grid func(geo.Point) geo.Point, wrongMetres float64) string {
	t.Helper()
	var text strings.Builder
	text.WriteString("x,y,lon,lat\n")
	for i, corner := range corners {
		p := grid(corner)
		if i == 0 {
			p[0] += wrongMetres
		}
		fmt.Fprintf(&text, "%.9f,%.9f,%.9f,%.9f\n", p[0], p[1], corner.Lon(), corner.Lat())
	}
	return write(t, "control.csv", text.String())
}

func TestControlPointsCarryACityGrid(t *testing.T) {
	t.Parallel()
	place := geo.Point{113.93, 33.55}
	at := cityGrid(place)
	row := fmt.Sprintf("%.4f,%.4f", at[0], at[1])
	file := write(t, "a.csv", "id,东坐标,北坐标\n1,"+row+"\n")
	_ = refused(t, importer.Options{File: file, Kind: berthKind}, importer.RefusedCRS)

	sink, report := take(t, importer.Options{File: file, Kind: berthKind, Control: control(t, cityGrid, 0)})
	got, want := sink.staged[0].Geom.(geo.Point), luohe.Forward(place)
	if d := math.Hypot(got[0]-want[0], got[1]-want[1]); d > 0.001 || sink.staged[0].SRID != 4547 {
		t.Errorf("%.3f m off in EPSG:%d", d, sink.staged[0].SRID)
	}
	if report.CRS != "local, fitted to EPSG:4547" || !strings.Contains(strings.Join(report.Notes, "\n"), "4 control points fit with RMS 0.000 m") {
		t.Errorf("CRS %q, notes %q", report.CRS, report.Notes)
	}

	t.Run("a point that does not fit refuses the file", func(t *testing.T) {
		t.Parallel()
		refusal := refused(t, importer.Options{File: file, Kind: berthKind, Control: control(t, cityGrid, 3)}, importer.RefusedControl)
		if !strings.Contains(refusal.Message, "RMS 1.0") || !strings.Contains(refusal.Message, "1: 1.") {
			t.Errorf("message %q", refusal.Message)
		}
		take(t, importer.Options{File: file, Kind: berthKind, Control: control(t, cityGrid, 3), ControlTolerance: 2})
	})
	t.Run("swapped axes are found out", func(t *testing.T) {
		t.Parallel()
		turned := func(p geo.Point) geo.Point { q := cityGrid(p); return geo.Point{q[1], q[0]} }
		points := control(t, turned, 0)
		mirrored := write(t, "b.csv", fmt.Sprintf("id,x,y\n1,%.4f,%.4f\n", at[1], at[0]))
		refusal := refused(t, importer.Options{File: mirrored, Kind: berthKind, Control: points}, importer.RefusedControl)
		if !strings.Contains(refusal.Message, "--swap-axes") {
			t.Errorf("message %q", refusal.Message)
		}
		sink, _ := take(t, importer.Options{File: mirrored, Kind: berthKind, Control: points, SwapAxes: true})
		if got := sink.staged[0].Geom.(geo.Point); math.Hypot(got[0]-want[0], got[1]-want[1]) > 0.001 {
			t.Errorf("got %v, want %v", got, want)
		}
	})
	t.Run("a file far from its control points is refused", func(t *testing.T) {
		t.Parallel()
		far := write(t, "c.csv", "id,东坐标,北坐标\n1,900000,900000\n")
		_ = refused(t, importer.Options{File: far, Kind: berthKind, Control: control(t, cityGrid, 0)}, importer.RefusedContradiction)
	})
}

// Degrees of an old datum are off by some seconds, which a fit in the plane takes away as well.
func TestControlPointsCarryAnOldDatum(t *testing.T) {
	t.Parallel()
	old := func(p geo.Point) geo.Point { return geo.Point{p[0] + 0.0006, p[1] + 0.0001} }
	place := geo.Point{113.93, 33.55}
	at := old(place)
	file := write(t, "a.csv", fmt.Sprintf("id,lon,lat\n1,%.9f,%.9f\n", at[0], at[1]))
	_ = refused(t, importer.Options{File: file, Kind: berthKind, CRS: "Beijing_1954"}, importer.RefusedDatum)
	sink, report := take(t, importer.Options{File: file, Kind: berthKind, CRS: "Beijing_1954", Control: control(t, old, 0)})
	got, want := sink.staged[0].Geom.(geo.Point), luohe.Forward(place)
	if d := math.Hypot(got[0]-want[0], got[1]-want[1]); d > 0.01 {
		t.Errorf("%.3f m off", d)
	}
	if report.CRS != "Beijing_1954, fitted to EPSG:4547" {
		t.Errorf("CRS %q", report.CRS)
	}
}

func TestControlPointsAreChecked(t *testing.T) {
	t.Parallel()
	file := write(t, "a.csv", "id,东坐标,北坐标\n1,10000,20000\n")
	for name, text := range map[string]string{
		"two points":           "1,2,113.9,33.5\n1000,2,113.91,33.5\n",
		"one place":            "1,2,113.9,33.5\n1,2,113.91,33.5\n1,2,113.9,33.51\n",
		"a word":               "1,2,113.9,33.5\n1000,x,113.91,33.5\n1,2000,113.9,33.51\n",
		"too few columns":      "1,2,113.9\n2,3,113.9\n3,4,113.9\n",
		"a place not in China": "1,2,113.9,33.5\n1000,2,8.5,47.3\n1,2000,113.9,33.51\n",
		"nothing":              "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_ = refused(t, importer.Options{File: file, Kind: berthKind, Control: write(t, "control.csv", text)}, importer.RefusedControl)
		})
	}
	t.Run("a system that bends", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: file, Kind: berthKind, CRS: "GCJ02", Control: control(t, cityGrid, 0)}, importer.RefusedControl)
	})
}
