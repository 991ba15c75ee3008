package export_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/importer"
	"backstreet/rectify"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestLosslessFormatsComeBackUnchanged(t *testing.T) {
	t.Parallel()
	db := newWorld(t)
	for _, options := range []rectify.ExportOptions{
		{Format: rectify.FormatGeoJSON},
		{Format: rectify.FormatGeoPackage},
		{Format: rectify.FormatGeoJSON, CRS: "EPSG:4547"},
		{Format: rectify.FormatGeoPackage, CRS: "EPSG:4547"},
		{Format: rectify.FormatGeoPackage, CRS: "EPSG:4490"},
	} {
		empty := storetest.New(t, store.Options{})
		for _, kind := range []rectify.KindKey{rectify.KindCompound, rectify.KindBackStreet, rectify.KindPaintedWall, rectify.KindBerth} {
			t.Run(string(options.Format)+options.CRS+string(kind), func(t *testing.T) {
				result := exported(t, db, rectify.Filter{Kinds: []rectify.KindKey{kind}}, options)
				report := imported(t, db, result.Path, string(kind), importer.Options{DryRun: true})
				if report.Unchanged != report.Read || report.Read == 0 {
					t.Errorf("of %d read %d are unchanged: %+v", report.Read, report.Unchanged, report.Records)
				}
				imported(t, empty, result.Path, string(kind), importer.Options{})
			})
		}
		if options.CRS == "" {
			if diff := cmp.Diff(rows(t, db), rows(t, empty)); diff != "" {
				t.Errorf("%s: an empty database came to hold something else (-was +is):\n%s", options.Format, diff)
			}
		}
	}
}
