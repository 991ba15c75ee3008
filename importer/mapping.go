package importer

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"backstreet/rectify"
)

// mapping says which column feeds which attribute: Staged's own (uid, ref, key, name, status) and the kind's.
type mapping struct {
	columns map[string]string // attribute: column, or "=value"
	schema  schema
	guessed bool
}

// ownAttributes are fields of a feature, not attributes of its kind.
var ownAttributes = []string{"uid", "ref", "key", "name", "status"}

// geometryAttributes are mapped too, but the CSV reader sees to them.
var geometryAttributes = []string{"geometry", "lon", "lat", "x", "y"}

// knownNames are what files call things, normalised. Attributes also go by their own name and titles.
var knownNames = map[string][]string{
	"ref": {
		"ref", "台账编号", "编号", "台账号", "小区编号", "泊位编号", "墙体编号", "街巷编号", "设施编号", "标识码",
		"部件标识码", "fenceid", "objcode", "code", "globalid", "@id",
	},
	"key":         {"id", "objectid", "fid", "gid", "序号", "originaluid", "osmid", "entityhandle"},
	"name":        {"name", "名称", "小区名称", "街巷名称", "道路名称", "墙体名称", "地名", "title", "bez", "bezeichnung", "lagebezeichnung", "label", "location", "lage", "streetname"},
	"status":      {"status", "状态", "整改状态"},
	"capacity":    {"capacity", "kapazitaet", "kapazität", "anzahl", "stellplaetze", "stellplätze", "泊位数", "泊位数量", "车位数", "容量", "停车数", "数量"},
	"households":  {"户数", "住户数", "总户数"},
	"buildings":   {"楼栋数", "栋数", "楼数"},
	"residents":   {"居民人数", "人口", "人数"},
	"built_year":  {"建成年份", "建成年代", "建成时间", "yearbuilt"},
	"management":  {"物业管理", "物业类型", "物业", "管理方式"},
	"width_m":     {"宽", "宽度", "路宽", "width"},
	"surface":     {"路面", "路面材质"},
	"lighting":    {"路灯", "照明", "lit"},
	"height_m":    {"墙高", "高", "高度", "height"},
	"openings_m2": {"门窗洞口", "洞口面积"},
	"finish":      {"饰面", "涂料"},
	"berth_class": {"泊位类别", "泊位类型", "车位类型"},
	"level":       {"级别", "层级"},
	"parent":      {"上级代码", "上级", "streetcode", "parentcode"},
	"name_en":     {"英文名", "nameen"},
	"class":       {"类别", "类型"},
}

// areaRefs come before the other names of ref where areas are imported.
var areaRefs = []string{"code", "adcode", "代码", "区划代码", "nhood"}

var uuid = regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// mapColumns follows what the user said and guesses the rest.
func mapColumns(s *survey, kind rectify.Kind, given map[string]string) (mapping, error) {
	read, err := schemaOf(kind)
	if err != nil {
		return mapping{}, err
	}
	m := mapping{columns: map[string]string{}, schema: read}
	for _, attribute := range slices.Sorted(maps.Keys(given)) {
		column := given[attribute]
		if slices.Contains(geometryAttributes, attribute) {
			continue
		}
		if _, ok := read.attributes[attribute]; !ok && !slices.Contains(ownAttributes, attribute) {
			return mapping{}, refuse(RefusedMapping, "--map %s=%s: the kind %s has no attribute %s; it has %s", attribute, column,
				kind.Key, attribute, strings.Join(m.attributes(), ", "))
		}
		if column != "" && s.byName[column] == nil && !strings.HasPrefix(column, "=") {
			return mapping{}, unknownColumn(attribute, column, s.names())
		}
		m.columns[attribute] = column
	}
	m.guess(s, kind)
	for attribute, column := range m.columns {
		if column == "" { // "ref=" says: none, and do not guess
			delete(m.columns, attribute)
		}
	}
	return m, nil
}

// attributes are what a column can be mapped to.
func (m *mapping) attributes() []string {
	return append(slices.Clone(ownAttributes), slices.Sorted(maps.Keys(m.schema.attributes))...)
}

func (m *mapping) guess(s *survey, kind rectify.Kind) {
	taken := map[string]bool{}
	for _, column := range m.columns {
		taken[column] = true
	}
	for _, name := range m.attributes() {
		if _, given := m.columns[name]; given {
			continue
		}
		for _, c := range m.candidates(name, s, kind) {
			if !taken[c.name] && m.fits(name, c, s) {
				m.columns[name], taken[c.name], m.guessed = c.name, true, true
				break
			}
		}
	}
}

// candidates are the columns with a known name, in the order of the names.
func (m *mapping) candidates(name string, s *survey, kind rectify.Kind) []*column {
	known := []string{normalName(name)}
	if a, ok := m.schema.attributes[name]; ok {
		known = append(known, normalName(a.Title), normalName(a.TitleEN))
	}
	if name == "ref" && kind.Key == KindArea {
		known = append(known, areaRefs...)
	}
	known = append(known, knownNames[name]...)
	var found []*column
	for _, wanted := range known {
		for _, c := range s.columns {
			if wanted != "" && normalName(c.name) == wanted {
				found = append(found, c)
			}
		}
	}
	return found
}

// fits tells whether a column holds what its name promises: nine in ten values can be read as the attribute.
func (m *mapping) fits(name string, c *column, s *survey) bool {
	switch name {
	case "ref", "key":
		// In a file of ours not every feature has a ref.
		return c.unique(s.records) || name == "ref" && c.name == name && m.columns["uid"] != ""
	case "uid":
		return c.unique(s.records) && mostly(c.sample, func(v any) bool { return uuid.MatchString(valueText(v)) })
	case "status":
		return mostly(c.sample, func(v any) bool { _, ok := statusWord(valueText(v)); return ok })
	case "name":
		return c.filled > 0
	}
	return mostly(c.sample, func(v any) bool {
		_, fault := m.schema.attributes[name].parse(v)
		return fault == nil
	})
}

func mostly(values []any, good func(any) bool) bool {
	hits := 0
	for _, value := range values {
		if good(value) {
			hits++
		}
	}
	return hits > 0 && hits*10 >= len(values)*9
}

func statusWord(text string) (rectify.Status, bool) {
	words := make([]string, len(rectify.Statuses))
	for i, status := range rectify.Statuses {
		words[i] = string(status)
	}
	word, ok := enumWord(words, text)
	return rectify.Status(word), ok
}

// value of an attribute in a record, by the mapping.
func (m *mapping) value(record Record, attribute string) any {
	column, ok := m.columns[attribute]
	if !ok {
		return nil
	}
	if constant, found := strings.CutPrefix(column, "="); found {
		return constant
	}
	return record.Properties.Get(column)
}
