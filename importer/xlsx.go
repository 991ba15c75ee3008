package importer

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits of a workbook. Photos in a ledger count too; sheets beyond the limit of memory go to the disk.
const (
	maxWorkbookBytes = 512 << 20 // of all its parts, unzipped
	maxWorkbookXML   = 16 << 20  // of a part that is kept in memory
	maxSheetBytes    = 1 << 30   // of the rows: many cells may share one long text
)

var oleMagic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

// isXLSX matches what is Excel's or calls itself so, the better to say what is wrong with it.
func isXLSX(p probe) bool {
	switch p.extension {
	case ".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".et":
		return !p.directory
	}
	return false
}

// prepareXLSX lays the rows of one sheet out as JSON, one to a line: a workbook can only be read as a whole.
func prepareXLSX(ctx context.Context, p probe, options Options) (*dataset, error) {
	switch {
	case bytes.HasPrefix(p.head, oleMagic) && p.extension != ".xls" && p.extension != ".et":
		return nil, refuse(RefusedFormat, "the workbook is locked with a password, or an old .xls under another name; save it without a password as Excel Workbook (.xlsx)")
	case bytes.HasPrefix(p.head, oleMagic) || p.extension == ".xlsb":
		return nil, refuse(RefusedFormat, "old and binary Excel files cannot be read; open it in Excel or WPS, choose Save As and Excel Workbook (.xlsx), and import that")
	case !bytes.HasPrefix(p.head, []byte("PK")):
		return nil, refuse(RefusedFormat, "it is no Excel workbook, whatever its name says; if it is text, give it the ending .csv")
	}
	dir, err := os.MkdirTemp("", "backstreet-import-")
	if err != nil {
		return nil, fmt.Errorf("make a directory for the workbook: %w", err)
	}
	d, err := sheetDataset(ctx, p.path, dir, options)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	d.cleanup = func() { os.RemoveAll(dir) }
	return d, nil
}

// sheetDataset turns a panic of the library over a damaged workbook into a refusal.
func sheetDataset(ctx context.Context, path, dir string, options Options) (d *dataset, err error) {
	defer func() {
		if recover() != nil {
			d, err = nil, refuse(RefusedBroken, "the workbook is damaged; open it in Excel or WPS and save it anew")
		}
	}()
	book, err := excelize.OpenFile(path, excelize.Options{
		UnzipSizeLimit: maxWorkbookBytes, UnzipXMLSizeLimit: maxWorkbookXML, TmpDir: dir,
	})
	if err != nil {
		return nil, refuseWorkbook(err)
	}
	defer func() { _ = book.Close() }() // it was only read
	w := workbook{book: book}
	if props, err := book.GetWorkbookProps(); err == nil && props.Date1904 != nil {
		w.date1904 = *props.Date1904
	}
	sheet, err := w.choose(options)
	if err != nil {
		return nil, err
	}
	d = &dataset{path: filepath.Join(dir, "rows.jsonl"), encoding: utf8Encoding, recoded: true, layer: sheet.name}
	widest, err := w.export(ctx, sheet.name, d.path)
	if err != nil {
		return nil, err
	}
	for i := len(sheet.table.columns); i < widest; i++ { // a remark beside the table is kept too
		sheet.table.columns = append(sheet.table.columns, "column"+strconv.Itoa(i+1))
	}
	sheet.table.describe(d)
	d.open = func(r io.Reader) Reader {
		return &tableReader{table: sheet.table, rows: newXLSXRows(r)}
	}
	return d, nil
}

func refuseWorkbook(err error) error {
	if strings.HasPrefix(err.Error(), "unzip size exceeds") { // the library has no name for it
		return refuse(RefusedLimit, "the workbook unpacks to more than %d MB; remove its pictures or split it", maxWorkbookBytes>>20)
	}
	return refuse(RefusedBroken, "the workbook is incomplete or damaged; open it in Excel or WPS and save it anew")
}
