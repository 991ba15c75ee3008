package importer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"backstreet/rectify"
)

var dxfStart = regexp.MustCompile(`^\s*(999\r?\n[^\n]*\n\s*)*0\r?\n\s*SECTION\s`)

func isDXF(p probe) bool {
	return !p.directory && (p.extension == ".dxf" || dxfStart.Match(p.head))
}

// prepareDXF reads the model space of an ASCII drawing: of the layers that are chosen, with blocks in place and hatches
// as areas. What is on paper sheets (frames, legends) is left out.
func prepareDXF(ctx context.Context, p probe, options Options) (*dataset, error) {
	var notes []string
	text, err := dxfEncoding(p, options.Encoding, &notes)
	if err != nil {
		return nil, err
	}
	return withOGR(ctx, "DXF", func(o *ogr) (*dataset, error) {
		linked, err := o.link(p.path, "data.dxf")
		if err != nil {
			return nil, err
		}
		o.env = append(o.env, "DXF_ENCODING="+text.name, "DXF_INLINE_BLOCKS="+inlineBlocks(options.Kind))
		d, err := o.dataset(ctx, linked, "entities", nil)
		var refusal *Refusal
		if errors.As(err, &refusal) && refusal.Code == RefusedEmpty {
			return nil, errNothingDrawn
		}
		if err != nil {
			return nil, err
		}
		d.planar, d.encoding, d.recoded, d.notes = true, text, true, append(notes, d.notes...)
		return d, d.asDrawing(ctx, options)
	})
}

var errNothingDrawn = refuse(RefusedEmpty, "there is nothing drawn in the model space; if all is on a layout sheet, copy it to the model")

// inlineBlocks says whether a block is what it draws, or the place where it stands: for kinds that are points.
func inlineBlocks(kind rectify.Kind) string {
	for _, drawn := range kind.GeometryTypes {
		if !strings.HasSuffix(drawn, "Point") {
			return "YES"
		}
	}
	return "NO"
}

var dxfCodePage = regexp.MustCompile(`\$DWGCODEPAGE\s+3\s+(\S+)`)

// dxfEncoding trusts valid UTF-8 first, which drawings since 2007 are whatever their header says; libraries write
// ANSI_1252 there always.
func dxfEncoding(p probe, choice string, notes *[]string) (encoding, error) {
	head, err := readHead(p.path)
	if err != nil {
		return encoding{}, err
	}
	hints := []hint{{utf8Encoding.name, "the drawing"}}
	if match := dxfCodePage.FindSubmatch(head); match != nil && !bytes.HasSuffix(match[1], []byte("_1252")) {
		hints = append(hints, hint{strings.ReplaceAll(string(match[1]), "_", ""), "the drawing's header"})
	}
	var passed []string // that it is not UTF-8 is no news
	text, err := settle(choice, hints, func(e encoding) (bool, error) { return fileDecodes(p.path, e) }, &passed)
	for _, note := range passed {
		if !strings.HasPrefix(note, hints[0].from+" says") {
			*notes = append(*notes, note)
		}
	}
	return text, err
}

// asDrawing looks at what GDAL made of the drawing, and chooses layers and units.
func (d *dataset) asDrawing(ctx context.Context, options Options) error {
	counts := map[string]int{}
	var paper int
	var seen numbers
	_, err := d.each(ctx, func(int64) {}, func(record Record) error {
		if onPaper(record) {
			paper++
			return nil
		}
		counts[layerOf(record)]++
		if record.Geom != nil {
			seen.add(record.Geom)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(counts) == 0 {
		return errNothingDrawn
	}
	chosen, err := chooseDrawingLayers(counts, options.Layer)
	if err != nil {
		return err
	}
	x, y := seen.median()
	unit, err := drawingUnit(options.Units, x, y)
	if err != nil {
		return err
	}
	if paper > 0 {
		d.note(fmt.Sprintf("%d objects on layout sheets (paper space) are left out", paper))
	}
	d.layer = strings.Join(chosen, ",")
	kept := drawing{
		unit: unit, areas: slices.Contains(options.Kind.GeometryTypes, "MultiPolygon"),
		labels: options.Kind.Key == KindContext, layers: map[string]bool{},
	}
	for _, layer := range chosen {
		kept.layers[layer] = true
	}
	d.open = func(r io.Reader) Reader { return &drawingReader{Reader: newGeoJSONReader(r), drawing: kept} }
	return nil
}

// allLayers is what --layer says for everything.
const allLayers = "*"

// chooseDrawingLayers takes the layers that the user named, separated by commas, or the only one.
func chooseDrawingLayers(counts map[string]int, choice string) ([]string, error) {
	names := slices.Sorted(maps.Keys(counts))
	chosen := strings.Split(choice, ",")
	switch {
	case choice == allLayers || choice == "" && len(names) == 1:
		return names, nil
	case counts[choice] > 0:
		return []string{choice}, nil
	case choice != "" && !slices.ContainsFunc(chosen, func(name string) bool { return counts[name] == 0 }):
		return chosen, nil
	}
	listed := make([]string, len(names))
	for i, name := range names {
		listed[i] = fmt.Sprintf("%s (%d)", name, counts[name])
	}
	refusal := refuse(RefusedLayer, "the drawing has the layers %s, with the number of their objects; choose with --layer NAME, --layer A,B or --layer '*' for all",
		shorten(strings.Join(listed, ", ")))
	refusal.Candidates = names
	return nil, refusal
}
