package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"backstreet/importer"
	"backstreet/rectify"
)

type importCommand struct {
	File   importFile   `cmd:"" default:"withargs" help:"Import files."`
	Revert importRevert `cmd:"" help:"Take an import back, unless later edits stand on it."`
}

type importFile struct {
	place
	Kind     string   `help:"Kind of feature, or area, or context." required:""`
	Layer    string   `help:"Layer of a file that has several; of a drawing also A,B or * for all."`
	CRS      string   `help:"EPSG:N, GCJ02 or BD09, where the file does not say it." name:"crs"`
	SwapAxes bool     `help:"The file has north before east."`
	Units    string   `help:"Of a drawing's numbers: mm, cm, m, in or ft." enum:",mm,cm,m,in,ft" default:""`
	Encoding string   `help:"Of text files and .dbf, such as GBK."`
	Map      string   `help:"attribute=Column,…; what is left out is guessed."`
	Source   string   `help:"Name of the source; the file's name by default."`
	AreaFrom string   `help:"Boundary file; records outside it are quarantined." type:"path"`
	AreaCRS  string   `help:"CRS of the boundary file." name:"area-crs"`
	Anywhere bool     `help:"Take records outside the district too."`
	Codes    string   `help:"Table of codes and names (CSV), for areas whose file has only names." type:"path"`
	Control  string   `help:"Control points, x,y,lon,lat a line, for a grid of its own or an old datum." type:"path"`
	Within   float64  `help:"How well control points must fit: greatest RMS in metres." name:"control-tolerance" default:"0.5"`
	DryRun   bool     `help:"Say what would happen and change nothing."`
	Gone     string   `help:"What to do with features of this source that the file no longer has." enum:",void" default:""`
	Report   string   `help:"Write the report as JSON." type:"path"`
	Files    []string `arg:"" name:"file" help:"Files to import." type:"path"`
}

func (c *importFile) Run(ctx context.Context) error {
	mapping, err := importer.ParseMap(c.Map)
	if err != nil {
		return err
	}
	worst := 0
	err = c.with(ctx, func(db *database) error {
		kind, err := db.ImportKind(ctx, rectify.KindKey(c.Kind))
		if err != nil {
			return err
		}
		for _, file := range c.Files {
			code, err := c.importOne(ctx, db, importer.Options{
				File: file, Kind: kind, Layer: c.Layer, CRS: c.CRS, SwapAxes: c.SwapAxes, Units: c.Units, Encoding: c.Encoding,
				Map: mapping, Source: c.Source, AreaFrom: c.AreaFrom, AreaCRS: c.AreaCRS, Anywhere: c.Anywhere,
				Codes: c.Codes, Control: c.Control, ControlTolerance: c.Within, DryRun: c.DryRun,
				Gone: importer.GonePolicy(c.Gone),
			})
			if err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			worst = max(worst, code)
		}
		return nil
	})
	if err == nil && worst != 0 {
		return exitCode(worst)
	}
	return err
}

func (c *importFile) importOne(ctx context.Context, db *database, options importer.Options) (int, error) {
	show, done := progress(options.File)
	report, err := importer.Import(ctx, options, db, show)
	done()
	if c.Report != "" && err == nil {
		err = importer.WriteReport(c.Report, report)
	}
	if err != nil {
		var refusal *importer.Refusal
		if errors.As(err, &refusal) && len(refusal.Candidates) > 0 {
			return 1, fmt.Errorf("%w; choose one of %v", err, refusal.Candidates)
		}
		return 1, err
	}
	tell(os.Stdout, report, c.Report != "")
	return importer.ExitCode(report), nil
}

// shownRecords is how many of the records that were not taken as they were are shown; the file of --report has all.
const shownRecords = 20

// tell says on a terminal what is in the report. written says that the report is in a file too.
func tell(w io.Writer, report importer.Report, written bool) {
	fmt.Fprintf(w, "run %d: %d read, %d new, %d changed, %d unchanged, %d gone, %d quarantined, %d repaired (%s, %s)\n",
		report.Run, report.Read, report.New, report.Changed, report.Unchanged, report.Gone, report.Quarantined,
		report.Repaired, report.CRS, report.Encoding)
	if columns := mappedColumns(report); columns != "" {
		fmt.Fprintf(w, "  %s\n", columns)
	}
	if fields := changedFields(report.Changes); fields != "" {
		fmt.Fprintf(w, "  changed: %s\n", fields)
	}
	for _, note := range report.Notes {
		fmt.Fprintf(w, "  %s\n", note)
	}
	for _, record := range report.Records[:min(len(report.Records), shownRecords)] {
		fmt.Fprintf(w, "  row %d %s: %s %s: %s %s\n", record.Row, record.Ref, record.Fate, record.Code, record.Reason, record.Value)
	}
	if more := len(report.Records) - shownRecords; more > 0 && !written {
		fmt.Fprintf(w, "  … and %d more; --report FILE.json has them all\n", more)
	}
}

// mappedColumns says what was read from where, the way --map takes it.
func mappedColumns(report importer.Report) string {
	pairs := make([]string, 0, len(report.Map))
	for _, attribute := range slices.Sorted(maps.Keys(report.Map)) {
		pairs = append(pairs, attribute+"="+report.Map[attribute])
	}
	switch {
	case len(pairs) == 0:
		return ""
	case report.Guessed:
		return "guessed: --map " + strings.Join(pairs, ",")
	}
	return "as asked: --map " + strings.Join(pairs, ",")
}

// changedFields counts in how many features each field changed.
func changedFields(changes []rectify.ChangedRecord) string {
	counts := map[string]int{}
	for _, change := range changes {
		for _, field := range change.Fields {
			counts[field]++
		}
	}
	parts := make([]string, 0, len(counts))
	for _, field := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%s of %d", field, counts[field]))
	}
	return strings.Join(parts, ", ")
}

// progress draws a bar on a terminal and nothing elsewhere: a log needs no bar.
func progress(name string) (show importer.Progress, done func()) {
	if !isTerminal(os.Stderr) {
		return func(int64, int64) {}, func() {}
	}
	bars := mpb.New(mpb.WithOutput(os.Stderr), mpb.WithWidth(60))
	bar := bars.AddBar(0, mpb.PrependDecorators(decor.Name(name+" ")), mpb.AppendDecorators(decor.Percentage()))
	return func(read, total int64) {
			bar.SetTotal(total, false)
			bar.SetCurrent(read)
		}, func() {
			bar.SetTotal(-1, true)
			bars.Wait()
		}
}

type importRevert struct {
	place
	ID int64 `arg:"" name:"run" help:"Number of the run, as its report says."`
}

func (c *importRevert) Run(ctx context.Context) error {
	return c.with(ctx, func(db *database) error {
		run, err := db.RevertAtConsole(ctx, rectify.ImportID(c.ID))
		if err == nil {
			fmt.Printf("run %d of %s is reverted\n", run.ID, run.File)
		}
		return err
	})
}
