package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backstreet/importer"
	"backstreet/rectify"
)

// squares is GeoJSON of one square for each, in a row, with the properties given.
func squares(properties ...string) string {
	features := make([]string, len(properties))
	for i, p := range properties {
		west := 113.9 + float64(i)/100
		features[i] = fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":{"type":"Polygon","coordinates":[[[%[2]g,33.5],[%[3]g,33.5],[%[3]g,33.51],[%[2]g,33.51],[%[2]g,33.5]]]}}`, p, west, west+0.01)
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func coded(sink *recordingSink) []string {
	var got []string
	for _, staged := range sink.staged {
		got = append(got, fmt.Sprintf("%s %s %v", staged.Ref, staged.Name, staged.Attributes["level"]))
	}
	return got
}

func TestAreasGetTheirCodesFromATable(t *testing.T) {
	t.Parallel()
	table := write(t, "codes.csv", "\uFEFF代码,名称\n411102001,老街街道\n411102100,大刘镇\n411102001003,老街社区居民委员会\n411102100201,双龙村民委员会\n411102101201,双龙村民委员会\n")
	file := write(t, "areas.geojson", squares(
		`"名称":"老街街道"`, `"名称":"大刘"`, `"名称":"老街社区"`, `"名称":"双龙村","level":"community"`, `"名称":"马路街街道","level":"street"`))
	sink, report := take(t, importer.Options{File: file, Kind: importer.AreaKind, Codes: table})
	want := []string{
		"411102001 老街街道 street", "411102100 大刘 street", "411102001003 老街社区 community",
		" 双龙村 community", " 马路街街道 street",
	}
	if diff := cmp.Diff(want, coded(sink)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]int{importer.CodeNoCode: 2}, codes(report)); diff != "" {
		t.Error(diff)
	}
	if reason := report.Records[0].Reason; !strings.Contains(reason, "411102100201, 411102101201") {
		t.Errorf("the reason is %q", reason)
	}
}

func TestAreasAreHeldAgainstTheTable(t *testing.T) {
	t.Parallel()
	table := public(t, "codes/411102_streets_2023.csv")
	file := write(t, "areas.geojson", squares(
		`"code":"411102001","name":"老街街道办事处"`, `"code":"411102002","name":"顺河街街道"`, `"code":"411102999","name":"新街道"`))
	sink, report := take(t, importer.Options{File: file, Kind: importer.AreaKind, Codes: table})
	if len(sink.staged) != 3 || sink.staged[0].Attributes["level"] != string(rectify.LevelStreet) {
		t.Errorf("staged %+v", sink.staged)
	}
	want := map[string]int{importer.CodeOtherName: 1, importer.CodeNoCode: 1}
	if diff := cmp.Diff(want, codes(report)); diff != "" {
		t.Error(diff)
	}
}

func TestTheWholeDistrictHasCodes(t *testing.T) {
	t.Parallel()
	table := public(t, "codes/411102_villages_2023.csv")
	file := write(t, "areas.geojson", squares(`"name":"滨西社区"`, `"name":"八一路社区居委会"`, `"name":"交通路社区居民委员会"`))
	sink, _ := take(t, importer.Options{File: file, Kind: importer.AreaKind, Codes: table})
	want := []string{
		"411102001001 滨西社区 community", "411102002002 八一路社区居委会 community", "411102002003 交通路社区居民委员会 community",
	}
	if diff := cmp.Diff(want, coded(sink)); diff != "" {
		t.Error(diff)
	}
}

func TestATableOfCodesIsChecked(t *testing.T) {
	t.Parallel()
	file := write(t, "areas.geojson", squares(`"name":"老街街道","level":"street"`))
	for name, text := range map[string]string{"no code": "id,name\n1,a\n", "no rows": "code,name\n", "nothing": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_ = refused(t, importer.Options{File: file, Kind: importer.AreaKind, Codes: write(t, "codes.csv", text)}, importer.RefusedMapping)
		})
	}
	t.Run("for features", func(t *testing.T) {
		t.Parallel()
		_ = refused(t, importer.Options{File: file, Kind: compoundKind, Codes: file}, importer.RefusedMapping)
	})
}
