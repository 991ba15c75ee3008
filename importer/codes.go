package importer

import (
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"backstreet/rectify"
)

// codeTable is a list of administrative codes and names, as the statistics office publishes it each year. A boundary
// that has only names gets its codes from it.
type codeTable struct {
	names  map[string]string   // code: name
	byName map[string][]string // codes of that very name
	byStem map[string][]string // codes of names that are the same without what kind of place they say it is
}

const (
	maxCodeFileBytes = 64 << 20 // all villages of China are 40 MB
	codeColumns      = "code and name (代码, 名称)"
)

// levelOfCode tells the level of a code of GB/T 2260 and GB/T 10114 by its length.
var levelOfCode = map[int]rectify.AreaLevel{6: rectify.LevelDistrict, 9: rectify.LevelStreet, 12: rectify.LevelCommunity}

func codeLevel(code string) rectify.AreaLevel {
	if strings.Trim(code, "0123456789") != "" {
		return ""
	}
	return levelOfCode[len(code)]
}

// kindsOfPlace end names and tell the level; the longer ones come first.
var kindsOfPlace = []struct {
	ending string
	level  rectify.AreaLevel
}{
	{"社区居民委员会", rectify.LevelCommunity},
	{"村民委员会", rectify.LevelCommunity},
	{"居民委员会", rectify.LevelCommunity},
	{"街道办事处", rectify.LevelStreet},
	{"社区居委会", rectify.LevelCommunity},
	{"村委会", rectify.LevelCommunity},
	{"居委会", rectify.LevelCommunity},
	{"办事处", rectify.LevelStreet},
	{"街道", rectify.LevelStreet},
	{"社区", rectify.LevelCommunity},
	{"镇", rectify.LevelStreet},
	{"乡", rectify.LevelStreet},
	{"村", rectify.LevelCommunity},
}

// stemOf is a name without the kind of place it says it is, and the level of that kind.
func stemOf(name string) (stem string, level rectify.AreaLevel) {
	for _, kind := range kindsOfPlace {
		if stem, found := strings.CutSuffix(name, kind.ending); found && stem != "" {
			return stem, kind.level
		}
	}
	return name, ""
}

// readCodes reads the table of Options.Codes; nil when there is none.
func readCodes(options Options) (*codeTable, error) {
	if options.Codes == "" {
		return nil, nil
	}
	if options.Kind.Key != KindArea {
		return nil, refuse(RefusedMapping, "--codes names areas; it goes with --kind area")
	}
	encoding, err := chooseEncoding(options.Codes, "")
	if err != nil {
		return nil, err
	}
	file, err := os.Open(options.Codes)
	if err != nil {
		return nil, refuse(RefusedMapping, "the codes cannot be read: %v", err)
	}
	defer file.Close()
	table := csv.NewReader(io.LimitReader(encoding.decode(file), maxCodeFileBytes))
	table.FieldsPerRecord, table.LazyQuotes, table.ReuseRecord = -1, true, true
	t := &codeTable{names: map[string]string{}, byName: map[string][]string{}, byStem: map[string][]string{}}
	return t, t.read(table, filepath.Base(options.Codes))
}

func (t *codeTable) read(table *csv.Reader, file string) error {
	header, err := table.Read()
	if err != nil {
		return refuse(RefusedMapping, "%s has no line of column names", file)
	}
	header = slices.Clone(header)
	header[0] = strings.TrimPrefix(header[0], "\uFEFF")
	code, name := findColumn(header, areaRefs), findColumn(header, knownNames["name"])
	if code < 0 || name < 0 {
		return refuse(RefusedMapping, "%s is no table of codes: it needs the columns %s, and has %s", file, codeColumns, shorten(strings.Join(header, ", ")))
	}
	for {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return refuse(RefusedMapping, "%s cannot be read as a table: %v", file, err)
		}
		if len(cells) > max(code, name) {
			t.add(strings.TrimSpace(cells[code]), strings.TrimSpace(cells[name]))
		}
	}
	if len(t.names) == 0 {
		return refuse(RefusedMapping, "there are no codes in %s", file)
	}
	return nil
}

func (t *codeTable) add(code, name string) {
	if code == "" || name == "" || t.names[code] != "" {
		return
	}
	t.names[code] = name
	t.byName[name] = append(t.byName[name], code)
	stem, _ := stemOf(name)
	t.byStem[stem] = append(t.byStem[stem], code)
}

// find gives the codes that an area of that name and level can have; the same name counts for more than the same stem.
func (t *codeTable) find(name string, level rectify.AreaLevel) []string {
	stem, told := stemOf(name)
	if level == "" {
		level = told
	}
	for _, codes := range [][]string{t.byName[name], t.byStem[stem]} {
		var fitting []string
		for _, code := range codes {
			if level == "" || codeLevel(code) == level {
				fitting = append(fitting, code)
			}
		}
		if len(fitting) > 0 {
			return fitting
		}
	}
	return nil
}

// code gives an area its code by its name, or holds the code that it has against the table. An area whose level nobody
// says has that of its code.
func (v *converter) code(staged *Staged, record Record) {
	name := valueText(v.mapping.value(record, "name"))
	given, _ := v.mapping.schema.attributes["level"].parse(v.mapping.value(record, "level"))
	level, _ := given.(string)
	if v.codes != nil && staged.Ref == "" {
		switch codes := v.codes.find(name, rectify.AreaLevel(level)); len(codes) {
		case 0:
			v.fates = append(v.fates, warning(staged, CodeNoCode, "the table of codes has no such name", name))
		case 1:
			staged.Ref, staged.Key = codes[0], codes[0]
			v.coded++
		default:
			v.fates = append(v.fates, warning(staged, CodeNoCode, "several codes have this name: "+shorten(strings.Join(codes, ", ")), name))
		}
		return
	}
	if v.codes == nil {
		return
	}
	switch listed := v.codes.names[staged.Ref]; {
	case listed == "":
		v.fates = append(v.fates, warning(staged, CodeNoCode, "the table of codes has no such code", staged.Ref))
	case name != "" && !sameStem(listed, name):
		v.fates = append(v.fates, warning(staged, CodeOtherName, "the table of codes calls it "+listed, name))
	}
}

func sameStem(a, b string) bool {
	one, _ := stemOf(a)
	other, _ := stemOf(b)
	return one == other
}
