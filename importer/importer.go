package importer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

// Progress is told how many bytes are done of how many. A file counts twice, for it is read and then
// taken; applying comes after the last byte.
type Progress func(done, total int64)

// batchRecords is how many records go to the Sink at once.
const batchRecords = 1000

// Import reads one file into the sink. A *Refusal says why nothing could be imported and what to do. When ctx ends,
// nothing has changed. When every record is quarantined nothing is applied, and the report says so.
func Import(ctx context.Context, options Options, sink Sink, progress Progress) (Report, error) {
	began := time.Now()
	report, err := importFile(ctx, options, sink, progress, began)
	if err != nil {
		return Report{}, fmt.Errorf("import %s: %w", filepath.Base(options.File), err)
	}
	return report, nil
}

func importFile(ctx context.Context, options Options, sink Sink, progress Progress, began time.Time) (Report, error) {
	district, notes, err := readDistrict(ctx, options)
	if err != nil {
		return Report{}, err
	}
	codes, err := readCodes(options)
	if err != nil {
		return Report{}, err
	}
	d, err := openDataset(ctx, options.File, options)
	if err != nil {
		return Report{}, err
	}
	defer d.close()
	d.notes = append(d.notes, notes...)
	if options.Units != "" && d.format != formatDXF {
		d.note("--units is for drawings; this file is not in " + options.Units)
	}
	halves, err := newHalves(d.path, progress)
	if err != nil {
		return Report{}, err
	}
	kept, err := newSpool()
	if err != nil {
		return Report{}, err
	}
	defer kept.close()
	s, err := readSurvey(ctx, d, halves.first, kept.add)
	if err != nil {
		return Report{}, err
	}
	if s.records == 0 {
		return Report{}, refuse(RefusedEmpty, "there are no records in it")
	}
	c, err := crsOf(d, s.declared, options, s.numbers)
	if err != nil {
		return Report{}, err
	}
	m, err := mapColumns(s, options.Kind, options.Map)
	if err != nil {
		return Report{}, err
	}
	staging, err := sink.Begin(ctx, Run{
		ID: options.Run, Kind: options.Kind.Key, Source: options.source(), File: filepath.Base(options.File), Actor: options.Actor,
		CRS: c.name, Encoding: d.encoding.name, Layer: d.layer, Map: m.columns, District: district, Anywhere: options.Anywhere,
	})
	if err != nil {
		return Report{}, err
	}
	defer staging.Abort(context.WithoutCancel(ctx))
	v := newConverter(options.Kind, c, m)
	v.codes, v.columns = codes, s.shown()
	put, err := v.stage(ctx, kept, staging, halves.second)
	if err != nil {
		return Report{}, err
	}
	describe := func(result Result) Report {
		return v.report(d, options, result, time.Since(began))
	}
	if put == 0 {
		return describe(Result{Run: options.Run}), nil
	}
	result, err := staging.Finish(ctx, FinishOptions{DryRun: options.DryRun, Gone: options.Gone, NotGone: v.notGone, Report: describe})
	if err != nil {
		return Report{}, err
	}
	report := describe(result)
	if sum := report.New + report.Changed + report.Unchanged + report.Quarantined; sum != report.Read {
		return report, fmt.Errorf("run %d: %d records were read and %d accounted for", result.Run, report.Read, sum)
	}
	return report, nil
}

// stage takes the records of the first reading: every record goes to the staging or into quarantine. While the Sink takes one batch the
// next is read.
func (v *converter) stage(ctx context.Context, kept *spool, staging Staging, progress func(done, total int64)) (put int, err error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	batches, done := make(chan []Staged, 1), make(chan struct{})
	go func() {
		defer close(done)
		for batch := range batches {
			if ctx.Err() != nil {
				continue // nobody wants it any more
			}
			if err := staging.Put(ctx, batch); err != nil {
				stop(err)
			}
		}
	}()
	batch := make([]Staged, 0, batchRecords)
	read := func(bytes int64) { progress(bytes, kept.size) }
	err = kept.each(ctx, read, func(record Record) error {
		staged, ok := v.convert(record)
		if !ok {
			return nil
		}
		put++
		if batch = append(batch, staged); len(batch) == batchRecords {
			batches <- batch
			batch = make([]Staged, 0, batchRecords)
		}
		return nil
	})
	if len(batch) > 0 && err == nil {
		batches <- batch
	}
	close(batches)
	<-done
	if refused := context.Cause(ctx); refused != nil {
		err = refused // the reader only knows that it was stopped
	}
	return put, err
}

func (v *converter) report(d *dataset, options Options, result Result, took time.Duration) Report {
	fates, repaired := v.fatesBeside(result.Fates)
	report := Report{
		Run: result.Run, File: filepath.Base(options.File), Kind: options.Kind.Key, Read: v.read, New: result.New,
		Changed: result.Changed, Unchanged: result.Unchanged, Gone: result.Gone, Quarantined: v.faulty, Repaired: result.Repaired + repaired,
		CRS: v.crs.name, Encoding: d.encoding.name, Seconds: took.Seconds(), Format: d.format, Layer: d.layer,
		Map: v.mapping.columns, Guessed: v.mapping.guessed, Notes: slices.Clone(d.notes),
		Columns: v.columns, Attributes: v.mapping.attributes(),
		Records: append(fates, result.Fates...), Changes: result.Changes,
	}
	for _, fate := range result.Fates {
		if fate.Fate == FateQuarantined {
			report.Quarantined++
		}
	}
	if v.flat > 0 {
		report.Notes = append(report.Notes, strconv.Itoa(v.flat)+" records had heights (Z); they are left out")
	}
	if v.unknowns > 0 {
		report.Notes = append(report.Notes, strconv.Itoa(v.unknowns)+" records have no capacity; their quantity is not known and counts 0")
	}
	if v.coded > 0 {
		report.Notes = append(report.Notes, strconv.Itoa(v.coded)+" areas got their code from the table by their name")
	}
	report.Notes = append(report.Notes, result.Notes...)
	slices.SortStableFunc(report.Records, func(a, b Fate) int { return a.Row - b.Row })
	return report
}

// halves turns the bytes of two readings into one progress.
type halves struct {
	size     int64
	progress Progress
}

func newHalves(path string, progress Progress) (halves, error) {
	info, err := os.Stat(path)
	if err != nil {
		return halves{}, err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	return halves{info.Size(), progress}, nil
}

func (h halves) first(bytes int64) { h.progress(bytes, 2*h.size) }

func (h halves) second(done, total int64) {
	h.progress(h.size+int64(float64(h.size)*float64(done)/float64(max(total, 1))), 2*h.size)
}
