package export

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"backstreet/geo"
	"backstreet/importer"
	"backstreet/rectify"
)

// File is an export being written. Its methods are called by one goroutine.
type File struct {
	dir     string // of its own; nothing is written elsewhere
	name    string // without an ending
	options rectify.ExportOptions
	crs     importer.OutgoingCRS
	writer  writer
	notes   []rectify.ExportNote
}

// writer writes one format. layer begins a kind, add writes one of its features, finish completes the files and
// gives their paths: one that is handed out as it is, or several that belong together in a zip.
type writer interface {
	layer(kind rectify.Kind, columns []column) error
	add(feature *rectify.Exported) error
	finish(ctx context.Context) (paths []string, notes []rectify.ExportNote, err error)
}

// New begins a file in a new folder below dir; an empty dir is the system's for temporary files. Close it in the
// end. What is wrong with the options is ErrInvalid.
func New(dir, name string, options rectify.ExportOptions) (*File, error) {
	options, err := options.Checked()
	if err != nil {
		return nil, err
	}
	crs, err := importer.CRSOut(options.CRS)
	if err != nil {
		return nil, err
	}
	if dir, err = os.MkdirTemp(dir, ".backstreet-export-"); err != nil {
		return nil, fmt.Errorf("make a folder for the export: %w", err)
	}
	f := &File{dir: dir, name: name, options: options, crs: crs}
	f.writer = f.newWriter()
	return f, nil
}

func (f *File) newWriter() writer {
	switch f.options.Format {
	case rectify.FormatGeoPackage:
		return &geoPackage{ogr: ogr{dir: f.dir, crs: f.crs}, name: f.name}
	case rectify.FormatShapefile:
		return &shapefile{ogr: ogr{dir: f.dir, crs: f.crs}, text: newEncoder(f.options.Encoding)}
	case rectify.FormatKML:
		return &kml{path: filepath.Join(f.dir, f.name+".kml"), name: f.name}
	case rectify.FormatCSV:
		return &table{dir: f.dir, text: newEncoder(f.options.Encoding), degrees: f.degrees()}
	case rectify.FormatXLSX:
		return &workbook{path: filepath.Join(f.dir, f.name+".xlsx"), degrees: f.degrees()}
	}
	return &geoJSON{dir: f.dir, crs: f.crs}
}

// degrees reports whether the coordinates are longitude and latitude.
func (f *File) degrees() bool { return f.crs.SRID == geo.SRID }

// SRID is that in which Exported.Place is wanted.
func (f *File) SRID() int { return f.crs.SRID }

// Layer begins a kind.
func (f *File) Layer(kind rectify.Kind) error {
	columns, err := columnsOf(kind)
	if err != nil {
		return err
	}
	return f.writer.layer(kind, columns)
}

// Add writes a feature of the kind that was begun.
func (f *File) Add(feature *rectify.Exported) error {
	if f.crs.Move != nil {
		feature.Place = geo.Transform(feature.Place, f.crs.Move)
	}
	if err := f.writer.add(feature); err != nil {
		return fmt.Errorf("write feature %d: %w", feature.ID, err)
	}
	return nil
}

// Result is a finished file. It goes with Close unless it is moved away before.
type Result struct {
	Path  string
	Name  string               // to save it under
	Notes []rectify.ExportNote // what it does not hold as it is in the ledger
}

// ErrNothing says that the filter means nothing that could be written.
var ErrNothing = errors.New("no feature meets the filter")

// Finish completes the file.
func (f *File) Finish(ctx context.Context, tally rectify.ExportTally) (Result, error) {
	if tally.Rows == 0 {
		return Result{}, ErrNothing
	}
	paths, notes, err := f.writer.finish(ctx)
	if err != nil {
		return Result{}, fmt.Errorf("write %s: %w", f.options.Format, err)
	}
	f.tell(notes, tally)
	if len(paths) > 1 {
		return f.zipped(ctx, paths)
	}
	return Result{Path: paths[0], Name: f.name + filepath.Ext(paths[0]), Notes: f.notes}, nil
}

// tell collects what whoever opens the file should know.
func (f *File) tell(notes []rectify.ExportNote, tally rectify.ExportTally) {
	if f.crs.Move != nil {
		f.notes = append(f.notes, noteOf(noteCRS, 0, f.crs.Name))
	}
	if f.options.Format == rectify.FormatGeoJSON && f.crs.SRID != geo.SRID {
		f.notes = append(f.notes, noteOf(noteGeoJSONCRS, 0, f.crs.Name))
	}
	f.notes = slices.Concat(f.notes, notes, counted(noteLeftOut, tally.LeftOut))
}

// zipped puts files that belong together into one, with the notes beside them.
func (f *File) zipped(ctx context.Context, paths []string) (Result, error) {
	path := filepath.Join(f.dir, f.name+".zip")
	to, err := os.Create(path)
	if err != nil {
		return Result{}, err
	}
	defer to.Close()
	archive := zip.NewWriter(to)
	for _, part := range paths {
		if err := errors.Join(ctx.Err(), zipFile(archive, part)); err != nil {
			return Result{}, fmt.Errorf("zip %s: %w", filepath.Base(part), err)
		}
	}
	if err := f.readme(archive); err != nil {
		return Result{}, err
	}
	if err := errors.Join(archive.Close(), to.Close()); err != nil {
		return Result{}, fmt.Errorf("zip: %w", err)
	}
	return Result{Path: path, Name: f.name + ".zip", Notes: f.notes}, nil
}

// readme tells the notes to whoever gets the zip alone, in Chinese and in English.
func (f *File) readme(archive *zip.Writer) error {
	if len(f.notes) == 0 {
		return nil
	}
	to, err := archive.CreateHeader(&zip.FileHeader{Name: "README.txt", Method: zip.Deflate, Modified: time.Now()})
	if err != nil {
		return err
	}
	var chinese, english strings.Builder
	for _, n := range f.notes {
		chinese.WriteString("- " + inWords(noteWords[n.Code][1], n.N, f.crs.Name) + "\r\n")
		english.WriteString("- " + n.Detail + "\r\n")
	}
	_, err = io.WriteString(to, "\uFEFF"+chinese.String()+"\r\n"+english.String())
	return err
}

// zipFile adds a file and removes the original, so that the disk need not hold both.
func zipFile(archive *zip.Writer, path string) error {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := archive.CreateHeader(&zip.FileHeader{Name: filepath.Base(path), Method: zip.Deflate, Modified: time.Now()})
	if err != nil {
		return err
	}
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	return os.Remove(path)
}

// Close removes what Finish's caller has not moved away.
func (f *File) Close() { os.RemoveAll(f.dir) }
