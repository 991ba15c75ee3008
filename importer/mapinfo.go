package importer

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A MapInfo table is a .tab that says what the others are; its exchange format is text: .mif with an optional .mid.
var (
	tabEndings = []string{".tab", ".dat", ".map", ".id", ".ind"}
	mifEndings = []string{".mif", ".mid"}
)

// isMapInfo takes any part for the whole; .dat, .map and .id, which others use too, only beside a .tab.
func isMapInfo(p probe) bool {
	if p.directory {
		return false
	}
	if slices.Contains(tabEndings, p.extension) {
		set, err := neighbours(p.path, tabEndings)
		return err == nil && set[".tab"] != ""
	}
	return slices.Contains(mifEndings, p.extension)
}

// prepareMapInfo tells GDAL that the text is Latin-1, by a copy of the header, and decodes it here: tables from China
// often say "Neutral", or nothing, or what the machine was that converted them.
func prepareMapInfo(ctx context.Context, p probe, options Options) (*dataset, error) {
	return withOGR(ctx, "MapInfo File", func(o *ogr) (*dataset, error) {
		if slices.Contains(tabEndings, p.extension) {
			return o.mapInfoTable(ctx, p, options)
		}
		return o.mapInfoExchange(ctx, p, options)
	})
}

// tabType is what a table's data are: "NATIVE", "DBF", or something that is elsewhere.
var tabType = regexp.MustCompile(`(?im)^\s*Type\s+"?(\w+)`)

func (o *ogr) mapInfoTable(ctx context.Context, p probe, options Options) (*dataset, error) {
	set, err := neighbours(p.path, append(slices.Clone(tabEndings), ".dbf"))
	if err != nil {
		return nil, err
	}
	header, err := readHead(set[".tab"])
	if err != nil {
		return nil, err
	}
	if err := checkTable(set, header); err != nil {
		return nil, err
	}
	for ending, path := range set {
		if ending == ".tab" {
			continue
		}
		if _, err := o.link(path, "data"+ending); err != nil {
			return nil, err
		}
	}
	latin1, declared := withCharset(header, "!charset ")
	if err := os.WriteFile(filepath.Join(o.dir, "data.tab"), latin1, 0o600); err != nil {
		return nil, err
	}
	damaged := !anyDecodes(header, options.Encoding, mapInfoLabel(declared), utf8Encoding.name, gb18030Encoding.name)
	decodes := func(e encoding) (bool, error) {
		if _, ok := e.decodeText(header); !ok && !damaged {
			return false, nil
		}
		return dbfDecodes(firstOf(set[".dat"], set[".dbf"]), e)
	}
	d, err := o.mapInfo(ctx, "data.tab", declared, decodes, options)
	if err == nil && damaged {
		d.note("the Chinese names of the columns are damaged; they are called column, column_ and so on")
		d.open = func(r io.Reader) Reader {
			return recoded{Reader: newGeoJSONReader(r), text: d.encoding, lostNames: true}
		}
	}
	return d, err
}

// anyDecodes says that text makes sense in one of the encodings. GDAL, and QGIS with it, cuts bytes out of Chinese
// names of columns, so that a table's own header may make sense in none.
func anyDecodes(text []byte, labels ...string) bool {
	return slices.ContainsFunc(labels, func(label string) bool {
		e, known := encodingNamed(label)
		if !known {
			return false
		}
		_, ok := e.decodeText(text)
		return ok
	})
}

// checkTable refuses tables that are only a view of others, which may be anywhere, and those that miss a part.
func checkTable(set map[string]string, header []byte) error {
	kind := ""
	if match := tabType.FindSubmatch(header); match != nil {
		kind = strings.ToUpper(string(match[1]))
	}
	if kind != "NATIVE" && kind != "DBF" {
		return refuse(RefusedFormat, "the .tab holds no table of its own (type %q): it is seamless, linked, a view or a picture; in MapInfo save it as a copy (另存为) of type MapInfo, and import that", kind)
	}
	data := set[".dat"] != "" || kind == "DBF" && set[".dbf"] != ""
	if data && set[".map"] != "" && set[".id"] != "" {
		return nil
	}
	return refuse(RefusedBroken, "a part of the table is missing: it is the four files .tab, .dat, .map and .id; pack them together in a zip")
}

