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
