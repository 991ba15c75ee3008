package importer

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// ExitCode of the command that made the report: 0 all in, 3 some quarantined, 1 nothing done.
func ExitCode(report Report) int {
	switch {
	case report.Quarantined == 0:
		return 0
	case report.Quarantined < report.Read:
		return 3
	}
	return 1
}

// fatesBeside gives the converter's own fates but the repairs of what the Sink did not take, never nil, which would be
// null in JSON. repaired counts the records that the Sink does not call repaired as well.
func (v *converter) fatesBeside(sinks []Fate) (fates []Fate, repaired int) {
	refused, mended := map[int]bool{}, map[int]bool{}
	for _, fate := range sinks {
		refused[fate.Row] = refused[fate.Row] || fate.Fate == FateQuarantined
		mended[fate.Row] = mended[fate.Row] || fate.Fate == FateRepaired
	}
	fates = make([]Fate, 0, len(v.fates)+len(sinks))
	for _, fate := range v.fates {
		if fate.Fate == FateRepaired && refused[fate.Row] {
			continue
		}
		if fate.Fate == FateRepaired && !mended[fate.Row] {
			repaired++
		}
		fates = append(fates, fate)
	}
	return fates, repaired
}

// WriteReport writes the report as JSON, whole or not at all.
func WriteReport(path string, report Report) (err error) {
	content, err := json.MarshalIndent(report, "", "  ")
	if err != nil {
		return fmt.Errorf("write report %s: %w", path, err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".report-*")
	if err != nil {
		return fmt.Errorf("write report %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			os.Remove(file.Name())
		}
	}()
	if _, err = file.Write(append(content, '\n')); err == nil {
		err = file.Chmod(0o644)
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write report %s: %w", path, err)
	}
	return nil
}