func (o *ogr) mapInfoExchange(ctx context.Context, p probe, options Options) (*dataset, error) {
	set, err := neighbours(p.path, mifEndings)
	if err != nil {
		return nil, err
	}
	if set[".mif"] == "" {
		return nil, refuse(RefusedBroken, "a .mid alone has no geometry: put the .mif of the same name beside it")
	}
	if set[".mid"] != "" {
		if _, err := o.link(set[".mid"], "data.mid"); err != nil {
			return nil, err
		}
	}
	declared, err := copyExchange(set[".mif"], filepath.Join(o.dir, "data.mif"))
	if err != nil {
		return nil, err
	}
	decodes := func(e encoding) (bool, error) {
		for _, path := range set {
			if fits, err := fileDecodes(path, e); err != nil || !fits {
				return false, err
			}
		}
		return true, nil
	}
	d, err := o.mapInfo(ctx, "data.mif", declared, decodes, options)
	if err == nil && set[".mid"] == "" {
		d.note("the .mid is missing: geometry without attributes")
	}
	return d, err
}

// copyExchange copies a .mif whose header says Latin-1.
func copyExchange(from, to string) (declared string, err error) {
	source, err := os.Open(from)
	if err != nil {
		return "", err
	}
	defer source.Close()
	target, err := os.Create(to)
	if err != nil {
		return "", err
	}
	defer target.Close()
	content := bufio.NewReaderSize(source, 1<<16)
	head, err := content.Peek(probeBytes)
	if len(head) == 0 {
		return "", fmt.Errorf("read the .mif: %w", err)
	}
	header := slices.Clone(head)
	if _, err := content.Discard(len(header)); err != nil {
		return "", err
	}
	header, declared = withCharset(header, "Charset ")
	if _, err := target.Write(header); err != nil {
		return "", err
	}
	if _, err := io.Copy(target, content); err != nil {
		return "", err
	}
	return declared, target.Close()
}

var mapInfoCharset = regexp.MustCompile(`(?i)(charset[ \t]+"?)([\w-]+)`)

// withCharset makes a header say Latin-1 and tells what it said. line is how a header says it that did not.
func withCharset(header []byte, line string) (latin1 []byte, declared string) {
	if match := mapInfoCharset.FindSubmatch(header); match != nil {
		return mapInfoCharset.ReplaceAll(header, []byte("${1}ISO8859_1")), string(match[2])
	}
	first := slices.Index(header, '\n') + 1 // after the version, or !table
	return slices.Concat(header[:first], []byte(line+"\"ISO8859_1\"\n"), header[first:]), ""
}

// mapInfoCharsets are MapInfo's words for what others call otherwise. Neutral says nothing.
var mapInfoCharsets = map[string]string{
	"windowssimpchinese": "gb18030", "windowstradchinese": "big5", "windowsjapanese": "shift_jis", "windowskorean": "euc-kr",
	"windowslatin1": "windows-1252", "windowslatin2": "windows-1250", "windowscyrillic": "windows-1251", "windowsgreek": "windows-1253",
	"windowsturkish": "windows-1254", "windowshebrew": "windows-1255", "windowsarabic": "windows-1256", "windowsbalticrim": "windows-1257",
	"windowsvietnamese": "windows-1258", "windowsthai": "windows-874", "iso8859_1": "windows-1252", "utf-8": "utf-8",
}

// mapInfoLabel is a charset by its usual name; empty when it says nothing.
func mapInfoLabel(declared string) string {
	label := strings.ToLower(declared)
	if label == "neutral" {
		return ""
	}
	return firstOf(mapInfoCharsets[label], label)
}

func (o *ogr) mapInfo(ctx context.Context, name, declared string, decodes func(encoding) (bool, error), options Options) (*dataset, error) {
	var hints []hint
	var notes []string
	if label := mapInfoLabel(declared); label != "" {
		hints = append(hints, hint{label, "the charset of the table"})
	}
	text, err := settle(options.Encoding, hints, decodes, &notes)
	if err != nil {
		return nil, err
	}
	d, err := o.dataset(ctx, filepath.Join(o.dir, name), "", nil)
	if err != nil {
		return nil, err
	}
	d.open = func(r io.Reader) Reader { return recoded{Reader: newGeoJSONReader(r), text: text} }
	d.encoding, d.recoded, d.layer, d.notes = text, true, "", append(notes, d.notes...) // its layer is called as we linked it
	return d, nil
}
