package rectify_test

import (
	"errors"
	"testing"

	"backstreet/rectify"
)

func TestExportOptions(t *testing.T) {
	t.Parallel()
	for given, want := range map[rectify.ExportOptions]rectify.ExportOptions{
		{Format: "GeoJSON", Encoding: "utf8", CRS: "wgs84"}:         {Format: rectify.FormatGeoJSON},
		{Format: "shp", Encoding: "gbk", CRS: "epsg:4547"}:          {Format: rectify.FormatShapefile, Encoding: "GBK", CRS: "EPSG:4547"},
		{Format: "csv", CRS: "gcj-02"}:                              {Format: rectify.FormatCSV, CRS: "GCJ02"},
		{Format: "kml", Encoding: "UTF-8", CRS: "EPSG:4326"}:        {Format: rectify.FormatKML},
		{Format: rectify.FormatXLSX, Encoding: "UTF8", CRS: "BD09"}: {Format: rectify.FormatXLSX, CRS: "BD09"},
	} {
		if got, err := given.Checked(); err != nil || got != want {
			t.Errorf("%+v becomes %+v, %v", given, got, err)
		}
	}
	for given, rule := range map[rectify.ExportOptions]string{
		{Format: "dwg"}:                      "format",
		{Format: "csv", Encoding: "Big5"}:    "encoding",
		{Format: "gpkg", Encoding: "GBK"}:    "encoding_fixed",
		{Format: "csv", CRS: "EPSG:x; DROP"}: "crs",
		{Format: "kml", CRS: "GCJ02"}:        "crs_fixed",
	} {
		var invalid *rectify.Invalid
		if _, err := given.Checked(); !errors.As(err, &invalid) || invalid.Rule != rule {
			t.Errorf("%+v: %v, want %s", given, err, rule)
		}
	}
}

func TestExportsKeepToTheAreasOfWhoAsks(t *testing.T) {
	t.Parallel()
	place := []rectify.AreaID{100, 110}
	for _, test := range []struct {
		person rectify.Person
		want   bool
	}{
		{rectify.Person{Roles: []rectify.Role{rectify.RoleLeader}}, true},
		{rectify.Person{Roles: []rectify.Role{rectify.RoleLeader}, AreaIDs: []rectify.AreaID{100}}, true},
		{rectify.Person{Roles: []rectify.Role{rectify.RoleLeader}, AreaIDs: []rectify.AreaID{120}}, false},
		{rectify.Person{Roles: []rectify.Role{rectify.RolePlanner}, Disabled: true}, false},
		{rectify.Person{Roles: []rectify.Role{rectify.RoleField, rectify.RoleVerifier}}, false},
	} {
		if got := rectify.CanExport(test.person, rectify.Feature{}, place); got != test.want {
			t.Errorf("%+v: %v, want %v", test.person, got, test.want)
		}
	}
}
