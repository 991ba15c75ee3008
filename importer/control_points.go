package importer

import (
	"encoding/csv"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"backstreet/geo"
)

// Limits of a file of control points.
const (
	minControlPoints    = 3 // two fit always and prove nothing
	maxControlPoints    = 10_000
	maxControlFileBytes = 1 << 20
)

// controlPoint is one place known both in the file's grid and on the ground.
type controlPoint struct {
	plane geo.Point // as the file has it
	at    geo.Point // longitude and latitude, CGCS2000 or WGS 84
}

// readControl reads lines of x, y, longitude and latitude. A first line of words is a header.
func readControl(path string) ([]controlPoint, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, refuse(RefusedControl, "the control points cannot be read: %v", err)
	}
	defer file.Close()
	table := csv.NewReader(io.LimitReader(file, maxControlFileBytes))
	table.FieldsPerRecord, table.Comment, table.TrimLeadingSpace = -1, '#', true
	var points []controlPoint
	for line := 1; ; line++ {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(points) == maxControlPoints {
			return nil, refuse(RefusedControl, "%s is not a list of x,y,lon,lat with at most %d lines", filepath.Base(path), maxControlPoints)
		}
		point, ok := controlOf(cells)
		switch {
		case ok:
			points = append(points, point)
		case line > 1:
			return nil, refuse(RefusedControl, "line %d of %s is not x,y,lon,lat with a place in China: %s", line, filepath.Base(path), shorten(strings.Join(cells, ",")))
		}
	}
	if len(points) < minControlPoints {
		return nil, refuse(RefusedControl, "%s has %d control points; three or more are needed, spread over the file", filepath.Base(path), len(points))
	}
	return points, nil
}

func controlOf(cells []string) (controlPoint, bool) {
	if len(cells) < 4 {
		return controlPoint{}, false
	}
	var numbers [4]float64
	for i := range numbers {
		number, ok := parseCoordinate(strings.TrimPrefix(cells[i], "\uFEFF"))
		if !ok {
			return controlPoint{}, false
		}
		numbers[i] = number
	}
	point := controlPoint{geo.Point{numbers[0], numbers[1]}, geo.Point{numbers[2], numbers[3]}}
	const west, east = 73.5, 136.5 // of the zones
	return point, point.at.Lon() >= west && point.at.Lon() < east && math.Abs(point.at.Lat()) < 60
}
