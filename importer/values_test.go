package importer_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/importer"
	"backstreet/store"
	"backstreet/store/storetest"
)

func TestTheSameNumberIsWrittenTheSame(t *testing.T) {
	t.Parallel()
	content := `{"type":"Feature","geometry":{"type":"Point","coordinates":[10,50]},"properties":{
		"lat":22.948992992837251,"whole":123456789012345678,"beyond":123456789012345678.0,"round":4.50,"small":1.0e-7,
		"exact":0.1000000000000000055,"list":[22.948992992837251,{"a":12345678901234567890}]}}`
	sink, _ := take(t, importer.Options{File: write(t, "a.geojson", content), Kind: anyKind})
	got, err := json.Marshal(sink.staged[0].Attributes[importer.OriginalAttribute])
	if err != nil {
		t.Fatal(err)
	}
	want := `{"beyond":123456789012345678.0,"exact":0.1000000000000000055,"lat":22.94899299283725,` +
		`"list":[22.94899299283725,{"a":12345678901234567890}],"round":4.5,"small":1e-7,"whole":123456789012345678}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestOtherDigitsOfTheSameNumberAreNoChange(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	file := func(lat string) importer.Options {
		return importer.Options{
			File: write(t, "a.geojson", `{"type":"Feature","geometry":{"type":"Point","coordinates":[114,33.5]},"properties":{"编号":"A","lat":`+lat+`}}`),
			Kind: kindOf(t, db, "berth"), CRS: "EPSG:4326",
		}
	}
	into(t, db, file("22.948992992837251"))
	if report := into(t, db, file("22.94899299283725")); report.Unchanged != 1 {
		t.Errorf("%+v", report)
	}
	if report := into(t, db, file("22.94899299283726")); report.Changed != 1 {
		t.Errorf("%+v", report)
	}
}

// Without a ref a feature is known by its place, also when its record is quarantined for something else.
func TestAQuarantinedRecordWithoutRefIsNotGone(t *testing.T) {
	t.Parallel()
	db := storetest.New(t, store.Options{})
	file := func(second string) importer.Options {
		return importer.Options{
			File: write(t, "a.csv", "lon,lat,capacity\n114,33.5,1\n114.1,33.5,"+second+"\n"), Kind: kindOf(t, db, "berth"), CRS: "EPSG:4326",
			Map: map[string]string{"capacity": "capacity"}, Gone: importer.GoneVoid,
		}
	}
	into(t, db, file("2"))
	if report := into(t, db, file("many")); report.Unchanged != 1 || report.Quarantined != 1 || report.Gone != 0 {
		t.Errorf("%+v", report)
	}
}
