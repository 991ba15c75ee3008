package importer_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"backstreet/importer"
)

func TestEPSGOfName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]int{
		"CGCS2000_3_Degree_GK_CM_114E":              4547,
		"CGCS2000 / 3-degree Gauss-Kruger zone 38":  4526,
		"CGCS2000_3_Degree_GK_Zone_25":              4513,
		"CGCS2000_3_Degree_GK_CM_135E":              4554,
		"CGCS2000_GK_Zone_23":                       4501,
		"CGCS2000 / Gauss-Kruger CM 135E":           4512,
		"Xian_1980_3_Degree_GK_Zone_45":             2369,
		"Xian 1980 / Gauss-Kruger CM 117E":          2345,
		"Xian_1980_GK_Zone_13":                      2327,
		"Beijing_1954_3_Degree_GK_CM_75E":           2422,
		"Beijing 1954 / Gauss-Kruger zone 20":       21420,
		"Beijing_1954_GK_CM_117E":                   21460,
		"GCS_China_Geodetic_Coordinate_System_2000": 4490,
		"WGS_1984_UTM_Zone_50N":                     32650,
		"WGS 84 / UTM zone 49S":                     32749,
		"CGCS2000_3_Degree_GK_CM_113E":              0, // no meridian of a zone
		"CGCS2000_3_Degree_GK_Zone_24":              0,
		"CGCS2000_GK_Zone_38":                       0, // there is none so far east
		"Luohe_City_Grid":                           0,
		"":                                          0,
	} {
		if got := importer.EPSGOfName(name); got != want {
			t.Errorf("%q: got %d, want %d", name, got, want)
		}
	}
}

// The list has each name as EPSG and as a .prj of Esri's gives it.
func TestEPSGOfNameKnowsTheList(t *testing.T) {
	t.Parallel()
	file, err := os.Open(filepath.Join("..", "..", "shared", "data", "prj_esri.tsv"))
	if err != nil {
		t.Skipf("shared data not present: %v", err)
	}
	defer file.Close()
	table := csv.NewReader(file)
	table.Comma, table.LazyQuotes = '\t', true
	rows, err := table.ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		want, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatal(err)
		}
		wkt := row[3]
		if got := importer.EPSGOfName(row[1]); got != want {
			t.Errorf("%q: got %d, want %d", row[1], got, want)
		}
		if got := importer.EPSGOfDefinition(wkt); got != want {
			t.Errorf("%s: got %d, want %d", wkt, got, want)
		}
	}
}

func TestEPSGOfDefinitionLooksAtTheMeridian(t *testing.T) {
	t.Parallel()
	const name = "CGCS2000_3_Degree_GK_CM_114E"
	for wkt, want := range map[string]int{
		`PROJCS["` + name + `",PARAMETER["Central_Meridian",114.0]]`:             4547,
		`PROJCRS["` + name + `",PARAMETER["Longitude of natural origin",113.9]]`: 0,
	} {
		if got := importer.EPSGOfDefinition(wkt); got != want {
			t.Errorf("%s: got %d, want %d", wkt, got, want)
		}
	}
}

// What MapInfo says only by parameters, for the systems of the district and their neighbours.
func TestEPSGOfParameters(t *testing.T) {
	t.Parallel()
	wkt := func(datum, meridian, scale, easting, northing string) string {
		return `PROJCRS["unnamed",BASEGEOGCRS["unnamed",DATUM["` + datum + `",ELLIPSOID["x",6378137,298.257222101]]],CONVERSION["Transverse Mercator",METHOD["Transverse Mercator",ID["EPSG",9807]],` +
			`PARAMETER["Latitude of natural origin",0,ANGLEUNIT["degree",0.01]],PARAMETER["Longitude of natural origin",` + meridian + `,ANGLEUNIT["degree",0.01]],` +
			`PARAMETER["Scale factor at natural origin",` + scale + `],PARAMETER["False easting",` + easting + `],PARAMETER["False northing",` + northing + `]]]`
	}
	for _, c := range []struct {
		datum, meridian, scale, easting, northing string
		want                                      int
	}{
		{"World Geodetic System 1984", "114", "1", "500000", "0", 4547},
		{"China 2000", "114", "1", "38500000", "0", 4526},
		{"China 2000", "111", "1", "19500000", "0", 4497},
		{"China 2000", "135", "1", "500000", "0", 4554},
		{"World Geodetic System 1984", "3", "0.9996", "500000", "0", 32631},
		{"World Geodetic System 1984", "117", "0.9996", "500000", "10000000", 32750},
		{"World Geodetic System 1984", "115", "1", "500000", "0", 0},
		{"World Geodetic System 1984", "114", "1", "38000000", "0", 0},
		{"Pulkovo 1942", "114", "1", "500000", "0", 0},
		{"Xian 1980", "114", "1", "500000", "0", 0},
	} {
		if got := importer.EPSGOfDefinition(wkt(c.datum, c.meridian, c.scale, c.easting, c.northing)); got != c.want {
			t.Errorf("%s %s° %s %s: got %d, want %d", c.datum, c.meridian, c.scale, c.easting, got, c.want)
		}
	}
}
