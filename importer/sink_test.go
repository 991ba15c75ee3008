package importer_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"backstreet/geo"
	"backstreet/importer"
	"backstreet/rectify"
)

// recordingSink keeps what an import stages, for reading assertions. What the database makes of it is tested in
// store.
type recordingSink struct {
	run      importer.Run
	staged   []importer.Staged
	finished bool
	options  importer.FinishOptions
	fates    []importer.Fate // what Finish answers
	onPut    func()
}

func (s *recordingSink) Begin(_ context.Context, run importer.Run) (importer.Staging, error) {
	s.run = run
	return s, nil
}

func (s *recordingSink) Put(_ context.Context, records []importer.Staged) error {
	s.staged = append(s.staged, records...)
	if s.onPut != nil {
		s.onPut()
	}
	return nil
}

func (s *recordingSink) Finish(_ context.Context, options importer.FinishOptions) (importer.Result, error) {
	s.finished, s.options = true, options
	result := importer.Result{Run: 1, New: len(s.staged), Fates: s.fates}
	for _, fate := range s.fates {
		switch fate.Fate {
		case importer.FateQuarantined:
			result.New--
		case importer.FateRepaired:
			result.Repaired++
		}
	}
	options.Report(result)
	return result, nil
}

func (s *recordingSink) Abort(context.Context) {}

func (s *recordingSink) areaM2() float64 {
	var sum float64
	for _, staged := range s.staged {
		sum += geo.AreaM2(staged.Geom)
	}
	return sum
}

func (s *recordingSink) capacity() (sum int64) {
	for _, staged := range s.staged {
		n, _ := staged.Attributes["capacity"].(int64)
		sum += n
	}
	return sum
}

// The kinds as the migrations ship them, with what the importer looks at.
var (
	berthKind = rectify.Kind{
		Key: rectify.KindBerth, GeometryTypes: []string{"MultiPolygon", "Point"}, QuantityRule: rectify.QuantityCapacity,
		Schema: []byte(`{"type": "object", "properties": {
			"capacity": {"type": "integer", "minimum": 0, "title": "泊位数", "title_en": "Capacity"},
			"berth_class": {"enum": ["non_motor", "motor"], "title": "泊位类别", "title_en": "Class"},
			"angle_deg": {"type": "number", "title": "角度", "title_en": "Angle (°)"},
			"charging": {"type": "boolean", "title": "充电", "title_en": "Charging"}}}`),
	}
	compoundKind = rectify.Kind{
		Key: rectify.KindCompound, GeometryTypes: []string{"MultiPolygon"}, QuantityRule: rectify.QuantityEach,
		Schema: []byte(`{"type": "object", "properties": {
			"management": {"enum": ["none", "professional", "red_property"], "title": "物业管理"},
			"households": {"type": "integer", "title": "户数"}}}`),
	}
	streetKind = rectify.Kind{
		Key: rectify.KindBackStreet, GeometryTypes: []string{"MultiLineString"}, QuantityRule: rectify.QuantityEach,
		Schema: []byte(`{"type": "object", "properties": {"width_m": {"type": "number", "title": "宽（米）"}}}`),
	}
	anyKind = rectify.Kind{
		Key: "anything", GeometryTypes: []string{"Point", "MultiPoint", "MultiLineString", "MultiPolygon"}, QuantityRule: rectify.QuantityEach,
	}
)

// public is the path of a file of the shared data; the test is skipped where that is absent.
func public(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "data", "public", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("shared data not present: %v", err)
	}
	return path
}

// write puts content into a file of that name.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// take imports the file and wants no refusal.
func take(t *testing.T, options importer.Options) (*recordingSink, importer.Report) {
	t.Helper()
	sink := &recordingSink{}
	report, err := importer.Import(t.Context(), options, sink, nil)
	if err != nil {
		t.Fatal(err)
	}
	if sum := report.New + report.Changed + report.Unchanged + report.Quarantined; sum != report.Read {
		t.Errorf("%d records read, %d accounted for", report.Read, sum)
	}
	return sink, report
}

// refused imports the file and wants the refusal.
func refused(t *testing.T, options importer.Options, code string) *importer.Refusal {
	t.Helper()
	sink := &recordingSink{}
	_, err := importer.Import(t.Context(), options, sink, nil)
	var refusal *importer.Refusal
	if !errors.As(err, &refusal) {
		t.Fatalf("want a refusal with code %s, got %v", code, err)
	}
	if refusal.Code != code {
		t.Errorf("want code %s, got %s: %s", code, refusal.Code, refusal.Message)
	}
	if sink.finished {
		t.Error("something was applied after all")
	}
	return refusal
}

func codes(report importer.Report) map[string]int {
	counts := map[string]int{}
	for _, fate := range report.Records {
		counts[fate.Code]++
	}
	return counts
}
